"""The questions of a search, in SQL that SQLite and PostgreSQL answer alike.

Every value in them is a number of our own: a term, a weight, a row's key; nothing that was typed. Postings lie in the
order (term, door, record), so that one term's newest can be walked backwards and stopped early.

How a search that every part must meet is asked: of each part we know what it can be met by, its *cover* (one of its
ways, or its rarest piece). One part leads, the one that costs least: its cover's postings are walked, newest door
first, each is asked whether it meets the other parts, and last whether its door is open.

Bounds, measured at 20,000 cases: a word that stands as typed in COMMON records is not looked for mistyped (each way to
mistype a common word stands in as many); and where several parts are looked for in loose ways, of each way the newest
LOOKED_AT records that the member may open. What is met as typed is never cut short.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection

from lali.records.search.typed import Asked, Part, Typed, best_of, surest
from lali.records.search.vocabulary import WEIGHTS, How

Question = tuple[str, Sequence[object]]

ARM = 200  # records that are looked at for one term in loose ways, the newest
COUNTED = 20_000  # postings of a term that are counted; above it is often, whatever it is
COMMON = 2_000
LOOKED_AT = 3_000
SEEN_OFTEN = 3  # postings for each door: a term with more is looked up behind each door, one with fewer read through
# PostgreSQL would read a whole table rather than ask it for each row; OFFSET forbids it.
ONE_BY_ONE = "LIMIT 1 OFFSET 0"
FEW_DOORS = 50  # with so few, each term is looked up behind each door


@dataclass(frozen=True, slots=True)
class Open:
    """Doors that are open: their numbers, or where they are many the query that gives them as `number`."""

    numbers: Sequence[int] = ()
    query: Question | None = None
    listed: str = field(init=False, default="")

    def __post_init__(self) -> None:
        object.__setattr__(self, "listed", ",".join(map(str, self.numbers)))

    def __bool__(self) -> bool:
        return bool(self.numbers) or self.query is not None

    def behind(self, door: str, *, scan: bool = False) -> Question:
        """The condition on the column `door`. `scan`: read on rather than seek each door.

        The query is asked row by row, last of all: of 20,000 cases it takes longer to list the open ones.
        """
        if self.query:
            sql, params = self.query
            one = f"SELECT 1 FROM ({sql}) AS opened WHERE opened.number = {door} {ONE_BY_ONE}"  # noqa: S608
            return f" AND EXISTS ({one})", params
        return f" AND {'+' if scan else ''}{door} IN ({self.listed})", ()


def counts_question(typed: Typed) -> Question | None:
    """How often each term stands in the index, as (term, count), counted as far as it matters."""
    limits: dict[int, int] = {}
    for part in typed.parts:
        sure = surest(part)
        limits |= {way.term: LOOKED_AT for way in part.ways}
        limits |= {way.term: LOOKED_AT for group in part.groups for piece in group for way in piece}
        limits |= {way.term: COUNTED for ways in (sure.ways, *_best_pieces(part)) for way in ways}
    if not limits:
        return None
    counted = "SELECT count(*) FROM (SELECT 1 FROM search_posting p WHERE p.term = {} LIMIT {}) AS few"
    return " UNION ALL ".join(f"SELECT {term}, ({counted.format(term, most)})" for term, most in limits.items()), ()


def _best_pieces(part: Part) -> list[tuple[Asked, ...]]:
    return [best_of(piece) for group in part.groups for piece in group]


def as_common(part: Part, often: Mapping[int, int]) -> Part:
    """The part without its loose ways, where it is common as it was typed; so also each of its pieces."""

    def kept(ways: tuple[Asked, ...]) -> tuple[Asked, ...]:
        best = best_of(ways)
        return best if sum(often.get(way.term, 0) for way in best) >= COMMON else ways

    return Part(part.said, kept(part.ways), tuple(tuple(map(kept, group)) for group in part.groups))


def met_question(
    typed: Typed, open_doors: Open, often: Mapping[int, int], limit: int, *, loose: bool = False
) -> Question | None:
    """Records that meet every part, or the whole: (number, door, whether whole), the newest doors' first."""
    arms: list[Question] = []
    if typed.whole:
        arms += [_arm(way, (), open_doors, often, limit, whole=True) for way in typed.whole.ways]
    if typed.parts:
        lead = min(typed.parts, key=lambda part: _cost(part, typed.parts, often))
        others = [_met(part) for part in typed.parts if part is not lead]
        for way, rest in _cover(lead, often):
            conditions = [*map(_stands, rest), *others]
            cut = loose and way.weight < WEIGHTS[How.EXACT]
            arms.append(_arm(way, conditions, open_doors, often, limit, cut=cut))
    if not arms:
        return None
    rows = " UNION ALL ".join(f"SELECT * FROM ({sql}) AS arm{n}" for n, (sql, _params) in enumerate(arms))  # noqa: S608
    sql = (
        f"SELECT number, door, max(whole) FROM ({rows}) AS arms GROUP BY number, door "  # noqa: S608 - our own numbers
        f"ORDER BY max(whole) DESC, max(weight) DESC, door DESC, number DESC LIMIT {int(limit)}"
    )
    return sql, [param for _sql, params in arms for param in params]


def _cost(lead: Part, parts: Sequence[Part], often: Mapping[int, int]) -> int:
    """How many postings are looked at when this part leads: its own, and for each the terms of the others."""
    asked = sum(len(ways) for ways in _slots([part for part in parts if part is not lead]))
    return sum(often.get(way.term, 0) for way, _rest in _cover(lead, often)) * (1 + asked)


def _arm(
    way: Asked,
    conditions: Sequence[str],
    open_doors: Open,
    often: Mapping[int, int],
    limit: int,
    *,
    whole: bool = False,
    cut: bool = False,
) -> Question:
    """The newest records under one term that meet the conditions; `cut`: among its newest LOOKED_AT."""
    seldom = often.get(way.term, 0) < len(open_doors.numbers) * SEEN_OFTEN
    scan = seldom and len(open_doors.numbers) > FEW_DOORS
    behind, params = open_doors.behind("p.door_number", scan=scan)
    newest = "ORDER BY p.door_number DESC, p.findable_number DESC"
    asked = "".join(f" AND {condition}" for condition in conditions)
    rows, under = "search_posting p", f"p.term = {way.term}{asked}{behind}"
    if cut and conditions:
        rows = (
            f"(SELECT p.door_number, p.findable_number FROM {rows} WHERE p.term = {way.term}{behind} {newest} "  # noqa: S608
            f"LIMIT {LOOKED_AT}) AS p"
        )
        under = " AND ".join(conditions)
    sql = (
        f"SELECT p.findable_number AS number, p.door_number AS door, {int(whole)} AS whole, {way.weight} AS weight "  # noqa: S608
        f"FROM {rows} WHERE {under} {newest} LIMIT {int(limit)}"
    )
    return sql, params


def _cover(part: Part, often: Mapping[int, int]) -> list[tuple[Asked, Sequence[tuple[Asked, ...]]]]:
    """Ways of which every record that meets the part has one, each with the pieces that must stand there, too."""
    cover: list[tuple[Asked, Sequence[tuple[Asked, ...]]]] = [(way, ()) for way in part.ways]
    for group in part.groups:
        rarest = min(group, key=lambda piece: sum(often.get(way.term, 0) for way in piece))
        rest = [piece for piece in group if piece is not rarest]
        cover += [(way, rest) for way in rarest]
    return cover


def _met(part: Part) -> str:
    """The condition that the record of posting `p` meets a part."""
    ways = [_stands(part.ways)] if part.ways else []
    ways += [" AND ".join(map(_stands, group)) for group in part.groups]
    return f"({' OR '.join(f'({way})' for way in ways)})"


def _stands(ways: Iterable[Asked]) -> str:
    """The condition that one of these terms stands in the record of posting `p`."""
    terms = ",".join(str(way.term) for way in ways)
    return (
        f"EXISTS (SELECT 1 FROM search_posting x WHERE x.term IN ({terms}) "  # noqa: S608 - numbers of our own
        f"AND x.door_number = p.door_number AND x.findable_number = p.findable_number {ONE_BY_ONE})"
    )


def ways_question(parts: Sequence[Part], doors: Mapping[int, int]) -> Question | None:
    """In which ways each of these records (number -> door) meets each slot: (number, slot, what it is worth)."""
    if not doors:
        return None
    rows = ",".join(f"({number},{door})" for number, door in doors.items())
    asked = ",".join(f"({way.term},{slot},{way.weight})" for slot, ways in enumerate(_slots(parts)) for way in ways)
    sql = (
        f"WITH met(number, door) AS (VALUES {rows}), q(term, slot, weight) AS (VALUES {asked}) "  # noqa: S608
        "SELECT met.number, q.slot, max(q.weight) FROM met CROSS JOIN q WHERE EXISTS (SELECT 1 FROM search_posting p "
        f"WHERE p.term = q.term AND p.door_number = met.door AND p.findable_number = met.number {ONE_BY_ONE}) "
        "GROUP BY met.number, q.slot"
    )
    return sql, ()


def _slots(parts: Sequence[Part]) -> list[tuple[Asked, ...]]:
    """Each thing to be met: a part's own ways, then each of its pieces, part after part."""
    return [ways for part in parts for ways in (part.ways, *(piece for group in part.groups for piece in group))]


def apart_question(typed: Typed, open_doors: Open, limit: int) -> Question | None:
    """Records with names kept apart that meet everything: (number, door, whole, a weight for each slot).

    A name's term is rare, so all that meets any part is taken together, and its door looked at last.
    """
    slots = [*_slots(typed.parts), typed.whole.ways if typed.whole else ()]
    asked = ",".join(f"({way.term},{slot},{way.weight})" for slot, ways in enumerate(slots) for way in ways)
    if not asked:
        return None
    columns = ", ".join(f"max(CASE slot WHEN {n} THEN weight END) AS s{n}" for n in range(len(slots)))
    shown = ", ".join(f"s{n}" for n in range(len(slots) - 1)) or "0"
    whole = f"s{len(slots) - 1}"
    must, slot = [], 0
    for part in typed.parts:
        ways, slot = [f"s{slot} IS NOT NULL"], slot + 1
        for group in part.groups:
            ways.append(f"({' AND '.join(f's{slot + n} IS NOT NULL' for n in range(len(group)))})")
            slot += len(group)
        must.append(f"({' OR '.join(ways)})")
    behind, params = open_doors.behind("met.door")
    worth = " + ".join(f"coalesce(s{n}, 0)" for n in range(len(slots)))
    postings = "search_posting p WHERE p.term = q.term"
    if connection.vendor == "postgresql":
        postings = f"LATERAL (SELECT * FROM {postings} OFFSET 0) p"  # noqa: S608 - for the same reason as ONE_BY_ONE
    sql = (
        f"SELECT met.number, met.door, {whole}, {shown} FROM (SELECT number, door, {columns} FROM "  # noqa: S608
        f"(WITH q(term, slot, weight) AS (VALUES {asked}) SELECT p.findable_number AS number, p.door_number AS door, "
        f"q.slot, q.weight FROM q CROSS JOIN {postings}) AS several GROUP BY number, door"
        f") AS met WHERE ({whole} IS NOT NULL OR ({' AND '.join(must) or '1 = 0'})){behind} "
        f"ORDER BY {worth} DESC, met.door DESC, met.number DESC LIMIT {int(limit)}"
    )
    return sql, params
