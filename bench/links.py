"""Possible links, families and the network with many cases and tips: what their pages take.

python -m bench links
LALI_BENCH_HOME=FOLDER python -m bench links      on the node of `ceiling`, if it is kept there
"""

import http.client
import re
import sys
from datetime import UTC, datetime

from bench.ceiling import FEW, MANY, kept_folder, node_with
from bench.figures import Figure, percentile
from bench.many import TEAM
from bench.nodes import Served, inside, serving
from bench.visitors import Asked, ask, sign_in
from lali.project.demo.story import PASSWORD

TEXTS = 5_000
REQUESTS = 24
BUDGET = 300  # ms


def figures() -> list[Figure]:
    """Measure each page alone."""
    with kept_folder() as folder:
        node_with(folder, FEW, indexed=False)
        home = node_with(folder, MANY, indexed=False)
        print(inside(home, "many_links", TEXTS), file=sys.stderr)
        with serving(home, processes=1, threads=2) as (served, _processes):
            workspace = served["workspace"]
            lead = sign_in(workspace, TEAM[0], PASSWORD)
            pages = PAGES | {"page of a family": _families(workspace, lead)}
            return [figure for page, paths in pages.items() for figure in _measured(workspace, page, paths, lead)]


def _families(one: Served, cookies: str) -> list[str]:
    """The pages of the newest families, as the list of them says."""
    connection = http.client.HTTPConnection(one.host, one.port, timeout=60)
    connection.request("GET", "/families/", headers={"Cookie": cookies})
    return sorted(set(re.findall(r'href="(/families/\d+/)"', connection.getresponse().read().decode())))


SOME = range(MANY // 3, MANY // 3 + REQUESTS)
CASES = [f"/cases/FJ-{datetime.now(UTC):%Y}-{number:05d}" for number in SOME]
PAGES = {
    "possible links": ["/possible-links/"],
    "possible links, the 50th page": ["/possible-links/?page=50"],
    "possible links of a case": [f"/possible-links/?case={path.rpartition('/')[2]}" for path in CASES],
    "network of all cases": ["/network/"],
    "network of a case": [f"{path}/network/" for path in CASES],
    "network of an identifier": [f"/identifiers/{number}/network/" for number in SOME],
    "network of the identifier of 4,000 cases": ["/identifiers/6/network/"],
    "families": ["/families/"],
    "families that wait": ["/families/?waiting=on"],
    "watches": ["/identifiers/watches/"],
}


def _measured(one: Served, page: str, paths: list[str], cookies: str) -> list[Figure]:
    requests = [Asked(paths[n % len(paths)], "</main>", cookies=cookies) for n in range(REQUESTS)]
    ask(one, requests[:2], clients=1)  # templates compiled, catalogues read
    told = ask(one, requests, clients=1)
    return [
        Figure(f"{page}: with the processor, p50", percentile(told.processor, 0.5), "ms"),
        Figure(f"{page}: server p95", percentile(told.server, 0.95), "ms", at_most=BUDGET),
        Figure(f"{page}: errors", told.errors, "", at_most=0),
    ]
