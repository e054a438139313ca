"""A conversation of 500,000 messages: reading it in, and its pages, by processor time and by the clock.

    python -m bench conversations
    LALI_BENCH_POSTGRES=postgresql://... python -m bench conversations        also in this empty database

The budget is the clock's, on a machine that does nothing else; the processor's time is told beside it.
"""

import json
import os

from bench.figures import Figure
from bench.nodes import inside, scene

MESSAGES = int(os.environ.get("LALI_BENCH_MESSAGES", "500000"))
BUDGET = 300  # milliseconds, p95


def figures() -> list[Figure]:
    with scene() as home:
        found = _figures("SQLite", json.loads(inside(home, "many_messages", MESSAGES)))
        if address := os.environ.get("LALI_BENCH_POSTGRES"):
            inside(home, "to_postgres", database=address)
            found += _figures("PostgreSQL", json.loads(inside(home, "many_messages", MESSAGES, database=address)))
    return found


def _figures(database: str, told: dict[str, object]) -> list[Figure]:
    found = [Figure(f"{database}: messages", told["messages"], "")]
    if told["seconds"]:
        found.append(Figure(f"{database}: read in, messages a second", told["messages"] / told["seconds"], "/s"))
    for page, (processor, clock) in told["pages"].items():
        found.append(Figure(f"{database}: {page}, processor p95", processor, "ms"))
        found.append(Figure(f"{database}: {page}, p95", clock, "ms", at_most=BUDGET))
    return found
