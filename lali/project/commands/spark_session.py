"""One way into Spark for every `lali link ... --engine spark`."""

import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from lali.project.commands.link_files import FileRefused

ROWS_AT_ONCE = 10_000
NO_SPARK = 'Spark needs an extra that is not installed here: pip install "lali[spark]".'
NO_JAVA = "Spark needs Java 17, and there is none here. On Debian: apt install openjdk-17-jre-headless."


@contextmanager
def spark_session(master: str, settings: Mapping[str, str] | None = None) -> Iterator[Any]:
    """A session that is stopped at the end; FileRefused when there is no Spark or no Java."""
    if not all(map(importlib.util.find_spec, ("pyspark", "pandas", "pyarrow"))):
        raise FileRefused(NO_SPARK)
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        raise FileRefused(NO_JAVA)
    session = _session(master, settings or {})
    try:
        yield session
    finally:
        session.stop()


def _session(master: str, settings: Mapping[str, str]) -> Any:
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = (
        SparkSession.builder.master(master)
        .appName("lali link")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.log.level", "ERROR")
        .config("spark.sql.shuffle.partitions", "8")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", str(ROWS_AT_ONCE))
    )
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()
