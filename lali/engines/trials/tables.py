"""Exact tests: of two arms, and of the same people twice."""

from dataclasses import dataclass
from math import exp, fsum, lgamma, log

from .arms import Arm
from .intervals import Difference, difference

AS_LIKELY = 1 + 1e-7  # two tables whose likelihoods differ by less are equally likely, and rounding parts them


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a trial says when it is over. `p`: of a gap as large or larger, if there were none in truth."""

    first: Arm
    second: Arm
    p: float
    difference: Difference
    alpha: float

    @property
    def is_sure(self) -> bool:
        """Whether chance alone would show such a gap less often than was declared beforehand."""
        return self.p <= self.alpha


def compare(first: Arm, second: Arm, *, alpha: float = 0.05) -> Comparison:
    """Compare two arms. ValueError where one is of nobody.

    The test is exact and the interval is not, so that in rare cases an interval that leaves nought out stands beside a
    p above alpha: the test decides.
    """
    return Comparison(first, second, fisher(first, second), difference(first, second, confidence=1 - alpha), alpha)


def fisher(first: Arm, second: Arm) -> float:
    """Return the two-sided p of Fisher's exact test (F35): all tables together that are as likely as this or less.

    With the margins given, the number of "yes" in the first arm is hypergeometric. Likelihoods are taken against that
    of the likeliest table, by the ratio of neighbours, so that arms of hundreds of thousands neither overflow nor lose
    digits. An arm of nobody, or all alike: 1.

    >>> round(fisher(Arm(3, 4), Arm(1, 4)), 4)
    0.4857
    """
    yes, everybody = first.yes + second.yes, first.of + second.of
    least, most = max(0, yes - second.of), min(yes, first.of)
    if least == most:
        return 1.0
    mode = min(max((first.of + 1) * (yes + 1) // (everybody + 2), least), most)

    def step_up(k: int) -> float:  # likelihood of k + 1 by that of k
        return (yes - k) * (first.of - k) / ((k + 1) * (second.of - yes + k + 1))

    weights = {mode: 1.0}
    for k in range(mode, most):
        weights[k + 1] = weights[k] * step_up(k)
    for k in range(mode, least, -1):
        weights[k - 1] = weights[k] / step_up(k - 1)
    bound = weights[first.yes] * AS_LIKELY
    if not weights[first.yes]:  # beyond what a number can hold
        return 0.0
    return min(1.0, fsum(one for one in weights.values() if one <= bound) / fsum(weights.values()))


def mcnemar(gained: int, lost: int) -> float:
    """Return the two-sided p of McNemar's exact test (M47): of those who changed, as many either way as not.

    `gained`: wrong before and right after; `lost`: right before and wrong after. Who did not change says nothing. The
    p is twice the smaller tail of a fair coin's, at most 1; 1 where nobody changed. ValueError for a negative number.

    >>> round(mcnemar(7, 1), 4)
    0.0703
    """
    if gained < 0 or lost < 0:
        raise ValueError("There cannot be fewer than none.")
    changed, fewer = gained + lost, min(gained, lost)
    everything = lgamma(changed + 1) - changed * log(2)
    tail = fsum(exp(everything - lgamma(k + 1) - lgamma(changed - k + 1)) for k in range(fewer + 1))
    return min(1.0, 2 * tail)
