"""What the lesson asks of its own records."""

from datetime import date

from lali.records.learning.access import Due, due_under
from lali.records.learning.vocabulary import COME_BACK, Phase


def next_test(lookup: bytes, today: date) -> Due | None:
    """What is due under a code; None for a code that nothing stands under."""
    return due_under(lookup, today)


def come_back_on(today: date) -> tuple[date, date]:
    """The two days on which somebody who learns today is asked to come back."""
    return today + COME_BACK[Phase.DAY_10], today + COME_BACK[Phase.DAY_30]
