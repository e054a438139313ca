"""Before and after: how much changed, how surely, and whether the lesson cost trust in honest offers."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from statistics import NormalDist, fmean, stdev

from .detection import CONFIDENCE, Counts, Estimate, Sensitivity, one_person

MARGIN = 0.05  # a rise of false alarms by five in a hundred is what we are ready to bear
SURE = 0.95
FEWEST_PAIRS = 2


class Alarm(StrEnum):
    """Whether people trust honest offers less after the lesson than before."""

    NONE = "none"
    WATCH = "watch"  # the rise is above the margin, but it may be chance
    ALARM = "alarm"  # it is above the margin surely enough (one-sided)


@dataclass(frozen=True, slots=True)
class Change:
    """A difference after minus before; `low` and `high` bound it with 95 %."""

    value: float
    low: float
    high: float
    paired: bool

    @property
    def is_sure(self) -> bool:
        """Whether the interval leaves out no change at all."""
        return self.low > 0 or self.high < 0


def change(before: Sensitivity, after: Sensitivity) -> Change:
    """Change of d' between two groups not matched person by person.

    GG67: the difference of two independent d' is about normal, its variance the sum of theirs.
    """
    return _between(before.d_prime, after.d_prime)


def rate_change(before: Estimate, after: Estimate) -> Change:
    """Change of a rate, or of a criterion, between two groups not matched person by person."""
    return _between(before, after)


def _between(before: Estimate, after: Estimate) -> Change:
    gap = Estimate(after.value - before.value, sqrt(before.error**2 + after.error**2))
    return Change(gap.value, *gap.interval(), paired=False)


def paired_change(pairs: Sequence[tuple[Counts, Counts]]) -> Change:
    """Mean change of each person's own d' (log-linear, H95), persons matched with themselves.

    Student's t for n - 1 degrees of freedom would be exact for normal differences; with the ten persons at least that
    are ever shown its quantile is told here by the expansion of Abramowitz & Stegun (1964), eq. 26.7.5. The d' of one
    person with few messages is drawn towards nought, so this change is smaller than that of the group; its sign and its
    interval about nought are what it is for. ValueError: fewer than two pairs.
    """
    if len(pairs) < FEWEST_PAIRS:
        raise ValueError("A change person by person needs two people at least.")
    return _paired([one_person(after).d_prime.value - one_person(before).d_prime.value for before, after in pairs])


def paired_gain(pairs: Sequence[tuple[Counts, Counts]]) -> Change:
    """Mean change of the share that each person judged rightly, persons matched with themselves.

    Lures stopped at and honest offers trusted count alike, so that whoever mistrusts everything gains nothing.
    Student's t as in `paired_change`. ValueError: fewer than two pairs.
    """
    if len(pairs) < FEWEST_PAIRS:
        raise ValueError("A change person by person needs two people at least.")
    return _paired([after.right - before.right for before, after in pairs])


def _paired(gaps: Sequence[float]) -> Change:
    mean, error = fmean(gaps), stdev(gaps) / sqrt(len(gaps))
    reach = _student(0.5 + CONFIDENCE / 2, len(gaps) - 1) * error
    return Change(mean, mean - reach, mean + reach, paired=True)


def _student(share: float, freedom: int) -> float:
    x = NormalDist().inv_cdf(share)
    parts = (
        (x**3 + x) / 4,
        (5 * x**5 + 16 * x**3 + 3 * x) / 96,
        (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / 384,
        (79 * x**9 + 776 * x**7 + 1482 * x**5 - 1920 * x**3 - 945 * x) / 92160,
    )
    return x + sum((part / float(freedom) ** power for power, part in enumerate(parts, 1)), start=0.0)


def trust(before: Sensitivity, after: Sensitivity, *, margin: float = MARGIN, sure: float = SURE) -> Alarm:
    """Say whether trust in honest offers fell: false alarms rose by more than `margin`.

    One-sided test of "the rise is at most `margin`" against "it is more", by the normal approximation for the gap of
    two proportions; the errors are those of `before` and `after` (from persons where they are pooled).
    """
    rise = after.false_alarm_rate.value - before.false_alarm_rate.value
    if rise <= margin:
        return Alarm.NONE
    error = sqrt(before.false_alarm_rate.error**2 + after.false_alarm_rate.error**2)
    beyond = rise - margin - NormalDist().inv_cdf(sure) * error
    return Alarm.ALARM if beyond > 0 else Alarm.WATCH
