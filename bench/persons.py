"""Persons: how well and how fast records of one person are found, beside Splink as it comes, in the same run.

LALI_BENCH_LINKAGE=FOLDER    also the public sets in it: historical_figures_with_errors_50k.parquet, fake_1000.csv,
                             dataset3.csv
LALI_BENCH_PERSONS=1000000   how many made-up records (default 20,000)
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from bench import villages
from bench.brought import SHAPES, brought
from bench.figures import Figure
from bench.many_persons import HEADER, records
from bench.nodes import COMMAND
from bench.small_registers import OFFICES, register
from bench.village_names import TEST_NAMES
from bench.villages import TEST, TRAIN
from lali.engines.persons import Judged

SETS = (
    ("historical 50k", "historical_figures_with_errors_50k.parquet", "cluster", 0.9),
    ("fake 1000", "fake_1000.csv", "cluster", None),
    ("FEBRL dataset3", "dataset3.csv", "rec_id", None),
)
UNTUNED = "historical 50k"
SEEDS = 3
UNSEEN = 5_000  # seed of villages that nothing was chosen on


def figures() -> list[Figure]:
    return list(_figures())


def _figures() -> Iterator[Figure]:
    number = int(os.environ.get("LALI_BENCH_PERSONS", "20000"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made_up.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([HEADER])
            csv.writer(file).writerows(records(number))
        large = number >= 10**6
        yield from _measured(f"{number:,} made up", path, "who", None, seconds=60 if large else None, memory=2048)
        yield from _small(Path(folder))
        yield from _villages(Path(folder))
        yield from _brought(Path(folder))
    given = os.environ.get("LALI_BENCH_LINKAGE")
    for name, file, truth, least in SETS if given else ():
        ours = _measured(name, Path(given) / file, truth, least)
        yield from ours
        if name == UNTUNED:
            yield from _untuned(Path(given) / file, ours)


def _small(folder: Path) -> Iterator[Figure]:
    """Villages of namesakes, 120 rows each, as eight offices write them down: all true and found pairs together."""
    for name, office in OFFICES.items():
        found = _found((register(office, 120, seed=100 + seed) for seed in range(SEEDS)), folder)
        yield Figure(f"120 rows, {name}: pair F1", found.f1, "")
        yield Figure(f"120 rows, {name}: found pairs that are false", 1 - found.precision, "")


def _villages(folder: Path) -> Iterator[Figure]:
    """Villages that weights were chosen on, and others that they were not."""
    for kind, worlds, seed in (("chosen on", TRAIN, 0), ("never seen", TEST, UNSEEN)):
        found = _found((villages.register(world, seed) for world in worlds), folder)
        yield Figure(f"villages {kind}: precision of linked", found.precision, "", at_least=0.95)
        yield Figure(f"villages {kind}: recall of linked", found.recall, "")


def _brought(folder: Path) -> Iterator[Figure]:
    """Ten shapes of registers as offices bring them."""
    for shape in SHAPES:
        found = _found((brought(shape, TEST_NAMES, UNSEEN + at) for at in range(2)), folder)
        yield Figure(f"{shape.name}: precision of linked", found.precision, "")
        yield Figure(f"{shape.name}: recall of linked", found.recall, "")


def _found(registers: Iterable[tuple[list[str], list[list[str]]]], folder: Path) -> Judged:
    """What the command finds in registers whose last column is the truth, all their pairs together."""
    path, totals = folder / "register.csv", Counter[str]()
    for header, rows in registers:
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([header, *rows])
        answer, *_used = _run([COMMAND, "link", "persons", str(path), "--truth", header[-1], "--json", "--show", "0"])
        by_truth = json.loads(answer)["truth"]
        totals.update({name: by_truth[f"{name}_pairs"] for name in ("true", "found", "right")})
    return Judged(**totals, compared=0)


def _measured(
    name: str, path: Path, truth: str, least: float | None, *, seconds: float | None = None, memory: float | None = None
) -> list[Figure]:
    command = [COMMAND, "link", "persons", str(path), "--truth", truth, "--json", "--show", "0"]
    answer, wall, processor, megabytes = _run(command)
    by_truth = json.loads(answer)["truth"]
    return [
        Figure(f"{name}: pair F1", by_truth["f1"], "", at_least=least),
        Figure(f"{name}: precision", by_truth["precision"], ""),
        Figure(f"{name}: recall", by_truth["recall"], ""),
        Figure(f"{name}: wall", wall, "s", at_most=seconds),
        Figure(f"{name}: processor", processor, "s"),
        Figure(f"{name}: memory", megabytes, "MB", at_most=memory),
    ]


def _untuned(path: Path, ours: list[Figure]) -> Iterator[Figure]:
    """Splink with the comparisons and training of its own library, clusters by its own threshold, in its own process."""
    answer, _wall, processor, megabytes = _run([sys.executable, "-m", "bench.splink_untuned", str(path)])
    for threshold, f1 in json.loads(answer).items():
        yield Figure(f"untuned Splink at {threshold}: pair F1", f1, "")
    yield Figure("untuned Splink: processor", processor, "s")
    yield Figure("untuned Splink: memory", megabytes, "MB")
    mine = next(figure.value for figure in ours if figure.name.endswith("processor"))
    yield Figure("ours / untuned Splink, processor", mine / processor, "x", at_most=2)


def _run(command: list[str]) -> tuple[str, float, float, float]:
    """What it says, wall and processor seconds, most memory."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    said = process.stdout.read()
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command[0]} ended with {process.returncode}.")
    return said, time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
