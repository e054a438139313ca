"""The weights of pairs, by Splink on DuckDB, in this process."""

import logging
from collections.abc import Sequence
from typing import Any, Protocol

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from splink import DuckDBAPI, Linker, SettingsCreator

from .comparing import Aspect
from .settings import settled

LOWEST = -16.0  # weight, before the prior is known, below which a pair is not looked at again
_KEYS = ("nr_l", "nr_r")
_DIGITS = 9  # of a weight: engines may differ in the last bits of a logarithm


class Weigher(Protocol):
    """Gives the pairs of the tables `prepared` and `pairs` that are not hopeless, with their weights, in order."""

    def __call__(self, con: duckdb.DuckDBPyConnection, aspects: Sequence[Aspect], records: int) -> pa.Table:
        """Columns nr_l, nr_r, match_weight (under the prior 1 / records), mw_ASPECT, mw_tf_adj_ASPECT."""


def weigh_here(con: duckdb.DuckDBPyConnection, aspects: Sequence[Aspect], records: int) -> pa.Table:
    """On DuckDB."""
    api = DuckDBAPI(con)
    read = con.sql(f"select {', '.join(_read(aspects))} from prepared")  # noqa: S608 - Splink copies all that it is given
    weighed = weighed_by(api, read, con.table("pairs"), aspects, records)
    columns = [row[0] for row in con.execute(f"describe {weighed.physical_name}").fetchall()]
    wanted = ", ".join(name for name in columns if is_wanted(name))
    table = con.sql(f"select {wanted} from {weighed.physical_name}").to_arrow_table()  # noqa: S608
    weighed.drop_table_from_database_and_remove_from_cache()
    return in_order(table)


def _read(aspects: Sequence[Aspect]) -> list[str]:
    """The columns of the prepared records that are read to weigh pairs."""
    rarer = {degree.rare_in for aspect in aspects for degree in aspect.degrees if degree.rare_in}
    return ["nr", *sorted(rarer.union(*(aspect.columns for aspect in aspects)) - {"nr"})]


def weighed_by(api: Any, prepared: Any, pairs: Any, aspects: Sequence[Aspect], records: int) -> Any:
    """Splink's table of weighed pairs, on whatever it is given."""
    settings = SettingsCreator(**settled(aspects, prior=1 / max(records, 2)))
    linker = Linker(api.register(prepared), settings)
    silence()  # making a linker turns its voice on
    linker.table_management.register_blocked_pairs_for_predict(api.register(pairs))
    return linker.inference.predict(threshold_match_weight=LOWEST)


def silence() -> None:
    """Splink tells every step; Lali tells its own."""
    logging.getLogger("splink").setLevel(logging.CRITICAL)


def is_wanted(column: str) -> bool:
    """Whether a column of Splink's answer is kept: who, and the weights."""
    return column in {*_KEYS, "match_weight"} or column.startswith("mw_")


def in_order(table: pa.Table) -> pa.Table:
    """Weighed pairs sorted by their records, weights rounded, so that every engine gives the same."""
    kept = {name: table[name].cast(pa.int32()) for name in _KEYS}
    kept |= {name: pc.round(table[name], _DIGITS) for name in table.column_names if name not in _KEYS}
    return pa.table(kept).sort_by([(name, "ascending") for name in _KEYS])
