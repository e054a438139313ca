"""Search at the ceiling: 400,000 findable records of 20,000 cases, by members of few and of many cases.

On SQLite; and on PostgreSQL too where LALI_BENCH_POSTGRES names an empty database. Processor time of one search, so
that other work on the machine does not count (on PostgreSQL, whose work is another process's, the clock).
"""

import json
import os

from bench.figures import Figure
from bench.nodes import inside, scene

CASES = int(os.environ.get("LALI_BENCH_CASES", "20000"))
BUDGET = 60  # milliseconds: 16 clients on two cores are then answered within 300 at the 95th percentile
MEMBERS = {"few": "2 cases", "many": "2,000 cases, 100 led, and the tips", "all led": "2,000 cases, all led"}


def figures() -> list[Figure]:
    with scene() as home:
        found = _figures("SQLite", json.loads(inside(home, "many_findable", CASES)))
        if address := os.environ.get("LALI_BENCH_POSTGRES"):
            found += _figures("PostgreSQL", json.loads(inside(home, "many_findable", CASES, database=address)))
    return found


def _figures(database: str, told: dict[str, object]) -> list[Figure]:
    found = [
        Figure(f"{database}: findable records", told["records"], ""),
        Figure(f"{database}: size of the index", told["mebibytes"], "MiB"),
        Figure(f"{database}: building it anew", told["seconds"], "s"),
        Figure(f"{database}: one task put again", told["put"], "ms"),
    ]
    for member, said in MEMBERS.items():
        for search, (_median, worst, _found) in told[member].items():
            found.append(Figure(f"{database}, {said}: {search}, p95", worst, "ms", at_most=BUDGET))
    return found
