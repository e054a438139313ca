"""Opening a table by what its first bytes say."""

import time
from collections.abc import Callable
from typing import BinaryIO

from lali.engines.tables.csv_files import open_csv
from lali.engines.tables.table import Limits, Table, TableRefused
from lali.engines.tables.xlsx_files import open_xlsx

ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
OTHER = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"7z\xbc\xaf", b"\x1f\x8b", b"Rar!", b"<!DOC", b"<html")


def open_table(file: BinaryIO, *, limits: Limits | None = None, clock: Callable[[], float] = time.monotonic) -> Table:
    """Open a seekable file. TableRefused when it is no CSV or XLSX table, or one that would exhaust its reader."""
    limits = limits or Limits()
    file.seek(0)
    first = file.read(8)
    if first.startswith(ZIP):
        return open_xlsx(file, limits, clock)
    if first.startswith(OLD_EXCEL):
        raise TableRefused("old", "This is an old Excel file, or one with a password. Save it as XLSX or CSV first.")
    if first.startswith(OTHER):
        raise TableRefused("other", "This is not a table. Save it as XLSX or CSV first.")
    return open_csv(file, limits, clock)
