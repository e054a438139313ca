"""From a register to persons: prepare, block, weigh with Splink on DuckDB, gather."""

import math
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from .blocking import candidates
from .clustering import APART, ENOUGH, gathered
from .comparing import FUNCTIONS, Aspect, aspects_of, probability
from .preparing import prepared
from .reading import Register
from .training import trained
from .weighing import Weigher, weigh_here

NUMBERS = ("doc", "tel", "handle")
_STEPS = 40  # of the search for the prior
_LEAST_MATCHES = 0.5  # pairs of one person that are expected at least, whatever was found

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


@dataclass(frozen=True, slots=True)
class Linkage:
    """What was found: for each record (in the order of the register) its person and how sure that is.

    `prior` is the share of all pairs that are one person; `pairs` holds what was compared and is not hopeless, with
    columns nr_l, nr_r, match_weight and the weight of each aspect.
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
        """id, person (the id of its first record), score."""
        ids = self.register.ids
        heads = ids.take(pa.array(self.person, pa.int64()))
        return pa.table({"id": ids, "person": heads, "score": pa.array(self.score, pa.float64())})


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
    aspects = aspects_of(have)
    on_step("choosing what to compare")
    candidates(con, records, have)
    compared = _count(con, "pairs")
    on_step("learning what each likeness weighs here")
    aspects = trained(con, aspects, records)
    on_step(f"comparing {compared:,} pairs")
    pairs = weigh(con, aspects, records) if compared else _no_pairs()
    on_step("gathering persons")
    return _gathered(register, aspects, pairs, compared, _true_compared(con, register), _copies(con))


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


def _no_pairs() -> pa.Table:
    return pa.table(
        {"nr_l": pa.array([], pa.int32()), "nr_r": pa.array([], pa.int32()), "match_weight": pa.array([], pa.float64())}
    )


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


def prior_of(weights: Iterable[float], records: int) -> float:
    """The share of all pairs that are one person, such that the probabilities add up to it.

    `weights` are those under the prior 1 / records. Sums are over rounded weights, so that order says nothing.
    """
    counts: dict[int, int] = {}
    for weight in weights:
        place = round(weight * 8)
        counts[place] = counts.get(place, 0) + 1
    every = records * (records - 1) / 2
    start = math.log2(1 / max(records, 2))
    prior = 2**start
    for _step in range(_STEPS):
        shift = math.log2(prior / (1 - prior)) - math.log2(2**start / (1 - 2**start))
        matches = sum(count * probability(place / 8 + shift) for place, count in sorted(counts.items()))
        prior = min(0.25, max(matches, _LEAST_MATCHES) / max(every, 1))
    return prior


def _gathered(  # noqa: PLR0917 - one caller, all of its facts
    register: Register,
    aspects: Sequence[Aspect],
    pairs: pa.Table,
    compared: int,
    compared_true: int,
    copies: Mapping[int, int],
) -> Linkage:
    records = register.table.num_rows
    weights = pairs["match_weight"].to_pylist()
    prior = prior_of(weights, records)
    first = 1 / max(records, 2)
    shift = math.log2(prior / (1 - prior)) - math.log2(first / (1 - first)) if records > 1 else 0.0
    shifted = pc.add(pairs["match_weight"], shift)
    pairs = pairs.set_column(pairs.column_names.index("match_weight"), "match_weight", shifted)
    kept = pairs.filter(pc.greater(shifted, APART))
    edges = list(zip(*(kept[name].to_pylist() for name in ("nr_l", "nr_r", "match_weight")), strict=True))
    person = gathered(records, edges)
    _with_copies(person, edges, copies)
    return Linkage(
        register=register,
        aspects=tuple(aspects),
        person=person,
        score=_scores(person, edges),
        prior=prior,
        pairs=kept,
        compared=compared,
        compared_true=compared_true,
    )


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
    """For each record, the probability that the average weight against the others of its person says; 1 when alone."""
    sizes: dict[int, int] = {}
    for head in person:
        sizes[head] = sizes.get(head, 0) + 1
    sums = array("d", bytes(8 * len(person)))
    for one, other, weight in edges:
        if person[one] == person[other]:
            sums[one] += weight - APART
            sums[other] += weight - APART
    return [
        round(probability(sums[record] / (sizes[head] - 1) + APART), 4) if sizes[head] > 1 else 1.0
        for record, head in enumerate(person)
    ]
