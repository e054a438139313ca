"""`make bench`: every part, one after another, each in a process of its own; a table, and JSON in bench-output/.

    python -m bench [PART ...]      parts: check custody evidence packets brief node search web public ceiling iris chats
                                    known conversations network links families persons language detection
    LALI_BENCH_DATA=FOLDER          also reads real messages (.tsv with the text last, .csv with a column `text`)
    LALI_BENCH_SHARED=FOLDER        folder with job_ads/ and sms/ for `detection` (see bench/detection.py)

Exit code 1 when a budget is not kept.
"""

import argparse
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bench.figures import Figure, keep, load, measured, table

PARTS = (
    *(
        "check",
        "custody",
        "evidence",
        "packets",
        "brief",
        "node",
        "search",
        "web",
        "public",
        "ceiling",
        "iris",
        "chats",
    ),
    *("known", "conversations", "network", "links", "families", "pictures", "persons", "detection", "language"),
)
OUTPUT = Path("bench-output")


def _apart(part: str) -> list[Figure]:
    """In a fresh process, so that no part pays for what another left in memory."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as one:
        return one.submit(measured, part).result()


def main() -> int:
    asked = argparse.ArgumentParser(description="Measure speed and size.")
    asked.add_argument("part", nargs="*", choices=[*PARTS, []], help="default: all")
    parts = asked.parse_args().part or PARTS
    found, loads = {}, {}
    for part in parts:
        loads[part] = load()
        found[part] = _apart(part)
        print(table(f"{part}  (load before: {loads[part]:.1f})", found[part]), flush=True)
    print(f"\nKept in {keep(found, loads=loads, folder=OUTPUT)}")
    broken = [figure.name for figures in found.values() for figure in figures if figure.holds is False]
    if broken:
        print("Budgets not kept: " + "; ".join(broken), file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
