"""Hits and false alarms to d' and c, with what they leave uncertain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist, fmean, stdev

_NORMAL = NormalDist()
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Counts:
    """Judgements of one person, or of many: lures seen and stopped at, honest offers seen and stopped at."""

    hits: int
    lures: int
    false_alarms: int
    honest: int

    def __post_init__(self) -> None:
        if not (0 <= self.hits <= self.lures and 0 <= self.false_alarms <= self.honest):
            raise ValueError("There cannot be more hits than lures, nor more false alarms than honest offers.")

    @property
    def trusted(self) -> int:
        """How many honest offers were trusted."""
        return self.honest - self.false_alarms

    @property
    def right(self) -> float:
        """The share judged rightly: lures stopped at, honest offers trusted."""
        return (self.hits + self.trusted) / (self.lures + self.honest)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its standard error."""

    value: float
    error: float

    def interval(self, confidence: float = CONFIDENCE) -> tuple[float, float]:
        """Return the two-sided interval by the normal approximation (MC05, chapter 13)."""
        reach = _NORMAL.inv_cdf(0.5 + confidence / 2) * self.error
        return self.value - reach, self.value + reach


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What a group's judgements say. `hit_rate` and `false_alarm_rate` are as counted, uncorrected."""

    people: int
    hit_rate: Estimate
    false_alarm_rate: Estimate
    d_prime: Estimate
    criterion: Estimate


def judged(answers: str, lures: Sequence[bool]) -> Counts:
    """Count answers, "1" for "I would stop and check", against which messages were lures. ValueError: another length.

    >>> judged("1101", [True, False, True, False])
    Counts(hits=1, lures=2, false_alarms=2, honest=2)
    """
    pairs = list(zip((answer == "1" for answer in answers), lures, strict=True))
    return Counts(
        hits=sum(said and lure for said, lure in pairs),
        lures=sum(lures),
        false_alarms=sum(said and not lure for said, lure in pairs),
        honest=len(pairs) - sum(lures),
    )


def right_share(people: Sequence[Counts]) -> Estimate:
    """Mean share that a group judged rightly; the error comes from how persons differ. ValueError: fewer than two."""
    if len(people) < 2:  # noqa: PLR2004 - one person has no spread
        raise ValueError("A group has two people at least.")
    shares = [one.right for one in people]
    return Estimate(fmean(shares), stdev(shares) / sqrt(len(shares)))


def one_person(counts: Counts) -> Sensitivity:
    """Judge one person's, or independent, judgements.

    H95, the log-linear correction: 0.5 to hits and false alarms, 1 to their totals, always, so that rates of 0
    and 1 give finite numbers. MC05, eq. 1.5: d' = z(H) - z(F); eq. 2.1: c = -(z(H) + z(F)) / 2. Standard error of d' by
    GG67 (MC05, eq. 13.4): var(d') = H(1-H) / (N phi(z(H))²) + F(1-F) / (N phi(z(F))²); of c by the same two parts: a
    quarter of their sum, for c is half of a sum of the same two z (MC05, chapter 13).
    """
    hit, alarm = _corrected(counts)
    variances = (hit * (1 - hit) / counts.lures, alarm * (1 - alarm) / counts.honest)
    plain = _plain(counts)
    errors = tuple(
        sqrt(rate * (1 - rate) / number) for rate, number in zip(plain, (counts.lures, counts.honest), strict=True)
    )
    rates = (Estimate(plain[0], errors[0]), Estimate(plain[1], errors[1]))
    return _sensitivity(1, rates, (hit, alarm), variances, 0.0)


def pooled(people: Mapping[Counts, int]) -> Sensitivity:
    """Judge a group by all its judgements together; the errors come from how persons differ, not from GG67.

    `people` says how many persons have which counts (a Counter); each judged as many messages. Judgements of one person
    hang together: who stops at much stops at lures and at honest offers. GG67 takes them as independent, which is too
    sure of c and, as a rule, not sure enough of d'. Here the variances of the two rates and their covariance are those
    of the mean over persons; they enter d' and c by the same derivatives as in GG67 (delta method). ValueError: fewer
    than two people.
    """
    number = sum(people.values())
    if number < 2:  # noqa: PLR2004 - one person has no spread
        raise ValueError("A group has two people at least.")
    total = _total(people)
    mean, corrected = _plain(total), _corrected(total)
    spread = number * (number - 1)
    seen = [0.0, 0.0]
    together = 0.0
    for person, count in people.items():
        hit, alarm = (share - middle for share, middle in zip(_plain(person), mean, strict=True))
        seen[0] += count * hit * hit / spread
        seen[1] += count * alarm * alarm / spread
        together += count * hit * alarm / spread
    least = [rate * (1 - rate) / size for rate, size in zip(corrected, (total.lures, total.honest), strict=True)]
    # Where all answered alike the spread is nought and says too much: the binomial variance is the floor then.
    variances = (seen[0] or least[0], seen[1] or least[1])
    rates = (Estimate(mean[0], sqrt(variances[0])), Estimate(mean[1], sqrt(variances[1])))
    return _sensitivity(number, rates, corrected, variances, together)


def _total(people: Mapping[Counts, int]) -> Counts:
    return Counts(
        sum(one.hits * count for one, count in people.items()),
        sum(one.lures * count for one, count in people.items()),
        sum(one.false_alarms * count for one, count in people.items()),
        sum(one.honest * count for one, count in people.items()),
    )


def _sensitivity(
    people: int,
    rates: tuple[Estimate, Estimate],
    corrected: tuple[float, float],
    variances: tuple[float, float],
    covariance: float,
) -> Sensitivity:
    z_hit, z_alarm = (_NORMAL.inv_cdf(rate) for rate in corrected)
    slope_hit, slope_alarm = 1 / _NORMAL.pdf(z_hit), 1 / _NORMAL.pdf(z_alarm)
    apart = slope_hit**2 * variances[0] + slope_alarm**2 * variances[1]
    both = 2 * slope_hit * slope_alarm * covariance
    return Sensitivity(
        people=people,
        hit_rate=rates[0],
        false_alarm_rate=rates[1],
        d_prime=Estimate(z_hit - z_alarm, sqrt(max(apart - both, 0.0))),
        criterion=Estimate(-(z_hit + z_alarm) / 2, sqrt(max(apart + both, 0.0)) / 2),
    )


def _corrected(counts: Counts) -> tuple[float, float]:
    return (counts.hits + 0.5) / (counts.lures + 1), (counts.false_alarms + 0.5) / (counts.honest + 1)


def _plain(counts: Counts) -> tuple[float, float]:
    if not (counts.lures and counts.honest):
        raise ValueError("There must be a lure and an honest offer at least.")
    return counts.hits / counts.lures, counts.false_alarms / counts.honest
