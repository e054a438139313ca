"""Which records are compared at all: those that share something rare enough.

A key is two things that rarely stand together by chance: two names in any order, a name and a birth, a birth and a
place, a document. Records that share a key are a block; blocks are taken from the smallest up until the pairs in them
reach a budget, so that the work grows with the number of records whatever stands in them, and what an agency's phone
or a common name ties is left out.
"""

from collections.abc import Iterator

import duckdb

from .preparing import SLOTS

PAIRS_A_RECORD = 90  # the budget of small and middling registers
PAIRS_A_RECORD_LARGE = 6
LARGE = 200_000  # records
BIGGEST = 400  # records in one block: no block is larger, whatever the budget


def _keys(*, large: bool) -> Iterator[tuple[str, str]]:
    """Kinds of keys: what is put together, and when it says something. SQL over the prepared records."""
    for one in SLOTS:
        for other in SLOTS[one:]:
            yield f"least(c{one}, c{other}), greatest(c{one}, c{other})", f"c{one} > 0 and c{other} > 0"
    alone = SLOTS[:2] if large else SLOTS
    for slot in alone:
        for with_it in ("born", "post", "year", "place", "month_day", "post_area"):
            yield (
                f"c{slot}, {with_it}",
                f"c{slot} > 0 and {with_it} is not null" + (" and month_day > 0" if with_it == "month_day" else ""),
            )
        yield f"c{slot}", f"c{slot} > 0"
    yield "born, post_area", "born is not null and post_area is not null"
    yield "born, place", "born is not null and place is not null"
    yield "born", "month_day > 0"
    yield "year, post", "year is not null and post is not null"
    yield "post, place", "post is not null"
    yield "month_day, post", "month_day > 0 and post is not null"
    yield "month_day, place, sex", "month_day > 0 and place is not null"
    yield "place, job, year", "place is not null and job is not null and year is not null"
    yield "address", "address is not null"
    for name in ("doc", "tel", "handle", "pay", "stem", "root"):
        for place in (1, 2):
            yield f"{name}{place}", f"{name}{place} is not null"


def candidates(con: duckdb.DuckDBPyConnection, records: int, have: set[str]) -> None:
    """Make table `pairs` (join_key_l < join_key_r, match_key) of the records in table `prepared`.

    `have` names the columns of `prepared` that hold anything; kinds of keys with another are passed over.
    """
    con.execute("create or replace temp table blocks (k ubigint, nr integer)")
    large = records >= LARGE
    kinds: dict[str, list[str]] = {}
    for what, when in _keys(large=large):
        if {word.strip(" )") for word in what.replace("least(", "").replace("greatest(", "").split(",")} <= have:
            name = "names" if "least" in what else "".join(one for one in what if not one.isdigit())
            kinds.setdefault(name, []).append(f"select hash('{name}', {what}) k, nr from prepared where {when}")  # noqa: S608
    for its in kinds.values():  # one kind after another: memory holds the keys of one
        con.execute(
            f"insert into blocks with keyed as materialized ({' union all '.join(its)}), "  # noqa: S608
            f"shared as (select k from keyed group by k having count(*) between 2 and {BIGGEST}) "
            "select k, nr from keyed semi join shared using (k)"
        )
    budget = records * (PAIRS_A_RECORD_LARGE if large else PAIRS_A_RECORD)
    con.execute(
        f"""create or replace temp table pairs as
        with members as (select distinct k, nr from blocks), sizes as (select k, count(*) n from members group by k),
        by_size as (select n, sum(n * (n - 1) / 2) pairs from sizes where n between 2 and {BIGGEST} group by n),
        upto as (select n, sum(pairs) over (order by n) total from by_size),
        cut as (select coalesce(max(n), 2) n from upto where total <= {budget}),
        small as (select k from sizes, cut where sizes.n between 2 and cut.n),
        taken as (select k, nr from members semi join small using (k))
        select distinct a.nr join_key_l, b.nr join_key_r, '0' match_key
        from taken a join taken b on a.k = b.k and a.nr < b.nr"""  # noqa: S608
    )
    con.execute("drop table blocks")
    _copies(con, have)


def _copies(con: duckdb.DuckDBPyConnection, have: set[str]) -> None:
    """Records equal in all that is compared, when they are too many for a block: each is compared with the first."""
    compared = ", ".join(sorted(have - {"nr"}))
    con.execute(
        f"""create or replace temp table copies as
        with hashed as (select nr, hash({compared}) h from prepared),
        many as (select h, min(nr) first from hashed group by h having count(*) > {BIGGEST})
        select first, nr from hashed join many using (h) where nr > first"""  # noqa: S608
    )
    con.execute(
        "insert into pairs select first, nr, '1' from copies anti join pairs on first = join_key_l and nr = join_key_r"
    )
