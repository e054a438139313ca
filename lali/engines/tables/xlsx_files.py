"""XLSX: rows of the first sheet that has any, as they are shown; formulas are not calculated."""

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml.common import DefusedXmlException
from openpyxl.utils.exceptions import InvalidFileException

from lali.engines.tables.clock import Deadline
from lali.engines.tables.csv_files import row_of
from lali.engines.tables.table import Limits, Row, Table, TableRefused

assert openpyxl.DEFUSEDXML  # openpyxl parses with defusedxml: entities and external references are refused

FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
CHUNK = 1024 * 1024
MOST_PARTS = 2_000  # files in the archive
RATIO = 400  # unpacked to packed; honest sheets are below 100
SMALL = 10_000_000  # bytes below which the ratio says nothing
BROKEN = (
    zipfile.BadZipFile, InvalidFileException, ParseError, DefusedXmlException, KeyError, ValueError, TypeError,
    AttributeError, IndexError, EOFError, OSError, NotImplementedError, RuntimeError, OverflowError,
)  # fmt: skip


def open_xlsx(file: BinaryIO, limits: Limits, clock: Callable[[], float]) -> Table:
    """Open an XLSX file; TableRefused when it is none, or one made to exhaust its reader."""
    _look_over(file, limits)
    try:
        name, heading = _heading(file, limits)
    except TableRefused:
        raise
    except BROKEN:
        raise TableRefused("broken", "This is not an XLSX file that can be read.") from None
    if len(heading) > limits.columns:
        raise TableRefused("wide", f"This file has more than {limits.columns} columns.")
    return Table("xlsx", heading, {"sheet": name}, lambda: _rows(file, name, len(heading), limits, clock))


def _look_over(file: BinaryIO, limits: Limits) -> None:
    """Refuse bombs by what the archive says of itself; what it says is checked again as it is unpacked (CRC, size)."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except BROKEN:
        raise TableRefused("broken", "This is not an XLSX file that can be read.") from None
    bomb = TableRefused("bomb", "This file unpacks to far more than it should; it is not opened.")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > 2 * limits.unpacked:
        raise bomb
    for part in parts:
        most = limits.shared if part.filename.lower().endswith("sharedstrings.xml") else limits.unpacked
        if part.file_size > most or part.file_size > max(SMALL, part.compress_size * RATIO):
            raise bomb


def _book(file: BinaryIO, *, values: bool) -> Any:
    file.seek(0)
    return openpyxl.load_workbook(file, read_only=True, data_only=values, keep_links=False)


def _heading(file: BinaryIO, limits: Limits) -> tuple[str, tuple[str, ...]]:
    book = _book(file, values=True)
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what the file says of its size is not believed
            for cells in sheet.iter_rows(max_row=1, max_col=limits.columns + 1, values_only=True):
                shown = [_shown(cell) for cell in cells]
                while shown and not shown[-1]:
                    shown.pop()
                if shown:
                    return sheet.title, tuple(shown)
    finally:
        book.close()
    raise TableRefused("empty", "There is nothing in this file.")


def _has_formulas(file: BinaryIO) -> bool:
    """Whether any sheet has a formula; read in pieces, which overlap by the length of what is looked for."""
    with zipfile.ZipFile(file) as archive:
        for part in archive.namelist():
            if part.startswith("xl/worksheets/"):
                with archive.open(part) as sheet:
                    end = b""
                    while chunk := sheet.read(CHUNK):
                        if FORMULA.search(end + chunk):
                            return True
                        end = chunk[-8:]
    return False


def _rows(file: BinaryIO, name: str, width: int, limits: Limits, clock: Callable[[], float]) -> Iterator[Row]:
    """Rows with the values that the file itself has kept; the text of a formula where it kept none."""
    deadline = Deadline(clock, limits.seconds)
    books = [_book(file, values=True)]
    if _has_formulas(file):  # a second reading costs as much as the first
        books.append(_book(file, values=False))
    try:
        sheets = [book[name] for book in books]
        for sheet in sheets:
            sheet.reset_dimensions()
        read = [sheet.iter_rows(min_row=2, max_col=limits.columns + 1, values_only=True) for sheet in sheets]
        pairs = ((cells, cells) for cells in read[0]) if len(read) == 1 else zip(*read, strict=False)
        for number, (cells, written) in enumerate(pairs, start=2):
            deadline.look()
            limits.look(number)
            row = _row(number, cells, written, width, limits)
            if any(row.cells):
                yield row
    except TableRefused:
        raise
    except BROKEN:
        raise TableRefused("broken", "This is not an XLSX file that can be read.") from None
    finally:
        for book in books:
            book.close()


def _row(number: int, cells: tuple[Any, ...], written: tuple[Any, ...], width: int, limits: Limits) -> Row:
    calculated = any(isinstance(cell, str) and cell.startswith("=") for cell in written)
    filled = max((place for place, cell in enumerate(written, 1) if cell is not None), default=0)
    cells, written = cells[:filled], written[:filled]  # the reader fills every row up to the same width
    texts = [
        _shown(value) if value is not None else _shown(formula) for value, formula in zip(cells, written, strict=False)
    ]
    row = row_of(number, texts, width, limits)
    odd = (*row.odd, "formula") if calculated and "formula" not in row.odd else row.odd
    return replace(row, odd=odd)


def _shown(value: Any) -> str:
    """A value as a person reads it: days as 2026-12-31, whole numbers without a point."""
    match value:
        case None:
            return ""
        case bool():
            shown = "yes" if value else "no"
        case datetime():
            whole = value.time() == time()
            shown = value.date().isoformat() if whole else value.isoformat(sep=" ", timespec="minutes")
        case date() | time():
            shown = value.isoformat()
        case float():
            shown = format(value, ".15g")
        case _:
            shown = str(value).strip()
    return shown
