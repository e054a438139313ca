"""What the table of promises must never do."""

from collections import Counter
from pathlib import Path

SAFEGUARDS = Path(__file__).parents[2] / "docs" / "safeguards.md"


def test_no_promise_is_made_twice():
    """Two lines of one promise drift apart, and a reader believes the one that is met first."""
    rows = [line for line in SAFEGUARDS.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    counted = Counter(line.split("|")[1].strip() for line in rows)
    assert not [promise for promise, times in counted.items() if times > 1]
