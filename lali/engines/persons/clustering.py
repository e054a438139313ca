"""Records gathered into persons: two groups become one while, on average, their records look like one person.

A chain of doubtful pairs never ties strangers, and neither does one strong pair between two groups that otherwise
have nothing in common: every pair counts, and a pair that was not even worth comparing counts against (`APART`).
"""

import heapq
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

APART = -2.5  # the weight of a pair that was not compared, or that weighs less
ENOUGH = -1.25  # average weight from which two groups are one person; pairs never compared count, so below 0
MOST = 14.0  # a pair says no more than this: one shared number does not outweigh a whole group
PAIR = 0.0  # the same of two single records: likelier one person than not
AGAINST = -8.0  # a pair that weighs less speaks against, and more than one that was never compared
BIGGEST = 2_000  # records of one person; more is no person


@dataclass(frozen=True, slots=True)
class Edge:
    """A compared pair, by record numbers, and its weight."""

    one: int
    other: int
    weight: float


def gathered(
    records: int,
    edges: Iterable[tuple[int, int, float]],
    *,
    apart: float = APART,
    enough: float = ENOUGH,
    pair: float = PAIR,
) -> "array[int]":
    """For each record the number of its person: the smallest record number in it.

    The order of edges does not matter. Time grows with edges times their logarithm.
    """
    strong = [edge for edge in edges if edge[2] > apart or edge[2] < AGAINST]
    root = array("l", range(records))
    for one, other, weight in strong:
        if weight > enough:
            _tie(root, one, other)
    person = array("l", range(records))
    for its in _by_component(root, strong):
        if len(its) == 1:
            one, other, weight = its[0]
            if weight > pair:
                person[max(one, other)] = min(one, other)
        else:
            for group in _groups(its, apart, enough, pair):
                head = min(group)
                for record in group:
                    person[record] = head
    return person


def sure(person: "array[int]", edges: Iterable[tuple[int, int, float]]) -> "array[int]":
    """The same persons without the records that are likelier none of theirs: the least sure first leaves, alone.

    The weight of a record is its average over the others of its person, 0 for those it was not compared with;
    below 0 it leaves.
    """
    inside: dict[int, list[tuple[int, int, float]]] = defaultdict(list)
    for edge in edges:
        if person[edge[0]] == person[edge[1]]:
            inside[person[edge[0]]].append(edge)
    members: dict[int, list[int]] = defaultdict(list)
    for record, head in enumerate(person):
        if head in inside:
            members[head].append(record)
    found = array("l", person)
    for head, its in members.items():
        staying = _staying(its, inside[head])
        for record in its:
            found[record] = min(staying) if record in staying else record
    return found


def _staying(members: Sequence[int], edges: Sequence[tuple[int, int, float]]) -> set[int]:
    near: dict[int, dict[int, float]] = {record: {} for record in members}
    for one, other, weight in edges:
        near[one][other] = near[other][one] = weight
    sums = {record: sum(its.values()) for record, its in near.items()}
    while len(sums) > 1:
        worst = min(sums, key=lambda record: (sums[record], -record))
        if sums[worst] >= 0:
            break
        del sums[worst]
        for other, value in near[worst].items():
            if other in sums:
                sums[other] -= value
    return set(sums)


def _find(root: "array[int]", one: int) -> int:
    while root[one] != one:
        root[one] = root[root[one]]
        one = root[one]
    return one


def _tie(root: "array[int]", one: int, other: int) -> None:
    one, other = _find(root, one), _find(root, other)
    if one != other:
        root[max(one, other)] = min(one, other)


def _by_component(
    root: "array[int]", edges: Sequence[tuple[int, int, float]]
) -> Iterator[list[tuple[int, int, float]]]:
    """The edges inside each component."""
    inside: dict[int, list[tuple[int, int, float]]] = defaultdict(list)
    for edge in edges:
        head = _find(root, edge[0])
        if head == _find(root, edge[1]):
            inside[head].append(edge)
    for head in sorted(inside):
        yield sorted(inside[head])


def _groups(edges: list[tuple[int, int, float]], apart: float, enough: float, pair: float) -> Iterator[list[int]]:
    """Average linkage over one component."""
    sums: dict[int, dict[int, float]] = defaultdict(dict)
    for one, other, weight in edges:
        sums[one][other] = sums[other][one] = min(weight, MOST) - apart
    members: dict[int, list[int]] = {record: [record] for record in sums}
    heap = [(-(value + apart), one, other) for one, its in sums.items() for other, value in its.items() if one < other]
    heap = [entry for entry in heap if -entry[0] > pair]
    heapq.heapify(heap)
    while heap:
        average, one, other = heapq.heappop(heap)
        if one not in members or other not in members:
            continue
        now = sums[one][other] / (len(members[one]) * len(members[other])) + apart
        if now != -average or len(members[one]) + len(members[other]) > BIGGEST:
            continue
        _merge(one, other, sums, members)
        for third, value in sums[one].items():
            mean = value / (len(members[one]) * len(members[third])) + apart
            if mean > enough:
                heapq.heappush(heap, (-mean, min(one, third), max(one, third)))
    yield from members.values()


def _merge(one: int, other: int, sums: dict[int, dict[int, float]], members: dict[int, list[int]]) -> None:
    """`other` goes into `one`, which has the smaller number."""
    members[one] += members.pop(other)
    mine, theirs = sums[one], sums.pop(other)
    mine.pop(other, None)
    for third, value in theirs.items():
        if third == one:
            continue
        its = sums[third]
        del its[other]
        its[one] = mine[third] = mine.get(third, 0.0) + value
