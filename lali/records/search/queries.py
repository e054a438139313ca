"""Finding records: whoever calls says behind which doors."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from lali.records.search.models import Door
from lali.records.search.typed import Asked, Part, Typed, read_typed
from lali.records.search.vocabulary import APART, BY_WEIGHT, How

FEW_DOORS = 50  # with so few, each term is looked up behind each door
SEEN_OFTEN = 3  # postings for each door: a term with more is looked up behind each door, one with fewer read through


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


def find(words: str, *, doors: Iterable[str] | QuerySet, limit: int) -> list[Found]:
    """Records behind any of `doors` that meet everything typed in `words`, best first, then newest.

    `doors` may be a query that gives their names. Three SQL queries at most, whatever was typed; what cannot be
    looked for gives an empty list.
    """
    open_doors = dict(Door.objects.filter(name__in=doors).values_list("pk", "name"))
    typed = read_typed(words, (name for name in open_doors.values() if name.startswith(APART)))
    slots = _slots(typed)
    if not open_doors or not slots.asked:
        return []
    often = _seen_often(slots.asked, len(open_doors))
    with connection.cursor() as cursor:
        cursor.execute(_sql(slots, sorted(open_doors), often, limit))
        rows = cursor.fetchall()
    return [
        Found(record, open_doors[door], kind, slots.why(weights), slots.is_whole(weights))
        for record, door, kind, *weights in rows
    ]


@dataclass(frozen=True, slots=True)
class _Slots:
    """Each thing to be met, numbered: a column of the answer. `parts` pairs a part with its own and its pieces'."""

    asked: tuple[tuple[int, int, int], ...]  # term, slot, weight
    parts: tuple[tuple[Part, int, tuple[int, ...]], ...]
    whole: tuple[Part, int] | None
    count: int

    def must(self) -> str:
        """The condition, in SQL: every part is met, or the whole is."""
        met = [_met(part, own, pieces) for part, own, pieces in self.parts]
        every = f"({' AND '.join(met)})" if met else "(0 = 1)"
        return f"{every} OR s{self.whole[1]} IS NOT NULL" if self.whole else every

    def is_whole(self, weights: Sequence[int | None]) -> bool:
        """Whether a row was met by all that was typed, as one."""
        return bool(self.whole and weights[self.whole[1]])

    def why(self, weights: Sequence[int | None]) -> tuple[Why, ...]:
        """How a row that was found met each part."""
        if self.whole and self.is_whole(weights):
            return (Why(self.whole[0].said, How.WHOLE),)
        return tuple(_why(part, own, pieces, weights) for part, own, pieces in self.parts)


def _met(part: Part, own: int, pieces: tuple[int, ...]) -> str:
    ways = [f"s{own} IS NOT NULL"] if part.ways else []
    if pieces:
        ways.append("(" + " AND ".join(f"s{piece} IS NOT NULL" for piece in pieces) + ")")
    return f"({' OR '.join(ways)})"


def _why(part: Part, own: int, pieces: tuple[int, ...], weights: Sequence[int | None]) -> Why:
    weight = weights[own] or min(weights[piece] or 0 for piece in pieces)
    return Why(part.said, BY_WEIGHT[weight])


def _slots(typed: Typed) -> _Slots:
    asked: list[tuple[int, int, int]] = []
    count = 0

    def slot(ways: Iterable[Asked]) -> int:
        nonlocal count
        asked.extend((way.term, count, way.weight) for way in ways)
        count += 1
        return count - 1

    parts = tuple((part, slot(part.ways), tuple(slot(piece) for piece in part.pieces)) for part in typed.parts)
    whole = (typed.whole, slot(typed.whole.ways)) if typed.whole else None
    return _Slots(tuple(asked), parts, whole, count)


def _seen_often(asked: Sequence[tuple[int, int, int]], doors: int) -> set[int]:
    """Of the terms, those that stand in many more records than there are doors: looked up door by door."""
    if doors <= FEW_DOORS:
        return {term for term, _slot, _weight in asked}
    most = doors * SEEN_OFTEN
    terms = ",".join(f"({term})" for term in {term for term, _slot, _weight in asked})
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH q(term) AS (VALUES {terms}) SELECT term FROM q WHERE "  # noqa: S608 - numbers of our own
            f"(SELECT count(*) FROM (SELECT 1 FROM search_posting p WHERE p.term = q.term LIMIT {most}) AS several) "
            f"= {most}"
        )
        return {term for (term,) in cursor.fetchall()}


def _sql(slots: _Slots, doors: Sequence[int], often: set[int], limit: int) -> str:
    """The one question. Every value in it is a number that we computed.

    `+p.door_number` keeps a database from looking up a seldom term behind every door: it reads the term's few rows.
    """
    behind = ",".join(map(str, doors))
    seldom = [row for row in slots.asked if row[0] not in often]
    frequent = [row for row in slots.asked if row[0] in often]
    met = []
    if frequent:
        met.append(_postings(frequent, f"p.door_number IN ({behind})"))
    if seldom:
        met.append(_postings(seldom, f"+p.door_number IN ({behind})"))
    columns = ", ".join(f"max(CASE slot WHEN {n} THEN weight END) AS s{n}" for n in range(slots.count))
    worth = " + ".join(f"coalesce(s{n}, 0)" for n in range(slots.count))
    shown = ", ".join(f"s{n}" for n in range(slots.count))
    return (
        f"SELECT f.record, f.door_id, f.kind, {shown} FROM ("  # noqa: S608 - numbers of our own
        f"SELECT * FROM (SELECT number, {columns} FROM ({' UNION ALL '.join(met)}) AS met GROUP BY number) AS grouped "
        f"WHERE {slots.must()} ORDER BY {worth} DESC, number DESC LIMIT {int(limit)}"
        f") AS best JOIN search_findable f ON f.id = best.number ORDER BY {worth} DESC, number DESC"
    )


def _postings(asked: Sequence[tuple[int, int, int]], behind: str) -> str:
    values = ",".join(f"({term},{slot},{weight})" for term, slot, weight in asked)
    return (
        f"SELECT number, slot, weight FROM (WITH q(term, slot, weight) AS (VALUES {values}) "  # noqa: S608
        f"SELECT p.findable_number AS number, q.slot, q.weight FROM q CROSS JOIN search_posting p "
        f"WHERE p.term = q.term AND {behind}) AS several"
    )
