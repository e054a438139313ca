"""How many people a trial takes."""

from math import ceil, sqrt
from statistics import NormalDist

POWER, ALPHA = 0.8, 0.05


def people_needed(first: float, second: float, *, power: float = POWER, alpha: float = ALPHA) -> int:
    """Return how many people each arm must have, so that Fisher's test finds the difference of two shares.

    `power`: how often it is to be found where it is there; `alpha`: how often found where it is not, two-sided. FTU80:
    the number for the normal approximation, with their correction, which makes it fit the exact test. ValueError for
    shares that are equal or not between nought and one.

    >>> people_needed(0.5, 0.75, power=0.9)
    85
    """
    if not (0 < first < 1 and 0 < second < 1 and 0 < power < 1 and 0 < alpha < 1):
        raise ValueError("Shares, power and alpha stand between nought and one.")
    gap = abs(second - first)
    if not gap:
        raise ValueError("No trial finds a difference that is none.")
    z = NormalDist().inv_cdf
    middle = (first + second) / 2
    spread = z(1 - alpha / 2) * sqrt(2 * middle * (1 - middle))
    spread += z(power) * sqrt(first * (1 - first) + second * (1 - second))
    plain = (spread / gap) ** 2
    return ceil(plain / 4 * (1 + sqrt(1 + 4 / (plain * gap))) ** 2)
