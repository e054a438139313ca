"""Intervals for one proportion and for the difference of two."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from .arms import Arm

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Difference:
    """Second share less first; `low` and `high` bound it."""

    value: float
    low: float
    high: float


def wilson(arm: Arm, *, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Return the score interval of a proportion (W27; N98a, method 3). ValueError for an arm of nobody.

    >>> [round(end, 4) for end in wilson(Arm(15, 148))]
    [0.0624, 0.1605]
    """
    if not arm.of:
        raise ValueError("There is no proportion of nobody.")
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    middle = 2 * arm.yes + z * z
    reach = z * sqrt(z * z + 4 * arm.yes * (1 - arm.share))
    low, high = ((middle + sign * reach) / (2 * (arm.of + z * z)) for sign in (-1, 1))
    # At the edges the formula gives nought and one but for the last digit.
    return (low if arm.yes else 0.0), (high if arm.yes < arm.of else 1.0)


def difference(first: Arm, second: Arm, *, confidence: float = CONFIDENCE) -> Difference:
    """Return how much larger the second share is, by the hybrid score interval (N98b, method 10).

    ValueError where one of the arms is of nobody.
    """
    low_1, high_1 = wilson(first, confidence=confidence)
    low_2, high_2 = wilson(second, confidence=confidence)
    gap = second.share - first.share
    down = sqrt((second.share - low_2) ** 2 + (high_1 - first.share) ** 2)
    up = sqrt((high_2 - second.share) ** 2 + (first.share - low_1) ** 2)
    return Difference(gap, max(gap - down, -1.0), min(gap + up, 1.0))
