"""Speed of the identifiers engine on SMS-sized messages, on one core: microseconds a message for fold, and fold + find.

python bench/identifiers.py MESSAGES.tsv    # one message a line, the text after the last tab
"""

import sys
import time
from pathlib import Path

from lali.engines.identifiers import find, fold

PASSES = 3


def measure(messages: list[str]) -> dict[str, float]:
    """Best of three passes, so that other work on the machine counts least."""
    find("Call +679 999 0001")  # loads the numbering plans once
    return {
        "messages": len(messages),
        "characters": sum(map(len, messages)) / len(messages),
        "fold_us": _microseconds(messages, fold),
        "fold_and_find_us": _microseconds(messages, lambda text: find(text, folded=fold(text))),
    }


def _microseconds(messages, work) -> float:
    best = float("inf")
    for _ in range(PASSES):
        start = time.perf_counter()
        for message in messages:
            work(message)
        best = min(best, time.perf_counter() - start)
    return best / len(messages) * 1_000_000


if __name__ == "__main__":
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    for name, value in measure([line.rpartition("\t")[2] for line in lines]).items():
        print(f"{name:>18} {value:10.1f}")
