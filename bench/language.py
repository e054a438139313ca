"""Language identification: the share right on the held-out part of the open lure set and on other texts, and its speed.

    LALI_BENCH_LANGUAGES=FILE.tsv    texts nobody trained on, "code<tab>text" a line; any code but the eight means unknown

Microseconds are of the processor, over messages whose words have been met before, as in a stream.
"""

import json
import os
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure
from lali.engines.language import LANGUAGES, UNKNOWN, identify
from scripts.lures import FOLDER

OTHER = os.environ.get("LALI_BENCH_LANGUAGES", "")
ENOUGH = 0.95
PASSES = 5


def figures() -> Iterator[Figure]:
    """Shares right by language, then speed."""
    held = [
        (row["language"], row["text"])
        for file in sorted(FOLDER.glob("*.jsonl"))
        for row in map(json.loads, file.read_text(encoding="utf-8").splitlines())
        if row["split"] == "held_out"
    ]
    yield from _right("lures, held out", held)
    if OTHER:
        lines = Path(OTHER).read_text(encoding="utf-8").splitlines()
        yield from _right("other texts", [(code, text) for code, _, text in (line.partition("\t") for line in lines)])
    texts = [text for _, text in held]
    yield Figure(f"a message ({sum(map(len, texts)) // len(texts)} letters)", _microseconds(texts), "us", at_most=15)
    megabyte = " ".join(texts * 10)[:1_000_000]
    yield Figure(f"a text of {len(megabyte):,} letters", _microseconds([megabyte]) / 1000, "ms")


def _right(name: str, rows: list[tuple[str, str]]) -> Iterator[Figure]:
    right = defaultdict(list)
    for code, text in rows:
        wanted = code if code in LANGUAGES else UNKNOWN
        right[wanted].append(identify(text).language == wanted)
    for code in (*LANGUAGES, UNKNOWN):
        if found := right.get(code):
            least = None if code == UNKNOWN else ENOUGH
            yield Figure(f"{name}, {code} ({len(found)})", sum(found) / len(found), "right", at_least=least)


def _microseconds(texts: list[str]) -> float:
    best = float("inf")
    for _ in range(PASSES):
        start = time.process_time()
        for text in texts:
            identify(text)
        best = min(best, time.process_time() - start)
    return best / len(texts) * 1_000_000
