"""Facts that grow old: `python -m scripts.facts` ends with 1 when a help number was checked more than 180 days ago."""

import sys
from datetime import UTC, datetime

from lali.engines.helplines import stale


def main() -> int:
    """Name what must be looked at again."""
    old = stale(datetime.now(UTC).date())
    for line in old:
        print(f"{line.country} {line.number or line.url} {line.name}: checked on {line.checked_on}, look again")
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main())
