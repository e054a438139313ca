"""Pairs put together by what they rest on: one telephone in five records is one question, not ten.

Plain sums over rows that the reader was found to see: what they may not open moves nothing here.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

MANY = 8  # records; what stands in more says less of each, and comes later
ENOUGH, LITTLE = 1.0, 0.5  # of what a thing would give that stands in these records alone

Thing = tuple[str, int | str]
"""What records share: a kind of basis, and the number of an identifier or the key of that kind's part."""


class Pair(NamedTuple):
    """A proposed pair: its number, its ends as the journal writes them, how much is told to speak for it."""

    pk: int
    one: str
    other: str
    strength: float


class Resting(NamedTuple):
    """One thing that speaks for a pair (`proposal_id`); `sort` is the kind of an identifier."""

    proposal_id: int
    thing: Thing
    sort: str

    @property
    def identifier_id(self) -> int | None:
        """The number of the identifier that it is, if it is one."""
        return self.thing[1] if isinstance(self.thing[1], int) else None


@dataclass(frozen=True, slots=True)
class Group:
    """Pairs that rest on one thing (`thing` None: nothing any more, or it does not matter here)."""

    thing: Thing | None
    sort: str
    pairs: tuple[Pair, ...]

    @property
    def strength(self) -> float:
        """How much is told to speak for all of them."""
        return sum(pair.strength for pair in self.pairs)

    @property
    def records(self) -> tuple[str, ...]:
        """The records of these pairs."""
        return tuple(sorted({end for pair in self.pairs for end in (pair.one, pair.other)}))

    @property
    def telling(self) -> float:
        """How much one judgement would settle: what speaks for all pairs, less where very many records share it."""
        return self.strength * min(1.0, MANY / len(self.records)) ** 2

    @property
    def is_strong(self) -> bool:
        """Whether few records share it, and it stands in no others, or as much speaks for them besides."""
        return len(self.records) <= MANY and self._for_each >= ENOUGH

    @property
    def is_weak(self) -> bool:
        """Whether what speaks for them stands in as many other records again."""
        return self._for_each < LITTLE

    @property
    def _for_each(self) -> float:
        """What speaks for each pair, against what a thing gives that stands in these records alone (1)."""
        return round(self.strength / len(self.pairs) * (len(self.records) - 1), 6)


def grouped(pairs: Iterable[Pair], bases: Iterable[Resting]) -> list[Group]:
    """Each pair in one group: that of the thing which ties most of these pairs. The most telling group first."""
    things: dict[int, dict[Thing, str]] = defaultdict(dict)
    for one in bases:
        things[one.proposal_id][one.thing] = one.sort
    times = Counter(thing for some in things.values() for thing in some)
    found: dict[Thing | int, list[Pair]] = defaultdict(list)
    for pair in pairs:
        tied = min(things[pair.pk], key=lambda thing: (-times[thing], str(thing[0]), str(thing[1])), default=None)
        found[tied or pair.pk].append(pair)
    groups = [_group(key, some, things) for key, some in found.items()]
    return sorted(groups, key=lambda one: (-round(one.telling, 6), one.pairs[0].pk))


def _group(key: Thing | int, pairs: list[Pair], things: Mapping[int, Mapping[Thing, str]]) -> Group:
    thing = key if isinstance(key, tuple) else None
    sort = things[pairs[0].pk][thing] if thing else ""
    return Group(thing, sort, tuple(sorted(pairs)))


def shared_by(group: Group, bases: Collection[Resting]) -> dict[Thing, set[str]]:
    """What speaks for pairs of a group, and the records of the group that share it, what they all share first."""
    ends = {pair.pk: (pair.one, pair.other) for pair in group.pairs}
    found: dict[Thing, set[str]] = defaultdict(set)
    for one in bases:
        if one.proposal_id in ends:
            found[one.thing].update(ends[one.proposal_id])
    order = sorted(found, key=lambda thing: (thing != group.thing, -len(found[thing]), str(thing[0]), str(thing[1])))
    return {thing: found[thing] for thing in order}
