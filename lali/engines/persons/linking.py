"""From a register to persons: prepare, block, weigh with Splink on DuckDB, gather."""

import math
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from .apart import ASPECT as KEPT_APART
from .apart import CUT, held_against, kept_apart
from .banding import banded
from .blocking import candidates
from .clustering import APART, ENOUGH, gathered, sure
from .columns import Role
from .comparing import ASPECTS, FULL_NAME, FUNCTIONS, Aspect, aspects_of, probability
from .crowding import MOST, SMALL, Asked, asked
from .households import ASPECT as HOUSEHOLD
from .households import Shares, among_kin, degrees_seen, shares_of
from .preparing import prepared
from .reading import Register, let_go
from .training import trained
from .weighing import Weigher, weigh_here

NUMBERS = ("doc", "tel", "handle", "pay")
POSSIBLE = -4.5  # weight from which a pair of a small register is shown: one in twenty of these is one person
OnStep = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Part:
    """One step of a pair's waterfall: what was compared, what was seen, what it weighs (powers of two)."""

    aspect: str
    said: str
    weight: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records, by id, with the probability that they are one person, and why."""

    one: str
    other: str
    weight: float
    probability: float
    parts: tuple[Part, ...]
    band: str = "linked"
    note: str = ""  # why the band is another than the probability lets expect


@dataclass(frozen=True, slots=True)
class Linkage:
    """What was found: for each record (in the order of the register) its person and how sure that is.

    `prior` is the share of all pairs that are one person; `pairs` holds what was compared and is not hopeless, with
    columns nr_l, nr_r, match_weight, the weight of each aspect, and what `banded` says of each.
    """

    register: Register
    aspects: tuple[Aspect, ...]
    person: Sequence[int]
    score: Sequence[float]
    prior: float
    pairs: pa.Table
    compared: int
    compared_true: int
    weights: Mapping[str, Mapping[int, float]] = field(default_factory=dict)

    @property
    def persons(self) -> pa.Table:
        """id, person (the id of its first record), score, in the order of the file."""
        register, heads = self.register, np.asarray(self.person, np.int64)
        rows = np.asarray(register.rows, np.int64)
        if not register.columns.of(Role.ID):  # its first record is the first in the file
            first = rows.copy()
            np.minimum.at(first, heads, rows)
            heads = np.argsort(rows)[first[heads]]
        ids = register.ids
        persons = pa.table(
            {"id": ids, "person": ids.take(pa.array(heads)), "score": pa.array(self.score, pa.float64())}
        )
        return persons.take(pa.array(np.argsort(rows)))


def link(
    register: Register,
    *,
    con: duckdb.DuckDBPyConnection,
    on_step: OnStep = lambda _said: None,
    weigh: Weigher = weigh_here,
) -> Linkage:
    """Find the persons of a register. Same records, same answer, in any order of rows and on any engine."""
    records = register.table.num_rows
    on_step(f"reading {records:,} records")
    have = _prepare(register, con)
    let_go()
    aspects = aspects_of(have, accounts=register.columns.are_accounts)
    on_step("choosing what to compare")
    candidates(con, records, have)
    compared = _count(con, "pairs")
    on_step("learning what each likeness weighs here")
    aspects = trained(con, aspects, records)
    on_step(f"comparing {compared:,} pairs")
    pairs = weigh(con, aspects, records) if compared else _no_pairs(aspects)
    on_step("gathering persons")
    return _gathered(register, aspects, pairs, compared, _true_compared(con, register), con)


def _prepare(register: Register, con: duckdb.DuckDBPyConnection) -> set[str]:
    """Table `prepared`; gives the columns of it that hold anything."""
    table = prepared(register.table, register.columns)
    con.register("prepared_rows", table)
    held = [name for name in NUMBERS if table[f"{name}1"].null_count < records_of(table)]
    counted = "".join(f", coalesce({name}_of.n, 0) as {name}_held" for name in held)
    joins = "".join(
        f" left join (select {name}1 v, count(*)::integer n from prepared_rows group by 1) {name}_of"  # noqa: S608
        f" on {name}_of.v = p.{name}1"
        for name in held
    )
    con.execute(f"create or replace table prepared as select p.*{counted} from prepared_rows p{joins} order by nr")  # noqa: S608
    con.unregister("prepared_rows")
    for function, given, gives in FUNCTIONS:
        con.execute(f"create or replace temp macro {function}({', '.join(given)}) as ({gives})")
    return {name for name in table.column_names if _holds(table[name])}


def records_of(table: pa.Table) -> int:
    """How many rows."""
    return int(table.num_rows)


def _holds(column: pa.ChunkedArray) -> bool:
    if column.null_count == len(column):
        return False
    return column.type != pa.int32() or bool(pc.max(column).as_py())


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(con.execute(f"select count(*) from {table}").fetchall()[0][0])  # noqa: S608


def _no_pairs(aspects: Sequence[Aspect]) -> pa.Table:
    weights = {name: pa.array([], pa.float64()) for name in ("match_weight", *(f"mw_{its.name}" for its in aspects))}
    return pa.table({"nr_l": pa.array([], pa.int32()), "nr_r": pa.array([], pa.int32())} | weights)


def _true_compared(con: duckdb.DuckDBPyConnection, register: Register) -> int:
    """How many of the compared pairs are one person in truth."""
    if register.truth is None:
        return 0
    con.register("truths", pa.table({"nr": pa.array(range(len(register.truth)), pa.int32()), "who": register.truth}))
    found = con.execute(
        "select count(*) from pairs join truths a on a.nr = join_key_l join truths b on b.nr = join_key_r"
        " where a.who = b.who"
    ).fetchall()
    con.unregister("truths")
    return int(found[0][0])


def _kept(register: Register, aspects: Sequence[Aspect], pairs: pa.Table) -> tuple[pa.Table, Shares, Asked]:
    """The pairs that are not hopeless, with their whole weights, and what this register asks of them."""
    records = register.table.num_rows
    pairs = _never_against(pairs, aspects)
    first = math.log2(1 / (max(records, 2) - 1))  # the odds under which they were weighed
    person_weights, kin = pairs["match_weight"].to_numpy() - first, among_kin(pairs, aspects)
    shares = shares_of(person_weights, kin, records)
    start, off = shares.weighed(kin)
    shifted = pa.array(np.round(person_weights + start + off, 9))
    pairs = pairs.set_column(pairs.column_names.index("match_weight"), "match_weight", shifted)
    pairs = pairs.append_column(f"mw_{HOUSEHOLD}", pa.array(off))
    above = pc.greater(shifted, APART if records > SMALL else POSSIBLE)
    kept = (
        pairs.filter(pc.or_(above, pa.array(_by_name_alone(pairs, aspects))))
        if records <= SMALL
        else pairs.filter(above)
    )
    asks = Asked() if register.columns.are_accounts else asked(pairs, aspects, shares, records)
    return kept, shares, asks


def _gathered(  # noqa: PLR0917 - one caller, all of its facts
    register: Register,
    aspects: Sequence[Aspect],
    pairs: pa.Table,
    compared: int,
    compared_true: int,
    con: duckdb.DuckDBPyConnection,
) -> Linkage:
    records = register.table.num_rows
    kept, shares, asks = _kept(register, aspects, pairs)
    kept = _cut(kept, kept_apart(con, kept, aspects))
    edges = list(zip(*(kept[name].to_pylist() for name in ("nr_l", "nr_r", "match_weight")), strict=True))
    enough = ENOUGH * (1 - asks.told / MOST)
    weights, most = kept["match_weight"].to_numpy(), asks.of(kept, aspects)
    gathering = held_against(kept, weights - most)
    person = gathered(records, _weighing(edges, gathering), enough=enough)
    _with_copies(person, edges, _copies(con))
    person = sure(person, edges)
    return Linkage(
        register=register,
        aspects=tuple(aspects),
        person=person,
        score=_scores(person, edges),
        prior=shares.person,
        pairs=banded(kept, np.asarray(person, np.int64), short=weights <= most),
        compared=compared,
        compared_true=compared_true,
    )


def _cut(kept: pa.Table, why: NDArray[np.int8]) -> pa.Table:
    """The kept pairs, with what is cut off those that are possible at most."""
    weight, never = kept["match_weight"].to_numpy(), why > 0
    off = np.where(never, np.minimum(0.0, CUT - weight), 0.0)
    kept = kept.set_column(kept.column_names.index("match_weight"), "match_weight", pa.array(np.round(weight + off, 9)))
    kept = kept.append_column(f"mw_{KEPT_APART}", pa.array(np.round(off, 9)))
    return kept.append_column(KEPT_APART, pa.array(why, pa.int8()))


def _never_against(pairs: pa.Table, aspects: Sequence[Aspect]) -> pa.Table:
    """Pairs where what is common here says nothing, rather than something against: the one village of a register."""
    whole = pairs["match_weight"].to_numpy()
    for aspect in aspects:
        rarer = f"mw_tf_adj_{aspect.name}"
        if rarer in pairs.column_names:
            weight, less = pairs[f"mw_{aspect.name}"].to_numpy(), np.nan_to_num(pairs[rarer].to_numpy())
            least = np.where(weight > 0, np.maximum(less, -weight), less)
            whole = whole + least - less
            pairs = pairs.set_column(pairs.column_names.index(rarer), rarer, pa.array(np.round(least, 9)))
    return pairs.set_column(pairs.column_names.index("match_weight"), "match_weight", pa.array(np.round(whole, 9)))


def _weighing(
    edges: Sequence[tuple[int, int, float]], weights: NDArray[np.float64]
) -> Iterator[tuple[int, int, float]]:
    return ((one, other, weight) for (one, other, _its), weight in zip(edges, weights.tolist(), strict=True))


def _by_name_alone(pairs: pa.Table, aspects: Sequence[Aspect]) -> NDArray[np.bool_]:
    """Pairs that have a full name in common and nothing that speaks against: possible, whatever they weigh."""
    found = np.ones(pairs.num_rows, np.bool_)
    for aspect in aspects:
        seen = degrees_seen(pairs, aspect)
        if aspect.name == "names":
            full = [at for at, degree in enumerate(aspect.degrees) if degree.said.startswith(FULL_NAME)]
            found &= np.isin(seen, full)
        else:
            expected = next(other for other in ASPECTS if other.name == aspect.name)  # learnt, all else may weigh less
            against = [at for at, degree in enumerate(expected.degrees) if degree.weight < 0]
            found &= ~np.isin(seen, against)
    return found if any(aspect.name == "names" for aspect in aspects) else np.zeros(pairs.num_rows, np.bool_)


def _copies(con: duckdb.DuckDBPyConnection) -> dict[int, int]:
    """Each of very many equal records, and the first of them."""
    return dict(con.execute("select nr, first from copies").fetchall())


def _with_copies(person: "array[int]", edges: Sequence[tuple[int, int, float]], copies: Mapping[int, int]) -> None:
    """Put very many equal records to the first of them, where being equal says that they are one person."""
    if not copies:
        return
    moved = {person[nr]: person[first] for first, nr, weight in edges if copies.get(nr) == first and weight > ENOUGH}
    for record, head in enumerate(person):
        person[record] = min(head, moved.get(head, head))


def _scores(person: "array[int]", edges: Sequence[tuple[int, int, float]]) -> list[float]:
    """For each record, the probability that the average weight against the others of its person says; 1 when alone.

    Pairs that were not compared say nothing, for or against.
    """
    sizes: dict[int, int] = {}
    for head in person:
        sizes[head] = sizes.get(head, 0) + 1
    sums = array("d", bytes(8 * len(person)))
    for one, other, weight in edges:
        if person[one] == person[other]:
            sums[one] += weight
            sums[other] += weight
    return [
        round(probability(sums[record] / (sizes[head] - 1)), 4) if sizes[head] > 1 else 1.0
        for record, head in enumerate(person)
    ]
