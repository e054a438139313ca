"""What each degree of likeness weighs in this register: learnt from its own pairs where it has enough of them.

How often strangers agree is counted among random pairs; how often records of one person agree is learnt by
expectation-maximisation over the compared pairs, names being the fixed point that the rest is learnt around. What was
expected before (`comparing`) counts as so many pairs more, so that a small register changes little.

After Fellegi and Sunter, "A theory for record linkage", 1969, and Winkler's use of expectation-maximisation for it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import duckdb

from .comparing import Aspect

LEARNT_FROM = 300  # records; a smaller register is weighed as expected
STRANGERS = 1_000  # records whose pairs are counted as of strangers
SAMPLED = 250_000  # compared pairs that are learnt from
EXPECTED = 100.0  # pairs of one person that the expectation counts for
SEEN = 10  # strangers' pairs at a degree from which their number is trusted
STEPS = 12
LOWEST, HIGHEST = -7.0, 20.0  # weights: no single thing says more
_MOVED = 0.002

Pattern = tuple[int, ...]


def trained(con: duckdb.DuckDBPyConnection, aspects: Sequence[Aspect], records: int) -> list[Aspect]:
    """The aspects with the weights of this register; as they are when it is small.

    Reads the tables `prepared` and `pairs`. The same records give the same weights.
    """
    learnt = [place for place, aspect in enumerate(aspects) if aspect.is_learnt]
    if records < LEARNT_FROM or not learnt:
        return list(aspects)
    step = max(1, records // STRANGERS)
    strangers = _patterns(
        con,
        [aspects[place] for place in learnt],
        f"(with taken as (select nr from prepared anti join copies using (nr) where nr % {step} = 0) "  # noqa: S608
        "select a.nr join_key_l, b.nr join_key_r from taken a join taken b on a.nr < b.nr)",
    )
    u = {place: _strangers(aspects[place], strangers, at) for at, place in enumerate(learnt)}
    total = int(con.execute("select count(*) from pairs").fetchall()[0][0])
    keep = max(1, total // SAMPLED)
    compared = _patterns(
        con,
        aspects,
        f"(select * from pairs where hash(join_key_l, join_key_r) % {keep} = 0)",  # noqa: S608
    )
    return _maximised(aspects, u, compared, share=1 / keep, every=records * (records - 1) / 2)


def degree_sql(aspect: Aspect) -> str:
    """SQL for the place of the degree that a pair shows; -1 where it is not known of both."""
    said = [f"when {degree.when} then {place}" for place, degree in enumerate(aspect.degrees[:-1])]
    return f"case when {aspect.unknown} then -1 {' '.join(said)} else {len(aspect.degrees) - 1} end"


def both_sides(aspects: Sequence[Aspect], pairs: str) -> str:
    """SQL for pairs (join_key_l, join_key_r) with the columns of both records."""
    read = sorted({column for aspect in aspects for column in aspect.columns})
    both = ", ".join(f"{side}.{column} as {column}_{side}" for side in ("l", "r") for column in read)
    return (
        f"(select join_key_l, join_key_r, {both} from {pairs} p "  # noqa: S608
        "join prepared l on l.nr = join_key_l join prepared r on r.nr = join_key_r)"
    )


def _patterns(con: duckdb.DuckDBPyConnection, aspects: Sequence[Aspect], pairs: str) -> dict[Pattern, int]:
    """How many pairs show each pattern of degrees."""
    seen = ", ".join(f"{degree_sql(aspect)} as d{place}" for place, aspect in enumerate(aspects))
    sql = f"select {seen}, count(*) from {both_sides(aspects, pairs)} group by all order by all"  # noqa: S608
    rows = con.execute(sql).fetchall()
    return {tuple(row[:-1]): int(row[-1]) for row in rows}


def _strangers(aspect: Aspect, patterns: Mapping[Pattern, int], at: int) -> list[float]:
    """The share of strangers at each degree; as expected where too few were seen."""
    counts = [0] * len(aspect.degrees)
    for pattern, count in patterns.items():
        if pattern[at] >= 0:
            counts[pattern[at]] += count
    known = sum(counts)
    if known < SEEN * SEEN:
        return [degree.u for degree in aspect.degrees]
    return [
        count / known if count >= SEEN else min(degree.u, SEEN / known)
        for count, degree in zip(counts, aspect.degrees, strict=True)
    ]


def _maximised(
    aspects: Sequence[Aspect],
    u: Mapping[int, Sequence[float]],
    compared: Mapping[Pattern, int],
    *,
    share: float,
    every: float,
) -> list[Aspect]:
    """Expectation-maximisation: who is one person by the weights, what they share, the weights by that."""
    weights = [[degree.weight for degree in aspect.degrees] for aspect in aspects]
    kin = [_among_kin(aspect, u.get(place)) for place, aspect in enumerate(aspects)]
    prior = relatives = 1 / max(4.0, math.sqrt(2 * every))
    for _step in range(STEPS):
        found = [[0.0] * len(aspect.degrees) for aspect in aspects]
        matches = of_kin = 0.0
        for pattern, count in compared.items():
            seen = [(its, place) for its, place in enumerate(pattern) if place >= 0]
            one = prior * 2.0 ** sum(weights[its][place] for its, place in seen)
            two = relatives * 2.0 ** sum(kin[its][place] for its, place in seen)
            whole = one + two + (1 - prior - relatives)
            of_kin += count * two / whole
            if (expected := count * one / whole) < _NEXT_TO_NOTHING:
                continue
            matches += expected
            for its, place in seen:
                found[its][place] += expected
        moved = abs(matches / share / every / prior - 1)
        prior = min(0.25, max(matches / share, 0.5) / every)
        relatives = min(0.25, (of_kin / share + 1) / every)
        for place, strangers in u.items():
            weights[place] = _weights(aspects[place], found[place], strangers)
        if moved < _MOVED:
            break
    return [_with_weights(aspect, found[place], weights[place], u.get(place)) for place, aspect in enumerate(aspects)]


def _among_kin(aspect: Aspect, strangers: Sequence[float] | None) -> list[float]:
    """How much likelier each degree is among relatives at one place than among strangers, in powers of two."""
    shares = strangers or [degree.u for degree in aspect.degrees]
    return [
        math.log2(degree.kin / other) if degree.kin else 0.0
        for degree, other in zip(aspect.degrees, shares, strict=True)
    ]


_NEXT_TO_NOTHING = 1e-4  # pairs


def _weights(aspect: Aspect, found: Sequence[float], strangers: Sequence[float]) -> list[float]:
    shares = _shares(aspect, found)
    return [min(HIGHEST, max(LOWEST, math.log2(m / other))) for m, other in zip(shares, strangers, strict=True)]


def _shares(aspect: Aspect, found: Sequence[float]) -> list[float]:
    total = sum(found) + EXPECTED * sum(degree.m for degree in aspect.degrees)
    return [(its + EXPECTED * degree.m) / total for its, degree in zip(found, aspect.degrees, strict=True)]


def _with_weights(
    aspect: Aspect, found: Sequence[float], weights: Sequence[float], strangers: Sequence[float] | None
) -> Aspect:
    if strangers is None:
        return aspect
    degrees = (
        replace(degree, m=m, weight=weight)
        for degree, m, weight in zip(aspect.degrees, _shares(aspect, found), weights, strict=True)
    )
    return replace(aspect, degrees=tuple(degrees))
