"""Why two records are proposed as one person: each comparison's weight, in plain words, from the prior to the sum."""

from collections.abc import Iterator, Sequence

import duckdb
import pyarrow as pa

from .comparing import Aspect, probability
from .linking import Linkage, Pair, Part

START = "before anything is compared"


def explained(linkage: Linkage, pairs: pa.Table, *, con: duckdb.DuckDBPyConnection) -> Iterator[Pair]:
    """Each of `pairs` (rows of `linkage.pairs`) with its waterfall; the parts add up to the pair's weight.

    `con` is the connection that linked: the prepared records are still there.
    """
    con.register("asked_pairs", pa.table({"nr_l": pairs["nr_l"], "nr_r": pairs["nr_r"]}))
    degrees = _degrees(linkage.aspects, con)
    con.unregister("asked_pairs")
    ids = linkage.register.ids
    for row in pairs.to_pylist():
        seen = degrees[row["nr_l"], row["nr_r"]]
        parts = [_part(aspect, place, row) for aspect, place in zip(linkage.aspects, seen, strict=True)]
        known = [part for part in parts if part is not None]
        start = row["match_weight"] - sum(part.weight for part in known)
        weight = row["match_weight"]
        yield Pair(
            one=ids[row["nr_l"]].as_py(),
            other=ids[row["nr_r"]].as_py(),
            weight=round(weight, 3),
            probability=round(probability(weight), 6),
            parts=(Part("start", START, round(start, 3)), *known),
        )


def _degrees(aspects: Sequence[Aspect], con: duckdb.DuckDBPyConnection) -> dict[tuple[int, int], tuple[int, ...]]:
    """For each asked pair, the place of the degree seen in each aspect (-1: not known of both)."""
    read = sorted({column for aspect in aspects for column in aspect.columns})
    both = ", ".join(f"{side}.{column} as {column}_{side}" for side in ("l", "r") for column in read)
    seen = ", ".join(_case(aspect) for aspect in aspects)
    rows = con.execute(
        f"select nr_l, nr_r, {seen} from (select nr_l, nr_r, {both} from asked_pairs "  # noqa: S608
        "join prepared l on l.nr = nr_l join prepared r on r.nr = nr_r)"
    ).fetchall()
    return {(row[0], row[1]): tuple(row[2:]) for row in rows}


def _case(aspect: Aspect) -> str:
    said = [f"when {degree.when} then {place}" for place, degree in enumerate(aspect.degrees[:-1])]
    return f"case when {aspect.unknown} then -1 {' '.join(said)} else {len(aspect.degrees) - 1} end"


def _part(aspect: Aspect, place: int, row: dict[str, float]) -> Part | None:
    if place < 0:
        return None
    weight = row[f"mw_{aspect.name}"]
    rarer = row.get(f"mw_tf_adj_{aspect.name}") or 0.0
    return Part(aspect.name, aspect.degrees[place].said, round(weight + rarer, 3))
