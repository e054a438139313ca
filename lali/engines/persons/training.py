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

from .comparing import Aspect, Degree

LEARNT_FROM = 40  # records; a smaller register is weighed as expected
STRANGERS = 1_000  # records whose pairs are counted as of strangers
SAMPLED = 250_000  # compared pairs that are learnt from
EXPECTED = 100.0  # pairs of one person that the expectation counts for
SEEN = 10.0  # strangers' pairs at a degree from which their number is trusted
SUPPOSED = 1_000.0  # pairs of strangers that the expectation counts for
STEPS = 12
CONTRARY = 1.25  # times what is expected: so often, at most, one person's records differ in what lasts
PLAINLY = -4.0  # weight from which one thing alone tells two persons apart
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
        aspects,
        f"(with taken as (select nr from prepared anti join copies using (nr) where nr % {step} = 0) "  # noqa: S608
        "select a.nr join_key_l, b.nr join_key_r from taken a join taken b on a.nr < b.nr)",
    )
    themselves = "(select nr join_key_l, nr join_key_r from prepared)"
    aspects = [
        aspect if aspect.is_learnt else _coinciding(aspects, strangers, place, _patterns(con, [aspect], themselves))
        for place, aspect in enumerate(aspects)
    ]
    seen = {place: _seen(aspects[place], strangers, place) for place in learnt}
    total = int(con.execute("select count(*) from pairs").fetchall()[0][0])
    keep = max(1, total // SAMPLED)
    compared = _patterns(
        con,
        aspects,
        f"(select * from pairs where hash(join_key_l, join_key_r) % {keep} = 0)",  # noqa: S608
    )
    every = records * (records - 1) / 2
    return _maximised(aspects, seen, compared, share=1 / keep, every=every, counted=sum(strangers.values()) / every)


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


def _seen(aspect: Aspect, patterns: Mapping[Pattern, int], place: int) -> list[float]:
    """How many random pairs show each degree of the aspect in this place."""
    counts = [0.0] * len(aspect.degrees)
    for pattern, count in patterns.items():
        if pattern[place] >= 0:
            counts[pattern[place]] += count
    return counts


def _coinciding(
    aspects: Sequence[Aspect], patterns: Mapping[Pattern, int], place: int, own: Mapping[Pattern, int]
) -> Aspect:
    """Names, weighed by how often they coincide here among pairs whom a birth or an age tells apart.

    `own` holds the degrees that records show when held against themselves: how common or rare names are here.
    """
    aspect = aspects[place]
    apart = _seen(aspect, {its: count for its, count in patterns.items() if _are_apart(aspects, its)}, place)
    every = sum(apart)
    records = _seen(aspect, own, 0)
    of_kind = _sums(aspect, records)
    degrees = []
    for count, those, degree in zip(apart, records, aspect.degrees, strict=True):
        if not those or count < SEEN:
            degrees.append(degree)
            continue
        m = _expected(aspect, degree) * those / of_kind[degree.among]
        u = (count + SUPPOSED * m / 2**degree.weight) / (every + SUPPOSED)
        degrees.append(replace(degree, m=m, weight=math.log2(m / u), kin=degree.kin * m / degree.m + u))
    return replace(aspect, degrees=tuple(degrees))


def _are_apart(aspects: Sequence[Aspect], pattern: Pattern) -> bool:
    """Whether something says plainly that a pair is two persons."""
    return any(
        place >= 0 and aspect.is_learnt and aspect.degrees[place].weight <= PLAINLY
        for aspect, place in zip(aspects, pattern, strict=True)
    )


def _strangers(aspect: Aspect, seen: Sequence[float], matches: Sequence[float]) -> list[float]:
    """The share of strangers at each degree, `matches` taken off what was seen; as expected where few were seen."""
    known = _sums(aspect, seen)
    found = []
    for count, match, degree in zip(seen, matches, aspect.degrees, strict=True):
        its, strangers, expected = known[degree.among], count - match, degree.u / _expected(aspect, degree)
        if its < SEEN * SEEN:
            found.append(expected)
        elif strangers < SEEN:
            found.append(min(expected, SEEN / its))
        else:
            found.append((strangers + SUPPOSED * expected) / (its + SUPPOSED))
    return found


def _sums(aspect: Aspect, counts: Sequence[float]) -> dict[str, float]:
    """The sum of what was counted for each kind of knowledge."""
    sums: dict[str, float] = {}
    for count, degree in zip(counts, aspect.degrees, strict=True):
        sums[degree.among] = sums.get(degree.among, 0.0) + count
    return sums


def _expected(aspect: Aspect, degree: Degree) -> float:
    """The expected share of a degree's kind of knowledge among pairs of one person."""
    return sum(other.m for other in aspect.degrees if other.among == degree.among)


def _maximised(
    aspects: Sequence[Aspect],
    seen: Mapping[int, Sequence[float]],
    compared: Mapping[Pattern, int],
    *,
    share: float,
    every: float,
    counted: float,
) -> list[Aspect]:
    """Expectation-maximisation: who is one person by the weights, what they share, the weights by that.

    `seen` holds how many random pairs show each degree of the aspects that are learnt; `counted` is their share of all
    pairs, `share` that of the compared ones.
    """
    u = {place: _strangers(aspects[place], its, [0.0] * len(its)) for place, its in seen.items()}
    weights = [[degree.weight for degree in aspect.degrees] for aspect in aspects]
    kin = [_among_kin(aspect, u.get(place)) for place, aspect in enumerate(aspects)]
    prior = relatives = 1 / max(4.0, math.sqrt(2 * every))
    for _step in range(STEPS):
        found = [[0.0] * len(aspect.degrees) for aspect in aspects]
        matches = of_kin = 0.0
        for pattern, count in compared.items():
            shown = [(its, place) for its, place in enumerate(pattern) if place >= 0]
            one = prior * 2.0 ** sum(weights[its][place] for its, place in shown)
            two = relatives * 2.0 ** sum(kin[its][place] for its, place in shown)
            whole = one + two + (1 - prior - relatives)
            of_kin += count * two / whole
            if (expected := count * one / whole) < _NEXT_TO_NOTHING:
                continue
            matches += expected
            for its, place in shown:
                found[its][place] += expected
        moved = abs(matches / share / every / prior - 1)
        prior = min(0.25, max(matches / share, 0.5) / every)
        relatives = min(0.25, (of_kin / share + 1) / every)
        for place, random in seen.items():
            u[place] = _strangers(aspects[place], random, [one / share * counted for one in found[place]])
            weights[place] = _weights(aspects[place], found[place], u[place])
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
    """The share of each degree among pairs of one person; in what lasts, what speaks against is kept rare.

    Else a register full of relatives would teach that one person has many days of birth.
    """
    sums = _sums(aspect, found)
    shares = []
    for its, degree in zip(found, aspect.degrees, strict=True):
        among = _expected(aspect, degree)
        share = (its + EXPECTED * degree.m) / (sums[degree.among] + EXPECTED * among)
        shares.append(min(share, CONTRARY * degree.m / among) if aspect.is_lasting and degree.weight < 0 else share)
    return shares


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
