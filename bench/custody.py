"""Speed of evidence intake beside sha256sum on the same file in the same run: medians, ratio, processor seconds.

    python -m bench.custody [--size MIB] [--rounds N] [--folder FOLDER] [--json]

`seal` hashes twice and encrypts, the sealed bytes are thrown away: the same work on the disk as sha256sum, which only
reads. `intake` also keeps them durably (written and synced), as an exhibit is taken in; it can be no faster than the
disk. `sync` writes and syncs as many bytes and does nothing else. The original is in the page cache; `check` and
`unseal` read back what was kept, from the disk if the system let go of it.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench import custody_log
from bench.figures import Figure
from lali.engines.custody import Store, new_kek, seal, unseal

MIB = 1024 * 1024


def measure(*, size: int = 1024 * MIB, rounds: int = 3, folder: Path | None = None) -> dict[str, float]:
    """Seconds (median), processor seconds (median) and ratios; a ratio above 1 means faster than sha256sum."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        runs = _runs(Path(place), size)
        figures = [_round(runs) for _ in range(rounds)]
    result = {name: statistics.median(figure[name] for figure in figures) for name in figures[0]}
    for name in ("seal", "intake", "check", "unseal"):
        result[f"{name}_ratio"] = result["sha256sum_s"] / result[f"{name}_s"]
    result["peak_memory_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return result | {"size_mib": size / MIB, "rounds": rounds}


def figures() -> list[Figure]:
    """What `make bench` shows: ratios to sha256sum on the same file in the same run, above 1 is faster."""
    found = measure(size=512 * MIB)
    return [
        Figure("sha256sum of 512 MiB (the peer)", found["sha256sum_s"], "s"),
        Figure("SHA-256 + BLAKE3 + encryption, nothing kept", found["seal_ratio"], "x sha256sum", at_least=1),
        Figure("intake: the same, written and synced", found["intake_ratio"], "x sha256sum", at_least=1.5),
        Figure("the disk alone: write and sync as many bytes", found["sha256sum_s"] / found["sync_s"], "x sha256sum"),
        Figure("check what is kept", found["check_ratio"], "x sha256sum"),
        Figure("take out a copy", found["unseal_ratio"], "x sha256sum"),
        Figure("intake, processor time a GiB", found["intake_cpu_s"] * 2, "s"),
        Figure("peak memory", found["peak_memory_mib"], "MiB"),
        *custody_log.figures(),
    ]


def _runs(place: Path, size: int) -> dict[str, Callable[[], object]]:
    original, kek = place / "original.bin", new_kek()
    _write_random(original, size)
    store = Store(place / "store")
    kept = []

    def intake():
        with original.open("rb", buffering=0) as source:
            kept.append(store.put(source, kek=kek).address)

    def sealed_only():
        with original.open("rb", buffering=0) as source, Path(os.devnull).open("wb", buffering=0) as target:
            seal(source, target, kek=kek)

    def opened():
        with store.open(kept[-1]) as sealed:
            for _ in unseal(sealed, kek=kek):
                pass
        shutil.rmtree(store.root / kept.pop()[:2])

    return {
        "sha256sum": lambda: subprocess.run(["sha256sum", original], stdout=subprocess.DEVNULL, check=True),
        "seal": sealed_only,
        "intake": intake,
        "check": lambda: store.check(kept[-1]),
        "unseal": opened,
        "sync": lambda: _write_random(place / "other.bin", size),
    }


def _round(runs: dict[str, Callable[[], object]]) -> dict[str, float]:
    figures = {}
    for name, run in runs.items():
        before, start = _processor_seconds(), time.perf_counter()
        run()
        figures[f"{name}_s"] = time.perf_counter() - start
        figures[f"{name}_cpu_s"] = _processor_seconds() - before
    return figures


def _processor_seconds() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _write_random(path: Path, size: int) -> None:
    block = os.urandom(MIB)
    with path.open("wb", buffering=0) as file:
        for number in range(size // MIB):
            file.write(number.to_bytes(8, "big") + block[8:])
        os.fsync(file.fileno())


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--size", type=int, default=1024, help="of the file in MiB")
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--folder", type=Path, help="on the disk that is to be measured")
    asked.add_argument("--json", action="store_true")
    given = asked.parse_args()
    figures = measure(size=given.size * MIB, rounds=given.rounds, folder=given.folder)
    if given.json:
        print(json.dumps(figures, indent=1))
        return
    for name, value in figures.items():
        print(f"{name:>20} {value:10.2f}")


if __name__ == "__main__":
    main()
