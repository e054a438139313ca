"""How well the persons found agree with a known truth, over all pairs of records, compared or not."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Judged:
    """Pairs of records: how many are one person in truth, how many were found so, how many of these are right.

    `compared` is how many of the true pairs were among those compared at all. A record without a truth is in no pair.
    """

    true: int
    found: int
    right: int
    compared: int

    @property
    def precision(self) -> float:
        """The share of found pairs that are right; 1 where none was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of true pairs that were found; 1 where there is none."""
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.true + self.found) if self.true + self.found else 1.0

    @property
    def blocking_recall(self) -> float:
        """The share of true pairs that were compared; the others are found through third records, or not at all."""
        return self.compared / self.true if self.true else 1.0


def judged(
    persons: Sequence[Hashable], truth: Sequence[Hashable | None], compared: Iterable[tuple[int, int]] | int
) -> Judged:
    """Judge `persons` (one for each record) by `truth`; `compared`: pairs of record places, or how many were true."""
    known = [(person, who) for person, who in zip(persons, truth, strict=True) if who is not None]
    seen = (
        compared
        if isinstance(compared, int)
        else sum(truth[one] is not None and truth[one] == truth[other] for one, other in compared)
    )
    return Judged(
        true=_pairs(Counter(who for _person, who in known)),
        found=_pairs(Counter(person for person, _who in known)),
        right=_pairs(Counter(known)),
        compared=seen,
    )


def _pairs(sizes: Counter[Hashable] | Counter[tuple[Hashable, Hashable]]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())
