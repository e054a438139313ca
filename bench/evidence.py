"""`lali evidence add` as people run it: a large file and its memory, two files one after the other and at once.

    python -m bench.evidence [--size MIB] [--large MIB] [--rounds N] [--folder FOLDER]

Each take-in is the whole path: the command starts, the file is hashed twice, sealed, synced and entered in a node's
case, journal and chain of custody. Wall time and processor seconds are those of the command and all that came of it.
`two at once` in *one command* is `add A B`, which takes two in at a time; in *two processes* it is two commands started
together. Both are beside as many bytes one after the other, in the same run. What the command costs for a file of 16
bytes is shown: throughput counts it in.

The budget is 1.8 x. One intake keeps more than one core busy, because digests are made beside encryption: with C cores
and P processor seconds a second of wall time, two at once can gain no more than C / P. That ceiling is a figure of its
own, so that a budget which this machine cannot keep is seen to be the machine's.
"""

import argparse
import json
import os
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Figure
from bench.nodes import COMMAND, clean_environment, make_scene

MIB = 1024 * 1024
CASE, MEMBER = "FJ-2026-00001", "litia@htu.example"
LOOK_EVERY = 0.05  # seconds between two looks at the memory
FLAT = 150  # MiB


@dataclass(frozen=True, slots=True)
class Ran:
    """What some commands took together: wall and processor seconds, and the most memory of one process (MiB)."""

    wall: float
    cpu: float
    peak: float


def figures() -> list[Figure]:
    """What `make bench` shows: memory at 1 and 5 GiB, and what two at once gain. Needs some 13 GiB on the disk."""
    return [*_memory(1024), *_memory(5 * 1024), *_together(512, rounds=3)]


def _memory(mib: int, folder: Path | None = None) -> list[Figure]:
    with _place(folder) as (home, place):
        file = _random(place / "large.img", mib, 0)
        ran = _run([_add(home, file)])
        return [
            Figure(f"lali evidence add, {mib} MiB: wall time", ran.wall, "s"),
            Figure(f"lali evidence add, {mib} MiB: throughput", mib / ran.wall, "MiB/s"),
            Figure(f"lali evidence add, {mib} MiB: most memory", ran.peak, "MiB", at_most=FLAT),
        ]


def _together(mib: int, *, rounds: int, folder: Path | None = None) -> list[Figure]:
    found: dict[str, list[Ran]] = {name: [] for name in ("alone", "after", "command", "processes")}
    with _place(folder) as (home, place):
        (place / "tiny").write_bytes(os.urandom(16))
        start = _run([_add(home, place / "tiny")]).wall
        for number in range(rounds):
            files = [_random(place / f"{name}.img", mib, 8 * number + at) for at, name in enumerate("abcdefg")]
            one, first, second, *others = files
            found["alone"].append(_run([_add(home, one)]))
            found["after"].append(_sum([_run([_add(home, first)]), _run([_add(home, second)])]))
            found["command"].append(_run([_add(home, *others[:2])]))
            found["processes"].append(_run([_add(home, other) for other in others[2:]]))
            for file in files:
                file.unlink()
    wall = {name: statistics.median(one.wall for one in ran) for name, ran in found.items()}
    busy = statistics.median(one.cpu / one.wall for one in found["alone"])
    cores = len(os.sched_getaffinity(0))
    peak = max(one.peak for ran in found.values() for one in ran)
    return [
        Figure(f"two files of {mib} MiB, one after the other", wall["after"], "s"),
        Figure("the same command for 16 bytes: what starting and entering cost", start, "s"),
        Figure("cores that one take-in keeps busy", busy, f"of {cores}"),
        Figure("the most that two at once can gain here", cores / busy, "x"),
        Figure("two at once in one command", wall["after"] / wall["command"], "x one after the other", at_least=1.8),
        Figure(
            "two at once in two processes", wall["after"] / wall["processes"], "x one after the other", at_least=1.8
        ),
        Figure("most memory of a process", peak, "MiB", at_most=FLAT),
    ]


@contextmanager
def _place(folder: Path | None) -> Iterator[tuple[Path, Path]]:
    with tempfile.TemporaryDirectory(prefix="lali-bench-", dir=folder) as name:
        home = Path(name) / "fiji"
        make_scene(home)
        yield home, Path(name)


def _add(home: Path, *files: Path) -> list[str]:
    return [str(COMMAND), "evidence", "add", CASE, *map(str, files), "--as", MEMBER, "--home", str(home), "--json"]


def _run(commands: Sequence[list[str]]) -> Ran:
    """Run commands at once until all are done; a refusal ends the bench with what was said."""
    before, start = _children_seconds(), time.perf_counter()
    running = [subprocess.Popen(one, env=clean_environment(), stdout=subprocess.PIPE, text=True) for one in commands]
    peak, done = [0.0], threading.Event()
    looking = threading.Thread(target=_look, args=([one.pid for one in running], peak, done))
    looking.start()
    said = [one.communicate()[0] for one in running]
    wall = time.perf_counter() - start
    done.set()
    looking.join()
    for one, words in zip(running, said, strict=True):
        if one.returncode:
            raise RuntimeError(f"A take-in failed: {words}")
        if any(taken["already"] for taken in json.loads(words)["taken"]):
            raise RuntimeError("A file was an exhibit already: nothing was measured.")
    return Ran(wall, _children_seconds() - before, peak[0])


def _look(pids: list[int], peak: list[float], done: threading.Event) -> None:
    """Note the most resident memory (VmHWM) that a process had, while they run."""
    while not done.wait(LOOK_EVERY):
        for pid in pids:
            try:
                status = Path(f"/proc/{pid}/status").read_text()
            except OSError:
                continue
            high = next((line for line in status.splitlines() if line.startswith("VmHWM")), "VmHWM: 0 kB")
            peak[0] = max(peak[0], int(high.split()[1]) / 1024)


def _children_seconds() -> float:
    times = os.times()
    return times.children_user + times.children_system


def _sum(ran: list[Ran]) -> Ran:
    return Ran(sum(one.wall for one in ran), sum(one.cpu for one in ran), max(one.peak for one in ran))


def _random(path: Path, mib: int, seed: int) -> Path:
    """A file that no other is like, in the page cache as a stick's file is once it was looked at."""
    block = os.urandom(MIB)
    with path.open("wb", buffering=0) as file:
        for number in range(mib):
            file.write(seed.to_bytes(8, "big") + number.to_bytes(8, "big") + block[16:])
        os.fsync(file.fileno())
    return path


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--size", type=int, default=512, help="of each of two files, in MiB")
    asked.add_argument("--large", type=int, default=0, help="also the memory at this size, in MiB")
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--folder", type=Path, help="on the disk that is to be measured")
    given = asked.parse_args()
    found = _memory(given.large, given.folder) if given.large else []
    for one in [*found, *_together(given.size, rounds=given.rounds, folder=given.folder)]:
        print(f"{one.name:>55} {one.value:10.2f} {one.unit}")


if __name__ == "__main__":
    main()
