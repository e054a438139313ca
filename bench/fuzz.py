"""Fuzzes the readers of exports with atheris, from the samples of the tests on: how far it came, and what fell.

    python -m bench.fuzz [SECONDS] [NAME ...]     a Python that has atheris; by default 30 seconds for each sample

Each sample is changed byte by byte, guided by the code that it reaches. A reader may refuse with its sentence; anything
else, a byte that is not accounted for, or ten seconds for one small file, is a fault: its file is left in bench-output/.
"""

import re
import subprocess
import sys
from pathlib import Path

SAMPLES = Path("tests/engines/chats/data")
OUTPUT = Path("bench-output/fuzz")
_TRIED = re.compile(r"number_of_executed_units: (\d+)")


def main() -> int:
    """Fuzz every sample, or those named; exit code 1 when something fell."""
    seconds, *names = sys.argv[1:] or ["30"]
    fallen = False
    for sample in sorted(path for path in SAMPLES.rglob("*") if path.is_file()):
        if (sample.parent.name, sample.suffix) == ("whatsapp", ".json") or (names and sample.name not in names):
            continue  # truth beside a sample
        command = [sys.executable, "-m", "bench.fuzz_one", str(sample), str(OUTPUT), seconds]
        said = subprocess.run(command, capture_output=True, text=True, check=False)
        tried = _TRIED.search(said.stderr)
        verdict = "nothing fell" if said.returncode == 0 else "FELL"
        print(f"{sample.name}: {tried[1] if tried else 0} files tried, {verdict}", flush=True)
        if said.returncode:
            print("\n".join(said.stderr.splitlines()[-30:]))
            fallen = True
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
