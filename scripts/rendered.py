"""Which templates no test has rendered: `scripts/test` runs this after the suite."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def main() -> int:
    """Name them; 1 when there are any."""
    seen = {
        name for file in (ROOT / "test-output" / "rendered").glob("*.txt") for name in file.read_text().splitlines()
    }
    there = {
        path.relative_to(folder).as_posix()
        for folder in (ROOT / "lali").glob("web/*/templates")
        for path in folder.rglob("*.html")
        if "pictures" not in path.parts  # drawings, read as text; the gallery shows each
    }
    never = sorted(there - seen)
    print("\n".join(f"never rendered: {name}" for name in never) or f"{len(there)} templates, all rendered")
    return 1 if never else 0


if __name__ == "__main__":
    sys.exit(main())
