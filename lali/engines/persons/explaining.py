"""Why two records are proposed as one person: each comparison's weight, in plain words, from the prior to the sum."""

from collections.abc import Iterator, Sequence

import duckdb
import pyarrow as pa

from .apart import ASPECT as KEPT_APART
from .apart import SAID as APART_SAID
from .banding import NOBODY, noted
from .comparing import Aspect, probability
from .households import ASPECT as HOUSEHOLD
from .households import SAID as HOUSEHOLD_SAID
from .linking import Linkage, Pair, Part
from .training import both_sides, degree_sql

START = "any two rows of this file are seldom one person"
NOT_SAID = 0.05  # what a household takes off is no step of its own below


def explained(linkage: Linkage, pairs: pa.Table, *, con: duckdb.DuckDBPyConnection) -> Iterator[Pair]:
    """Each of `pairs` (rows of `linkage.pairs`) with its waterfall; the parts add up to the pair's weight.

    `con` is the connection that linked: the prepared records are still there.
    """
    con.register("asked_pairs", pa.table({"join_key_l": pairs["nr_l"], "join_key_r": pairs["nr_r"]}))
    degrees = _degrees(linkage.aspects, con)
    con.unregister("asked_pairs")
    ids = linkage.register.ids
    for row in pairs.to_pylist():
        seen = degrees[row["nr_l"], row["nr_r"]]
        parts = [_part(aspect, place, row) for aspect, place in zip(linkage.aspects, seen, strict=True)]
        known = [part for part in parts if part is not None]
        if (off := round(row[f"mw_{HOUSEHOLD}"], 3)) < -NOT_SAID:
            known.append(Part(HOUSEHOLD, HOUSEHOLD_SAID, off))
        if row[KEPT_APART]:
            known.append(Part(KEPT_APART, APART_SAID[row[KEPT_APART]], round(row[f"mw_{KEPT_APART}"], 3)))
        start = row["match_weight"] - sum(part.weight for part in known)
        weight = row["match_weight"]
        one, other = ids[row["nr_l"]].as_py(), ids[row["nr_r"]].as_py()
        yield Pair(
            one=one,
            other=other,
            weight=round(weight, 3),
            probability=round(probability(weight), 6),
            parts=(Part("start", START, round(start, 3)), *known),
            band=row["band"],
            note=noted(row, one, other, ids[row["tie"]].as_py() if row["tie"] != NOBODY else None),
        )


def _degrees(aspects: Sequence[Aspect], con: duckdb.DuckDBPyConnection) -> dict[tuple[int, int], tuple[int, ...]]:
    """For each asked pair, the place of the degree seen in each aspect (-1: not known of both)."""
    seen = ", ".join(degree_sql(aspect) for aspect in aspects)
    rows = con.execute(f"select join_key_l, join_key_r, {seen} from {both_sides(aspects, 'asked_pairs')}").fetchall()  # noqa: S608
    return {(row[0], row[1]): tuple(row[2:]) for row in rows}


def _part(aspect: Aspect, place: int, row: dict[str, float]) -> Part | None:
    if place < 0:
        return None
    weight = row[f"mw_{aspect.name}"]
    rarer = row.get(f"mw_tf_adj_{aspect.name}") or 0.0
    return Part(aspect.name, aspect.degrees[place].said, round(weight + rarer, 3))
