"""What is due under a code: the one door to what stands under it."""

from dataclasses import dataclass
from datetime import date

from lali.engines.lessons import BOOSTERS
from lali.records.learning.models import Attempt
from lali.records.learning.vocabulary import COME_BACK, OPEN_FROM, Channel, Phase


@dataclass(frozen=True, slots=True)
class Due:
    """What comes next under a code: `phase` and its `form` if it may be taken today, else the day to come `back_on`.

    Neither where all is done.
    """

    channel: Channel
    phase: Phase | None
    form: str
    back_on: date | None


def due_under(lookup: bytes, today: date) -> Due | None:
    """What is due under a code; None for a code that nothing stands under.

    Who missed the tenth day and comes after the twenty-fifth takes the test of day thirty.
    """
    taken = {attempt.phase: attempt for attempt in Attempt.objects.filter(lookup=lookup)}
    first = taken.get(Phase.AFTER) or taken.get(Phase.BEFORE)
    if first is None:
        return None
    channel = Channel(first.channel)
    waited = today - first.day
    if Phase.DAY_30 in taken:
        return Due(channel, None, "", None)
    if waited >= OPEN_FROM[Phase.DAY_30]:
        return Due(channel, Phase.DAY_30, BOOSTERS["day30"], None)
    if Phase.DAY_10 in taken:
        return Due(channel, None, "", first.day + COME_BACK[Phase.DAY_30])
    if waited >= OPEN_FROM[Phase.DAY_10]:
        return Due(channel, Phase.DAY_10, BOOSTERS["day10"], None)
    return Due(channel, None, "", first.day + COME_BACK[Phase.DAY_10])
