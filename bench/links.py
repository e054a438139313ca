"""Possible links, families and the network with many cases and tips: what their pages take.

python -m bench links
LALI_BENCH_HOME=FOLDER python -m bench links      on the node of `ceiling`, if it is kept there
"""

from bench.ceiling import MANY, kept_folder, node_with
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
        home = node_with(folder, MANY)
        inside(home, "many_links", TEXTS)
        with serving(home, processes=1, threads=2) as (served, _processes):
            workspace = served["workspace"]
            lead = sign_in(workspace, TEAM[0], PASSWORD)
            return [figure for page in PAGES for figure in _measured(workspace, page, lead)]


PAGES = {
    "network of all cases": "/network/",
    "possible links": "/possible-links/",
    "possible links, the 50th page": "/possible-links/?page=50",
    "families": "/families/",
    "families that wait": "/families/?waiting=on",
}


def _measured(one: Served, page: str, cookies: str) -> list[Figure]:
    requests = [Asked(PAGES[page], "</main>", cookies=cookies)] * REQUESTS
    ask(one, requests[:2], clients=1)  # templates compiled, catalogues read
    told = ask(one, requests, clients=1)
    return [
        Figure(f"{page}: with the processor, p50", percentile(told.processor, 0.5), "ms"),
        Figure(f"{page}: server p95", percentile(told.server, 0.95), "ms", at_most=BUDGET),
        Figure(f"{page}: errors", told.errors, "", at_most=0),
    ]
