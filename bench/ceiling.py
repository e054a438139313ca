"""The ceiling of the design on one machine: 20,000 cases, 60,000 tasks, 200,000 identifiers, 1,000,000 entries.

    python -m bench ceiling
    LALI_BENCH_HOME=FOLDER python -m bench ceiling      keeps the nodes there, and goes on where a stop left it
    LALI_BENCH_POSTGRES=postgresql://... python -m bench ceiling        in this database, whose tables are emptied

Each page is asked by 16 clients at once; *server* is what the application took, *first load* and *later load* are
bytes with and without the style sheets. The same pages are measured with 200 cases: the exponent says how a page grows
with the number of cases (0: not at all, 1: as fast).
"""

import contextlib
import http.client
import math
import os
import re
import shutil
import tempfile
import urllib.parse
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bench.figures import Figure, percentile
from bench.many import TEAM
from bench.nodes import inside, lali, make_scene, memory, serving
from bench.visitors import Asked, ask, sign_in
from lali.project.demo.story import PASSWORD
from lali.project.servers import Served, bring_up_to_date

FEW, MANY = 200, 20_000
IDENTIFIERS, ENTRIES = 200_000, 1_000_000
CLIENTS = 16
PROCESSES, THREADS = 2, 1  # of each server: `lali serve --processes 2 --threads 1`, a process a core
REQUESTS = 240  # a page
BUDGET = 300  # ms, server p95
FIRST_LOAD, LATER_LOAD = 60_000, 15_000  # bytes
GROWTH = 0.1
MEMORY = 1024  # MiB
# In all of them, narrowed, a fragment, mistyped, two that are seldom; and what stands on the page of what is found.
WORDS = {"generated": "FJ-", "Generated case 77": "FJ-", "0142": "FJ-", "genarated": "FJ-", "fee visa": "T-"}
SHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)"')


def figures() -> list[Figure]:
    """Measure with few cases and at the ceiling."""
    with kept_folder() as folder:
        found: list[Figure] = []
        medians: dict[str, list[float]] = {}
        for count in (FEW, MANY):
            pages, mebibytes = _pressed(node_with(folder, count), count)
            for page, (shown, median) in pages.items():
                found += shown
                medians.setdefault(page, []).append(median)
            name = f"memory of both servers after it, PSS, {count:,} cases"
            found.append(Figure(name, mebibytes, "MiB", at_most=MEMORY))
        growth = math.log(MANY / FEW)
        found += [
            Figure(f"{page}: growth from {FEW} to {MANY:,} cases", math.log(after / before) / growth, "", GROWTH)
            for page, (before, after) in medians.items()
        ]
        return found


@contextlib.contextmanager
def kept_folder() -> Iterator[Path]:
    """Where the nodes are made: the folder that LALI_BENCH_HOME names, or one that is gone afterwards."""
    if kept := os.environ.get("LALI_BENCH_HOME"):
        yield Path(kept)
        return
    with tempfile.TemporaryDirectory(prefix="lali-bench-") as folder:
        yield Path(folder)


def node_with(folder: Path, count: int, *, indexed: bool = True) -> Path:
    """A node with `count` cases and their share of the rest; the large one grows out of a copy of the small one.

    `indexed`: with its search index, which takes longer than all the rest.
    """
    os.environ.pop("DATABASE_URL", None)  # of the node before: this one's own tables are brought up to date first
    home = folder / str(count)
    if not (home / "node.toml").exists():
        if count == FEW:
            make_scene(home)
        else:
            unindexed = shutil.ignore_patterns("indexed")
            copy = shutil.copytree(folder / str(FEW), folder / "copy", dirs_exist_ok=True, ignore=unindexed)
            copy.rename(home)
    bring_up_to_date(home)  # a node that was kept may be older than the program
    share = count / MANY
    inside(home, "at_ceiling", count, int(IDENTIFIERS * share), int(ENTRIES * share))
    if indexed and not (home / "indexed").exists():
        lali("reindex", "--home", home)
        (home / "indexed").touch()
    if database := os.environ.get("LALI_BENCH_POSTGRES"):
        inside(home, "to_postgres", database=database)
        os.environ["DATABASE_URL"] = database  # the servers are started with this process's environment
    return home


def _pressed(home: Path, count: int) -> tuple[dict[str, tuple[list[Figure], float]], float]:
    found = {}
    with serving(home, processes=PROCESSES, threads=THREADS) as (served, processes):
        workspace = served["workspace"]
        who = {email.partition("@")[0]: sign_in(workspace, email, PASSWORD) for email in (*TEAM, "tomasi@htu.example")}
        for page, requests in _pages(workspace, who, count).items():
            found[page] = _measured(f"{page}, {count:,} cases", workspace, requests)
        return found, sum(memory(process.pid)[0] for process in processes)


def _pages(one: Served, who: dict[str, str], count: int) -> dict[str, list[Asked]]:
    lead, supervisor, auditor = who["litia"], who["asha"], who["tomasi"]
    numbers = range(count // 3, count // 3 + 40)
    refs = [f"FJ-{datetime.now(UTC):%Y}-{number:05d}" for number in numbers]
    identifiers = range(count // 2, count // 2 + 40)
    pages = {
        "case list": [Asked("/cases/", "/cases/FJ-", cookies=lead)],
        "case page": [Asked(f"/cases/{ref}/", ref, cookies=lead) for ref in refs],
        "task board": [Asked("/work/", "Generated task", cookies=lead)],
        "search": [Asked(address, sees, cookies=lead) for address, sees in _searches(one, lead)],
        "identifier page": [Asked(f"/identifiers/{number}/", "FJ-", cookies=lead) for number in identifiers],
        "network around a case": [Asked(f"/cases/{ref}/network/", ref, cookies=lead) for ref in refs],
        "network around an identifier": [
            Asked(f"/identifiers/{number}/network/", "FJ-", cookies=lead) for number in identifiers
        ],
        "journal of a case": [Asked(f"/cases/{ref}/journal/", ref, cookies=lead) for ref in refs],
        "journal page": [Asked("/administration/journal/", "</main>", cookies=auditor)],
        "supervisor's board": [Asked("/board/", "</main>", cookies=supervisor)],
    }
    return {page: [asked[n % len(asked)] for n in range(REQUESTS)] for page, asked in pages.items()}


def _searches(one: Served, cookies: str) -> list[tuple[str, str]]:
    """The sealed addresses under which the results of searches are read, and what stands there."""
    return [(_sealed(one, cookies, words), sees) for words, sees in WORDS.items()]


def _sealed(one: Served, cookies: str, words: str) -> str:
    connection = http.client.HTTPConnection(one.host, one.port, timeout=60)
    connection.request("GET", "/search/", headers={"Cookie": cookies})
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', connection.getresponse().read().decode())[1]
    body = urllib.parse.urlencode({"words": words, "csrfmiddlewaretoken": token})
    headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded", "Referer": one.address}
    connection.request("POST", "/search/", body=body, headers=headers)
    answer = connection.getresponse()
    answer.read()
    return answer.getheader("Location")


def _measured(page: str, one: Served, requests: list[Asked]) -> tuple[list[Figure], float]:
    ask(one, requests[:CLIENTS], clients=4)  # templates compiled, catalogues read
    alone = ask(one, requests[:24], clients=1)
    pressed = ask(one, requests, clients=CLIENTS)
    later, first = _loads(one, requests[0])
    median = percentile(alone.processor, 0.5)
    shown = [
        Figure(f"{page}: alone, with the processor", median, "ms"),
        Figure(f"{page}: server p50", percentile(pressed.server, 0.5), "ms"),
        Figure(f"{page}: server p95", percentile(pressed.server, 0.95), "ms", at_most=BUDGET),
        Figure(f"{page}: answers", len(pressed.client) / pressed.seconds, "a second"),
        Figure(f"{page}: first load, compressed", first / 1000, "kB", at_most=FIRST_LOAD / 1000),
        Figure(f"{page}: later load, compressed", later / 1000, "kB", at_most=LATER_LOAD / 1000),
        Figure(f"{page}: errors", alone.errors + pressed.errors, "", at_most=0),
    ]
    return shown, median


def _loads(one: Served, asked: Asked) -> tuple[int, int]:
    """Bytes of the page alone, and of the page with every style sheet, as a browser gets them."""
    page, size = _got(one, asked.path, asked.cookies)
    return size, size + sum(_got(one, sheet, asked.cookies)[1] for sheet in SHEET.findall(page))


def _got(one: Served, path: str, cookies: str) -> tuple[str, int]:
    connection = http.client.HTTPConnection(one.host, one.port, timeout=60)
    connection.request("GET", path, headers={"Cookie": cookies})
    page = connection.getresponse().read().decode()
    connection.request("GET", path, headers={"Cookie": cookies, "Accept-Encoding": "gzip, br"})
    return page, len(connection.getresponse().read())
