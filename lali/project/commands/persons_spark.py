"""`lali link persons --engine spark`: pairs are weighed by Splink's Spark back end, by the very same conditions.

Records and pairs go to Spark as Parquet in a folder that driver and workers share, and come back the same way.
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from lali.engines.persons import Weigher
from lali.engines.persons.comparing import FUNCTIONS, Aspect
from lali.engines.persons.weighing import in_order, is_wanted, weighed_by
from lali.project.commands.spark_session import spark_session

SETTINGS = {
    "spark.sql.ansi.enabled": "false",  # a number of no use is null, as on DuckDB
    # else whole conditions are put into whole conditions, more than Java compiles
    "spark.sql.optimizer.excludedRules": "org.apache.spark.sql.catalyst.optimizer.CollapseProject",
}


@contextmanager
def weighed_on_spark(master: str) -> Iterator[Weigher]:
    """A weigher for `link`; FileRefused when there is no Spark or no Java."""
    with (
        spark_session(master, SETTINGS) as session,
        tempfile.TemporaryDirectory(prefix="lali-link-") as folder,
    ):
        yield _weigher(session, Path(folder))


def _weigher(session: Any, folder: Path) -> Weigher:
    import pyarrow.parquet as pq  # noqa: PLC0415 - an extra
    from pyspark.sql.functions import arrow_udf  # noqa: PLC0415
    from splink import SparkAPI  # noqa: PLC0415

    def weigh(con: duckdb.DuckDBPyConnection, aspects: Sequence[Aspect], records: int) -> pa.Table:
        for name in ("prepared", "pairs"):
            con.execute(f"copy {name} to '{folder / name}.parquet' (format parquet)")
        for name, given, gives in FUNCTIONS:
            session.udf.register(name, arrow_udf(function_of(given, gives), "int"))
        tables = [session.read.parquet(str(folder / f"{name}.parquet")) for name in ("prepared", "pairs")]
        api = SparkAPI(spark_session=session, break_lineage_method="persist", register_udfs_automatically=False)
        weighed = session.table(weighed_by(api, *tables, aspects, records).physical_name)
        kept = weighed.select(*filter(is_wanted, weighed.columns))
        kept.write.parquet(str(folder / "weighed"))
        return in_order(pq.read_table(folder / "weighed"))

    return weigh


def function_of(given: Sequence[str], gives: str) -> Callable[..., pa.Array]:
    """What DuckDB works out of some columns by the expression `gives`, as a function over Arrow columns."""

    def function(*columns: pa.Array) -> pa.Array:
        with duckdb.connect() as con:
            con.register("given", pa.table(dict(zip(given, columns, strict=True))))
            return con.sql(f"select cast({gives} as integer) from given").to_arrow_table().column(0).combine_chunks()  # noqa: S608

    return function
