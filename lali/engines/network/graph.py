"""Nodes, ties, and the graph they make."""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

COMMON = 24  # an identifier tied to so many says little about any two of them: it makes no group
WEAKEST = 0.05  # strength that even the weakest tie keeps, so that a way over it has a cost


class Kind(StrEnum):
    """What a node is; each has a shape of its own, and identifiers of one family share it."""

    CASE = "case"
    TIP = "tip"
    CONVERSATION = "conversation"
    PACKET = "packet"
    PERSON = "person"
    ORGANISATION = "organisation"
    PHONE = "phone"
    ACCOUNT = "account"
    MAIL = "mail"
    WEB = "web"
    MONEY = "money"
    PAPER = "paper"
    FAMILY = "family"  # texts that say nearly the same
    PILE = "pile"  # identifiers of several kinds, folded into one
    ELSEWHERE = "elsewhere"  # records that the reader may not open: a number, and nothing else


RECORDS = frozenset({Kind.CASE, Kind.TIP, Kind.CONVERSATION, Kind.PACKET})
IDENTIFIERS = frozenset({Kind.PHONE, Kind.ACCOUNT, Kind.MAIL, Kind.WEB, Kind.MONEY, Kind.PAPER})


class TieKind(StrEnum):
    """How two nodes are tied."""

    STANDS_IN = "stands_in"  # an identifier in a record
    PART_OF = "part_of"  # a tip or a conversation of a case
    IN_CASE = "in_case"  # a person in a case
    USED_BY = "used_by"  # an identifier, by a person
    HOLDS = "holds"  # a record, a text of a family
    NAMES = "names"  # a family, an identifier
    RELATED = "related"  # two persons
    SAME = "same"  # two persons who may be one
    LINKED = "linked"  # two cases that a member linked
    HIDDEN = "hidden"  # an identifier stands in records elsewhere


@dataclass(frozen=True, slots=True)
class Node:
    """Something that can be tied. `sort` is finer than `kind` (phone, whatsapp...), `word` says it aloud.

    `since` is the first day it was known (None: always), `stands_in` in how many records it stands as far as the reader
    may know, which can be more than the graph holds; `count` how many nodes one stands for that was folded.
    """

    key: str
    kind: Kind
    label: str
    sort: str = ""
    word: str = ""
    since: date | None = None
    stands_in: int = 0
    weak: bool = False
    is_new: bool = False
    count: int = 1


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie between two nodes by key, since a day (None: always), with what it rests on.

    `strength` is 0..1, how far it is trusted; `likely` ones are proposed and not judged yet.
    """

    one: str
    other: str
    kind: TieKind
    since: date | None = None
    strength: float = 1.0
    likely: bool = False
    word: str = ""
    rests_on: str = ""

    def ends(self) -> tuple[str, str]:
        """Both keys, the lower first."""
        return (self.one, self.other) if self.one <= self.other else (self.other, self.one)

    def beyond(self, key: str) -> str:
        """The end that is not `key`."""
        return self.other if key == self.one else self.one


def _rank(tie: Tie) -> tuple[object, ...]:
    """All that tells two ties apart, so that no two are ever in the order of chance."""
    since = tie.since or date.min
    return (*tie.ends(), tie.kind, since, tie.word, tie.rests_on, tie.strength, tie.likely, tie.one)


@dataclass(frozen=True)
class Graph:
    """Nodes by key and the ties between them. Ties to unknown nodes, and of a node with itself, are dropped."""

    nodes: Mapping[str, Node]
    ties: tuple[Tie, ...] = field(default=())

    @classmethod
    def of(cls, nodes: Iterable[Node], ties: Iterable[Tie]) -> "Graph":
        """A graph in an order of its own, whatever the order of what is given; of two equal keys the later stands."""
        by_key = {node.key: node for node in nodes}
        kept = {tie for tie in ties if tie.one in by_key and tie.other in by_key and tie.one != tie.other}
        return cls({key: by_key[key] for key in sorted(by_key)}, tuple(sorted(kept, key=_rank)))

    @cached_property
    def ties_of(self) -> dict[str, list[Tie]]:
        """The ties of each node."""
        found: dict[str, list[Tie]] = {key: [] for key in self.nodes}
        for tie in self.ties:
            found[tie.one].append(tie)
            found[tie.other].append(tie)
        return found

    @cached_property
    def neighbours(self) -> dict[str, dict[str, list[Tie]]]:
        """The neighbours of each node, with the ties to each."""
        found: dict[str, dict[str, list[Tie]]] = {key: {} for key in self.nodes}
        for tie in self.ties:
            found[tie.one].setdefault(tie.other, []).append(tie)
            found[tie.other].setdefault(tie.one, []).append(tie)
        return found

    def degree(self, key: str) -> int:
        """To how many others a node is tied, those counted that the graph does not hold."""
        return max(len(self.neighbours[key]), self.nodes[key].stands_in)

    def damping(self, key: str) -> float:
        """How much a way through this node still says: 1 for two ties, 1/2 for four, 1/6 for sixty-four.

        Records are not damped: that a case has many identifiers says nothing against any of them. Whatever stands in
        many records does: the inverse document frequency of search engines, applied to ties.
        """
        if self.nodes[key].kind in RECORDS:
            return 1.0
        return 1.0 / math.log2(max(2, self.degree(key)))

    def pull(self, one: str, other: str) -> float:
        """How strongly two neighbours are tied, 0..1: the strongest of their ties, damped at both ends."""
        strength = max(max(WEAKEST, tie.strength) for tie in self.neighbours[one][other])
        return min(1.0, strength * self.damping(one) * self.damping(other))

    def is_common(self, key: str, *, common: int = COMMON) -> bool:
        """Whether a node stands in so many records that it ties nothing by itself."""
        return self.nodes[key].kind in IDENTIFIERS and self.degree(key) >= common

    def known_by(self, day: date) -> "Graph":
        """What was known at the end of a day."""
        return self.only(
            {key for key, node in self.nodes.items() if node.since is None or node.since <= day},
            [tie for tie in self.ties if tie.since is None or tie.since <= day],
        )

    def only(self, keys: Collection[str], ties: Iterable[Tie] | None = None) -> "Graph":
        """The part of the graph that these nodes make."""
        kept = frozenset(keys)
        return Graph.of((self.nodes[key] for key in kept if key in self.nodes), self.ties if ties is None else ties)

    def without(self, keys: Collection[str]) -> "Graph":
        """The graph with these nodes left out."""
        left_out = frozenset(keys)
        return self.only([key for key in self.nodes if key not in left_out])

    def around(self, starts: Iterable[str], steps: int) -> dict[str, int]:
        """Nodes within so many steps of the starts, nearest first, with their distance."""
        reached = {key: 0 for key in sorted(starts) if key in self.nodes}
        queue = list(reached)
        for key in queue:
            if reached[key] < steps:
                for other in self.neighbours[key]:
                    if other not in reached:
                        reached[other] = reached[key] + 1
                        queue.append(other)
        return reached
