"""Finding records: whoever calls says behind which doors."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import F, QuerySet

from lali.records.search.asking import (
    ARM,
    Open,
    Question,
    apart_question,
    as_common,
    counts_question,
    met_question,
    ways_question,
)
from lali.records.search.models import Door, Findable
from lali.records.search.terms import DRAWERS, INSIDE, digest, drawer_of, index_key
from lali.records.search.typed import Asked, Part, Typed, read_typed, surest
from lali.records.search.vocabulary import APART, BY_WEIGHT, WEIGHTS, How


@dataclass(frozen=True, slots=True)
class Why:
    """A part of what was typed, and how it met the record."""

    said: str
    how: How


@dataclass(frozen=True, slots=True)
class Found:
    """A record that meets everything typed; `door` says behind which door it lies.

    `whole`: all that was typed is its reference or document number.
    """

    record: str
    door: str
    kind: str
    why: tuple[Why, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class _Met:
    """A record that was met: its number and its door's, and what each part's way is worth; `whole` stands for all."""

    number: int
    door: int
    weights: tuple[int, ...]
    whole: bool = False

    @property
    def rank(self) -> tuple[int, int, int]:
        """The surest first, then what lies behind the newest door, then the newest."""
        return (WEIGHTS[How.WHOLE] if self.whole else 0) + sum(self.weights), self.door, self.number


def find(words: str, *, doors: Iterable[str] | QuerySet[Door], limit: int) -> list[Found]:
    """Records behind any of `doors` that meet everything typed in `words`, best first, then newest.

    `doors` are names; of more than a thousand rather the query that gives them, which is then asked only about the
    doors of what was met. Six SQL queries at most, whatever was typed; what cannot be looked for gives an empty list.
    """
    open_doors, drawers = _open(doors)
    typed = read_typed(words)
    if not open_doors or not (typed.parts or typed.whole):
        return []
    met, common = _in_common(typed, open_doors, limit)
    if drawers:
        met += _apart(read_typed(words, drawers, common), open_doors, limit)
    best = sorted(met, key=lambda one: one.rank, reverse=True)[:limit]
    rows = Findable.objects.filter(pk__in=[one.number for one in best]).select_related("door").defer("terms")
    rows = {row.pk: row for row in rows}
    return [
        Found(row.record, row.door.name, row.kind, _why(typed, one), one.whole)
        for one in best
        if (row := rows.get(one.number))
    ]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A piece of a long text that has every token asked for, somewhere: whether it meets all, the text itself says."""

    record: str
    door: str
    kind: str


def find_leaves(tokens: Iterable[str], *, doors: Iterable[str] | QuerySet[Door], limit: int) -> list[Leaf]:
    """Leaves behind any of `doors` that have all of these tokens, behind the newest door first, then the newest.

    `doors` as in `find`. Four SQL queries at most.
    """
    open_doors, _drawers = _open(doors)
    key = index_key()
    pieces = tuple((Asked(digest(key, INSIDE, token), WEIGHTS[How.EXACT]),) for token in tokens)
    if not open_doors or not pieces:
        return []
    typed = Typed((Part("", (), (pieces,)),), None)
    often = dict(_asked(counts_question(typed)))
    met = [number for number, _door, _whole in _asked(met_question(typed, open_doors, often, limit))]
    rows = {row.pk: row for row in Findable.objects.filter(pk__in=met).select_related("door").defer("terms")}
    return [Leaf(row.record, row.door.name, row.kind) for number in met if (row := rows.get(number))]


def _open(doors: Iterable[str] | QuerySet[Door]) -> tuple[Open, list[str]]:
    """The doors as the questions need them, and the drawers of names behind them."""
    if isinstance(doors, QuerySet):
        query = doors.order_by().annotate(number=F("pk")).values("number").query
        return Open(query=query.sql_with_params()), list(DRAWERS)
    named = dict(Door.objects.filter(name__in=doors).values_list("name", "pk"))
    key = index_key()
    drawers = {drawer_of(key, name) for name in named if name.startswith(APART)}
    return Open(numbers=sorted(named.values())), sorted(drawers)


def _in_common(typed: Typed, open_doors: Open, limit: int) -> tuple[list[_Met], set[str]]:
    """What meets by terms that are keyed alike for all: first what is met most surely, and only if that is not enough
    in looser ways. Also the words that are common as they were typed: what is common is not looked for mistyped.
    """  # noqa: D205 - one sentence
    often = dict(_asked(counts_question(typed)))
    sure = Typed(tuple(surest(part) for part in typed.parts), typed.whole)
    weights = tuple(max(way.weight for way in part.ways or part.groups[0][0]) for part in sure.parts)
    found = {
        number: _Met(number, door, () if whole else weights, bool(whole))
        for number, door, whole in _asked(met_question(sure, open_doors, often, limit))
    }
    # Of few cases nothing is left out: how common a word is behind other doors must not change an answer.
    parts = tuple(as_common(part, often) for part in typed.parts) if open_doors.query else typed.parts
    loose = Typed(parts, None)
    common = {part.said for part, left in zip(typed.parts, parts, strict=True) if part.ways != left.ways}
    if len(found) >= limit or loose.parts == sure.parts:
        return list(found.values()), common
    doors = {number: door for number, door, _whole in _asked(met_question(loose, open_doors, often, ARM, loose=True))}
    doors = {number: door for number, door in doors.items() if number not in found}
    ways: dict[int, dict[int, int]] = {}
    for number, slot, weight in _asked(ways_question(typed.parts, doors)):
        ways.setdefault(number, {})[slot] = weight
    found |= {number: _Met(number, doors[number], _worth(typed.parts, slots)) for number, slots in ways.items()}
    return list(found.values()), common


def _apart(typed: Typed, open_doors: Open, limit: int) -> list[_Met]:
    """What meets by terms of names that are kept apart."""
    return [
        _Met(number, door, () if whole else _worth(typed.parts, dict(enumerate(slots))), bool(whole))
        for number, door, whole, *slots in _asked(apart_question(typed, open_doors, limit))
    ]


def _worth(parts: tuple[Part, ...], slots: dict[int, int | None]) -> tuple[int, ...]:
    """What each part's way is worth: its own, or the least of a group's pieces."""
    worth, slot = [], 0
    for part in parts:
        found, slot = [slots.get(slot) or 0], slot + 1
        for group in part.groups:
            found.append(min((slots.get(slot + n) or 0 for n in range(len(group))), default=0))
            slot += len(group)
        worth.append(max(found))
    return tuple(worth)


def _why(typed: Typed, met: _Met) -> tuple[Why, ...]:
    if met.whole and typed.whole:
        return (Why(typed.whole.said, How.WHOLE),)
    return tuple(Why(part.said, BY_WEIGHT[weight]) for part, weight in zip(typed.parts, met.weights, strict=True))


def _asked(question: Question | None) -> list[tuple[int, ...]]:
    """Rows of numbers; none for a question that need not be asked."""
    if question is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(*question)
        return cursor.fetchall()
