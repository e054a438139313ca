"""Families of made-up ads with the truth: quality, speed, growth, memory, and the same for peers.

    LALI_BENCH_FAMILIES=100000      how many ads the second, larger set has (10,000 are always measured)
    LALI_BENCH_EMSCAD=FILE.csv      real ads with a column `group`, their near-copies as somebody else grouped them
    LALI_BENCH_PEERS=PYTHON         a python3 that has rensa and datasketch; without it they are left out, by name
    LALI_BENCH_INFOSHIELD=FOLDER    a clone of InfoShield whose infoshieldcoarse.py the same python3 can run

Seconds are of the processor: what else runs on the machine counts little. Every run is a process of its own.
"""

import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from math import log
from pathlib import Path

from bench import hostile, unseen
from bench.ads import Maker
from bench.figures import Figure, percentile
from bench.hands import SETS, reworded
from lali.engines.families import Index, fold

SMALL = 10_000
LARGE = int(os.environ.get("LALI_BENCH_FAMILIES", "100000"))
ADDED = 1000
PEERS = os.environ.get("LALI_BENCH_PEERS", "")
INFOSHIELD = os.environ.get("LALI_BENCH_INFOSHIELD", "")
EMSCAD = os.environ.get("LALI_BENCH_EMSCAD", "")
SHINGLED = """
import csv, sys, time
rows = [row["text"].lower().split() for row in csv.DictReader(open(sys.argv[1]))]
begun = time.process_time()
rows = [[" ".join(row[at:at + 3]) for at in range(max(1, len(row) - 2))] for row in rows]
"""
RENSA = (
    SHINGLED
    + """
from rensa import RMinHash, RMinHashLSH
lsh, made = RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32), []
for number, row in enumerate(rows):
    one = RMinHash(num_perm=128, seed=1)
    one.update(row)
    lsh.insert(number, one)
    made.append(one)
signed = time.process_time() - begun
for one in made:
    lsh.query(one)
print(signed, time.process_time() - begun)
"""
)
DATASKETCH = (
    SHINGLED
    + """
from datasketch import MinHash, MinHashLSH
lsh, made = MinHashLSH(threshold=0.5, num_perm=128), []
for number, row in enumerate(rows):
    one = MinHash(num_perm=128)
    one.update_batch([word.encode() for word in row])
    lsh.insert(number, one)
    made.append(one)
for one in made:
    lsh.query(one)
print(time.process_time() - begun)
"""
)


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        small, large = _made(Path(folder), SMALL), _made(Path(folder), LARGE)
        quick, slow = _folded(small), _folded(large)
        for file, many, (seconds, memory, precision, recall) in ((small, SMALL, quick), (large, LARGE, slow)):
            yield Figure(f"{many:,} ads folded, processor time", seconds, "s")
            yield Figure(f"{many:,} ads, microseconds of the processor for each", seconds / many * 1e6, "us")
            yield Figure(f"{many:,} ads, precision over pairs", precision, "", at_least=0.99)
            yield Figure(
                f"{many:,} ads, F1 over pairs", 2 * precision * recall / (precision + recall), "", at_least=0.97
            )
            yield Figure(f"{many:,} ads, most memory", memory, "MiB", at_most=2048)
            yield from _peers(file, many, seconds)
        if LARGE > SMALL:
            yield Figure("exponent of time over number", log(slow[0] / quick[0]) / log(LARGE / SMALL), "", at_most=1.1)
        yield from _one_at_a_time(large)
    yield from _hands()
    yield from _small_files()
    yield from _emscad()


def _hands() -> Iterator[Figure]:
    for name, rows in {**SETS, **hostile.SETS, **unseen.SETS}.items():
        hands, texts = zip(*rows(), strict=True)
        precision, recall = quality(hands, fold(texts).keys.tolist())
        yield Figure(f"{len(texts):,} {name}, precision over pairs", precision, "")
        yield Figure(f"{len(texts):,} {name}, F1", 2 * precision * recall / (precision + recall), "")


def _small_files() -> Iterator[Figure]:
    """Files of fifty rows, eight of each set, as an investigator brings them: counts say nothing there yet."""
    for make in (hostile.stock_phrases, hostile.one_footer, hostile.agencies, hostile.vacancies, hostile.titles):
        truth, found = list[str](), list[str]()
        for seed in range(6000, 6008):
            hands, texts = zip(*make(50, seed), strict=True)
            truth += [f"{seed} {hand}" for hand in hands]
            found += [f"{seed} {code}" for code in fold(texts).codes()]
        precision, recall = quality(truth, found)
        name = make.__name__.replace("_", " ")
        yield Figure(f"eight files of 50 rows, {name}: precision over pairs", precision, "")
        yield Figure(f"eight files of 50 rows, {name}: recall", recall, "")


def _made(folder: Path, many: int) -> Path:
    path = folder / f"ads{many}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")  # as InfoShield expects
        writer.writerow(("id", "text", "truth"))
        writer.writerows((number, text, family) for number, (family, text) in enumerate(Maker(7).ads(many)))
    return path


def rows(path: Path, column: str) -> Iterator[str]:
    with path.open(newline="", encoding="utf-8") as file:
        yield from (row[column] for row in csv.DictReader(file))


def _folded(path: Path) -> tuple[float, float, float, float]:
    """Processor seconds, MiB, precision and recall of one fold, in a process that does nothing else."""
    told = subprocess.run(
        [sys.executable, "-m", "bench.families", str(path)], check=True, capture_output=True, text=True
    ).stdout.split()
    seconds, memory, precision, recall = map(float, told)
    return seconds, memory, precision, recall


def quality(truth: Iterable[object], found: Iterable[object]) -> tuple[float, float]:
    """Precision and recall over pairs."""
    truth, found = list(truth), list(found)

    def pairs(values: Iterable[object]) -> int:
        return sum(many * (many - 1) // 2 for many in Counter(values).values())

    right = pairs(zip(truth, found, strict=True))
    return right / max(pairs(found), 1), right / max(pairs(truth), 1)


def _peers(path: Path, many: int, ours: float) -> Iterator[Figure]:
    if not PEERS:
        print("  rensa, datasketch: left out (LALI_BENCH_PEERS names no python3)", file=sys.stderr)
        return
    signed, asked = map(float, _peer(RENSA, path).split())
    yield Figure(f"{many:,} ads: rensa signs and files them", signed, "s")
    yield Figure(f"{many:,} ads: ours over rensa signing and filing", ours / signed, "times", at_most=2)
    yield Figure(f"{many:,} ads: ours over rensa with its queries", ours / asked, "times", at_most=2)
    if many == SMALL:
        yield Figure(f"{many:,} ads: datasketch over ours", float(_peer(DATASKETCH, path)) / ours, "times", at_least=10)
        yield from _infoshield(path, many, ours)


def _peer(program: str, path: Path) -> str:
    return subprocess.run([PEERS, "-c", program, str(path)], check=True, capture_output=True, text=True).stdout


def _infoshield(path: Path, many: int, ours: float) -> Iterator[Figure]:
    if not INFOSHIELD:
        print("  InfoShield: left out (LALI_BENCH_INFOSHIELD names no clone)", file=sys.stderr)
        return
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    program = str(Path(INFOSHIELD, "infoshieldcoarse.py").absolute())
    subprocess.run([PEERS, program, path.name], check=True, capture_output=True, cwd=path.parent)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    yield Figure(f"{many:,} ads: InfoShield-Coarse over ours", seconds / ours, "times", at_least=20)
    answer = path.with_name(f"{path.stem}_full_LSH_labels.csv")
    found = [f"alone{n}" if label == "-1" else label for n, label in enumerate(rows(answer, "LSH label"))]
    precision, recall = quality(rows(answer, "truth"), found)
    yield Figure(f"{many:,} ads: InfoShield-Coarse, precision over pairs", precision, "")
    yield Figure(f"{many:,} ads: InfoShield-Coarse, F1", 2 * precision * recall / (precision + recall), "")


def _one_at_a_time(path: Path) -> Iterator[Figure]:
    texts = list(rows(path, "text"))
    named = [(str(number), text) for number, text in enumerate(texts)]
    index, taken = Index.of(named[:-ADDED]), []
    for name, text in named[-ADDED:]:
        begun = time.process_time()
        index.add(name, text)
        taken.append((time.process_time() - begun) * 1000)
    yield Figure(f"one more ad at {len(texts):,}, p95 of processor time", percentile(taken, 0.95), "ms", at_most=5)
    precision, recall = quality(fold(texts).keys.tolist(), index.families().values())
    yield Figure("of its pairs, in the same families at once", precision, "", at_least=0.99)
    yield Figure("of pairs at once, in its families", recall, "", at_least=0.99)


def _emscad() -> Iterator[Figure]:
    if not EMSCAD:
        print("  real ads: left out (LALI_BENCH_EMSCAD names no file)", file=sys.stderr)
        return
    with Path(EMSCAD).open(newline="", encoding="utf-8") as file:
        ads = list(csv.DictReader(file))
    parts = ("title", "company_profile", "description", "requirements", "benefits")
    found = fold(" ".join(ad[part] for part in parts) for ad in ads).keys.tolist()
    precision, recall = quality((ad["group"] for ad in ads), found)
    yield Figure(f"{len(ads)} real ads against near-copies of others, precision", precision, "")
    yield Figure(f"{len(ads)} real ads against near-copies of others, recall", recall, "")
    hands, texts = zip(*reworded(Path(EMSCAD)), strict=True)
    precision, recall = quality(hands, fold(texts).keys.tolist())
    yield Figure(f"{len(texts):,} real ads said in other words, precision over pairs", precision, "")
    yield Figure(f"{len(texts):,} real ads said in other words, F1", 2 * precision * recall / (precision + recall), "")


if __name__ == "__main__":
    given, begun = Path(sys.argv[1]), time.process_time()
    keys = fold(rows(given, "text")).keys.tolist()
    used = time.process_time() - begun
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(used, most, *quality(rows(given, "truth"), keys))
