"""What keeps two records apart, whatever else they share: twins, father and son, holders of two passports.

A household shares a day of birth (twins), a phone, a house and a name; added up they would tie its members. So some
pairs are possible at most: their weight is cut, as a step of the waterfall of its own, and no third record ties them.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from .comparing import Aspect, Degree
from .givens import accents_differ, plainly_differ
from .households import ASPECT as HOUSEHOLD
from .households import degrees_seen
from .nicknames import HEADS
from .preparing import SLOTS
from .tokens import MOST_WORDS

ASPECT = "apart"
CUT = -1.0  # the weight that is left at most: one in three
AGAINST = -10.0  # what clustering is given: one third record does not outweigh it, many do
FIRM = -40.0  # the same where documents and phones differ: two such records do not outweigh it, three may
LESS = 0.01  # weight by which a record is less of one of two persons who are firmly apart
GENERATION = 15  # years between a parent and a child, at least
SAID = (
    "",
    "given names plainly differ: twins and brothers share all else",
    "births are a generation apart: father and son share all else",
    "documents of one kind differ, and phones as well",
    "the same letters with other Vietnamese accents: near, not the same name",
)
GIVEN, BIRTHS, DOCUMENTS, ACCENTS = 1, 2, 3, 4


def kept_apart(con: duckdb.DuckDBPyConnection, pairs: pa.Table, aspects: Sequence[Aspect]) -> NDArray[np.int8]:
    """For each kept pair the place in SAID of what keeps it apart, 0 where nothing does.

    `con` holds the table `prepared`. The same document, handle or wallet overrules, for accents a phone, too. A
    mistyped number of a document does as well; consecutive ones of twins differ at the end. Other
    documents keep apart where the phones are others, too: a passport is renewed, and its number with it.
    Other given names keep apart those of one day of birth or of one home; else they only weigh: people have several.
    """
    why = np.zeros(pairs.num_rows, np.int8)
    if not pairs.num_rows:
        return why
    shown = _Shown({aspect.name: (degrees_seen(pairs, aspect), aspect.degrees) for aspect in aspects}, pairs.num_rows)
    free = ~(_same(shown, "document") | _same(shown, "handle") | _same(shown, "wallet"))
    phone = _same(shown, "phone")
    home = phone | _same(shown, "address") | shown.are("parent", "both parents of", "a parent of")
    kin = home | shown.are("birth", "the same day of birth")
    names = shown.are("names", "a name in common, others differ")
    births = np.zeros(pairs.num_rows, np.bool_)
    for at, givens, accents, is_generation in _read(con, pairs):
        births[at] = is_generation
        if givens and names[at] and kin[at]:
            why[at] = GIVEN
        elif accents and not phone[at]:
            why[at] = ACCENTS
    why[(why == 0) & births & home] = BIRTHS
    why[shown.are("document", "other ") & shown.are("phone", "other ")] = DOCUMENTS
    return np.where(free, why, np.int8(0))


def held_against(pairs: pa.Table, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The weights of kept pairs that clustering is given, where `weights` is what each has besides being kept apart.

    A record that looks like each of two people who are firmly apart goes to the one with whom it shares more, before
    anything is taken off for households: a phone that is theirs counts.
    """
    why = pairs[ASPECT].to_numpy()
    found = np.where(why == DOCUMENTS, FIRM, np.where(why > 0, AGAINST, weights))
    firm = np.flatnonzero(why == DOCUMENTS)
    if not firm.size:
        return found
    one, other = pairs["nr_l"].to_numpy(), pairs["nr_r"].to_numpy()
    ends = np.union1d(one[firm], other[firm])
    near: dict[int, dict[int, int]] = defaultdict(dict)
    for at in np.flatnonzero((why == 0) & (weights > 0) & (np.isin(one, ends) | np.isin(other, ends))).tolist():
        near[int(one[at])][int(other[at])] = near[int(other[at])][int(one[at])] = at
    shared = weights - pairs[f"mw_{HOUSEHOLD}"].to_numpy()
    for pair in firm.tolist():
        mine, theirs = near[int(one[pair])], near[int(other[pair])]
        for record in mine.keys() & theirs.keys():
            less, more = sorted((mine[record], theirs[record]), key=lambda at: shared[at])
            if shared[less] < shared[more]:
                found[less] = min(found[less], weights[more] - LESS)
    return found


@dataclass(frozen=True, slots=True)
class _Shown:
    """The degree that each pair shows in each aspect, by its place, and the degrees of the aspect."""

    of: Mapping[str, tuple[NDArray[np.int64], Sequence[Degree]]]
    pairs: int

    def are(self, aspect: str, *beginnings: str) -> NDArray[np.bool_]:
        """Pairs whose degree in an aspect has a sentence that begins so; none where the aspect is not compared."""
        seen, degrees = self.of.get(aspect, (np.zeros(self.pairs, np.int64), ()))
        return np.isin(seen, [at for at, degree in enumerate(degrees) if degree.said.startswith(beginnings)])


def _same(shown: _Shown, number: str) -> NDArray[np.bool_]:
    """Pairs with the same number of a kind, unless many share it."""
    same = shown.are(number, "the same ", "handles that are one but for dots")
    return same & ~shown.are(number, f"the same {_FULLY.get(number, number)}, which many")


_FULLY = {"document": "document number", "handle": "handle or e-mail", "wallet": "wallet or bank account"}


def _read(con: duckdb.DuckDBPyConnection, pairs: pa.Table) -> Iterator[tuple[int, bool, bool, bool]]:
    """Pairs in which givens or accents differ or births are a generation apart: place, and which of these."""
    asked = pa.table({"pair": pa.array(range(pairs.num_rows), pa.int32()), "l": pairs["nr_l"], "r": pairs["nr_r"]})
    con.register("kept_rows", asked)
    rows = con.execute(_SQL).fetchall()
    con.unregister("kept_rows")
    for at, is_generation, initials, one, other, tail, mine, theirs in rows:
        givens = bool(one and other) and plainly_differ(one, other) and not _is_family_first(one, other, tail)
        yield at, givens or bool(initials), bool(mine and theirs) and accents_differ(mine, theirs), bool(is_generation)


def _is_family_first(one: str, other: str, tail: str | None) -> bool:
    """Whether the words that differ stand before a given name that both have: a married name written first."""
    return tail in HEADS and one not in HEADS and other not in HEADS


def _lacks(one: str, other: str) -> str:
    """SQL: the given name of one is no name of the other."""
    slots = ", ".join(f"{other}.c{slot}" for slot in SLOTS)
    return f"{one}.given_class > 0 and {one}.given_class not in ({slots}) and {one}.words < {MOST_WORDS}"


_MISTYPED = "coalesce(damerau_levenshtein(a.doc1, b.doc1) <= 2 and right(a.doc1, 1) = right(b.doc1, 1), false)"
_GIVENS = f"({_lacks('a', 'b')} and {_lacks('b', 'a')} and not {_MISTYPED})"
_NEAR = "coalesce(damerau_levenshtein(a.doc1, b.doc1) <= 2, false)"
_GENERATION = f"(coalesce(abs(a.year - b.year) >= {GENERATION} and a.month_day = b.month_day, false) and not {_NEAR})"
_NO_INITIAL_FITS = " or ".join(
    f"({one}.initials > 0 and {one}.initials & {other}.letters = 0)" for one, other in (("a", "b"), ("b", "a"))
)
_INITIALS = f"(({_NO_INITIAL_FITS}) and not {_NEAR})"
_SQL = f"""
    select k.pair, {_GENERATION}, {_INITIALS},
        case when {_GIVENS} then a.given end, case when {_GIVENS} then b.given end,
        case when a.tail = b.tail and a.given_said = 0 then a.tail end,
        case when a.accents <> b.accents then a.accents end, case when a.accents <> b.accents then b.accents end
    from kept_rows k join prepared a on a.nr = k.l join prepared b on b.nr = k.r
    where {_GIVENS} or {_GENERATION} or {_INITIALS} or a.accents <> b.accents
"""  # noqa: S608 - columns only
