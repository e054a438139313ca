"""How crowded a register is with namesakes and relatives, and how much surer a link must be there.

In a village of few names the same name, year and village are met in two persons all the time; among strangers they are
not. Every register shows which it is: in pairs that bear one name and whom a birth plainly tells apart, and in pairs of
one household. The more of them come on a pair of one person, the more a pair must weigh to be linked; what weighs less
stays possible.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from .comparing import FULL_NAME, Aspect
from .households import AT_ONCE, RELATIVES, Shares, degrees_seen, pairs_in

PLAINLY = -2.0  # weight from which a birth tells two persons apart
FREE, FULL = 0.1, 0.3  # namesakes and relatives for each pair of one person: below, no more is asked; from here, all
MOST = 2.5  # weight that is asked then: six times likelier than not
ALONE = 3.0  # the same, eight times, where nothing besides the names tells namesakes apart
OF_PAIRS = 5.0  # pairs of one person that are added, since a handful of records tells little
SMALL = 2_000  # records: villages, offices; where a person looks at every pair


@dataclass(frozen=True, slots=True)
class Asked:
    """The weight that a pair must have to be linked, from 0 (likelier than not).

    `told` is asked where something besides the names tells namesakes apart and agrees, `alone` where nothing does.
    """

    told: float = 0.0
    alone: float = 0.0

    def of(self, pairs: pa.Table, aspects: Sequence[Aspect]) -> NDArray[np.float64]:
        """What is asked of each pair."""
        if self.told == self.alone:
            return np.full(pairs.num_rows, self.told)
        some = [_are_told(part, aspects) for part in _some(pairs)]
        return np.where(np.concatenate([np.empty(0, np.bool_), *some]), self.told, self.alone)


def asked(pairs: pa.Table, aspects: Sequence[Aspect], shares: Shares, records: int) -> Asked:
    """What this register asks of the weighed pairs of so many records.

    Where nothing tells namesakes apart, all is asked in a small register, and where nobody knows how many there are.
    """
    every = pairs_in(records)
    namesakes, plain, judged = _namesakes(pairs, aspects)
    confused = max(0.0, shares.household * every - RELATIVES) + (namesakes * plain / judged if judged else 0.0)
    persons = shares.person * every + OF_PAIRS
    told = _more(confused / persons)
    nobody_knows = namesakes > 0 and not judged  # nothing could contradict
    return Asked(told=told, alone=ALONE if records <= SMALL or nobody_knows else told)


def _more(crowd: float) -> float:
    return round(MOST * min(1.0, max(0.0, (crowd - FREE) / (FULL - FREE))), 3)


def _are_told(pairs: pa.Table, aspects: Sequence[Aspect]) -> NDArray[np.bool_]:
    """Pairs with an agreement, besides the names, that tells namesakes of one village apart."""
    found = np.zeros(pairs.num_rows, np.bool_)
    for aspect in aspects:
        if telling := [at for at, degree in enumerate(aspect.degrees) if degree.tells]:
            found |= np.isin(degrees_seen(pairs, aspect), telling)
    return found


def _namesakes(pairs: pa.Table, aspects: Sequence[Aspect]) -> tuple[int, int, int]:
    """Pairs with a full name in common; of these, how many a birth tells apart, and in how many births are known."""
    names = next((aspect for aspect in aspects if aspect.name == "names"), None)
    birth = next((aspect for aspect in aspects if aspect.name == "birth"), None)
    if names is None:
        return 0, 0, 0
    full = [at for at, degree in enumerate(names.degrees) if degree.among == FULL_NAME]
    found = plain = judged = 0
    for some in _some(pairs):
        alike = np.isin(degrees_seen(some, names), full)
        found += int(alike.sum())
        if birth is not None:
            against = [at for at, degree in enumerate(birth.degrees) if degree.weight <= PLAINLY]
            seen = degrees_seen(some, birth)[alike]
            plain += int(np.isin(seen, against).sum())
            judged += int((seen >= 0).sum())
    return found, plain, judged


def _some(pairs: pa.Table) -> Iterator[pa.Table]:
    """So many pairs at a time that memory stays small."""
    return (pairs.slice(at, AT_ONCE) for at in range(0, pairs.num_rows, AT_ONCE))
