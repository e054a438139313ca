"""Tables: cells as texts. A formula is shown as it is written and never calculated."""

import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from lali.engines.tables import TableRefused, open_table
from lali.engines.viewing.archives import opened_zip
from lali.engines.viewing.described import Beware, Caution, Fact, Kind, Says, Seen, Sheet
from lali.engines.viewing.office import MOST_PART, of_office, office_cautions, office_facts, office_members
from lali.engines.viewing.reading import ROWS_ON_A_PAGE, Cannot, Order, caution
from lali.engines.viewing.recognising import lies
from lali.engines.viewing.texts import load_encodings, revealed

COLUMNS = 60
LETTERS_IN_A_CELL = 500
ROWS_GONE_THROUGH = 2_000_000
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def prepare(file: BinaryIO) -> None:  # noqa: ARG001 - every reader is prepared with the file
    """Load what cells may be written in."""
    load_encodings()


def look(file: BinaryIO, order: Order) -> Seen:
    """A page of rows of one sheet."""
    if order.found.format == "CSV":
        return _csv(file, order)
    with opened_zip(file) as parts:
        names = set(parts.namelist())
        if "xl/workbook.xml" in names:
            return _xlsx(file, parts, order)
        return _ods(parts, order)


def member(file: BinaryIO, order: Order) -> Iterator[bytes]:
    """A file that lies in a workbook."""
    return of_office(file, order)


def _csv(file: BinaryIO, order: Order) -> Seen:
    try:
        table = open_table(file)
        rows, more = _page((row.cells + row.beyond for row in table.rows()), order)
    except TableRefused:
        raise Cannot("damaged") from None
    cautions = lies(order.name, "CSV")
    if table.told.get("evidence") == "fallback":
        cautions.append(caution(Beware.ENCODING_GUESSED, table.told.get("encoding", "")))
    facts = [Fact(Says.ENCODING, table.told["encoding"])] if table.told.get("encoding") else []
    return _seen(
        "CSV",
        order,
        heading=[tuple(table.heading)] if order.page == 1 else [],
        rows=rows,
        more=more,
        cautions=cautions,
        facts=facts,
    )


def _page(rows: Iterable[Iterable[Any]], order: Order) -> tuple[list[tuple[str, ...]], bool]:
    """The rows of a page as texts, and whether there are more."""
    first = order.first(ROWS_ON_A_PAGE)
    if first > ROWS_GONE_THROUGH:
        raise Cannot("too_long")
    taken = list(islice(rows, first, first + ROWS_ON_A_PAGE + 1))
    if first and not taken:
        raise Cannot("no_such_part")
    return [tuple(_cell(one) for one in islice(row, COLUMNS)) for row in taken[:ROWS_ON_A_PAGE]], len(taken) > (
        ROWS_ON_A_PAGE
    )


def _cell(value: Any) -> str:
    return "" if value is None else revealed(str(value)[:LETTERS_IN_A_CELL])[0]


def _seen(
    form: str,
    order: Order,
    *,
    heading: list[tuple[str, ...]],
    rows: list[tuple[str, ...]],
    more: bool,
    cautions: list[Caution],
    **other: Any,
) -> Seen:
    shown = heading + rows
    wide = max((len(row) for row in shown), default=0)
    if any(cell.startswith("=") for row in shown for cell in row):
        cautions.append(caution(Beware.FORMULAS))
    sheet = Sheet(
        columns=tuple(_letters(place) for place in range(wide)),
        rows=tuple(row + ("",) * (wide - len(row)) for row in shown),
        first=order.first(ROWS_ON_A_PAGE) + (1 if heading or form != "CSV" else 2),
    )
    other["facts"] = tuple(other.get("facts", ()))
    return Seen(
        kind=Kind.SHEET, format=form, page=order.page, pages=0 if more else order.page, more=more, sheet=sheet,
        cautions=tuple(cautions), **other,
    )  # fmt: skip


def _letters(place: int) -> str:
    """How a spreadsheet names its columns: A, B, ... Z, AA."""
    name = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        name = chr(65 + letter) + name
    return name


def _xlsx(file: BinaryIO, parts: zipfile.ZipFile, order: Order) -> Seen:
    cautions = lies(order.name, "XLSX") + office_cautions(parts)
    if any(one.file_size > MOST_PART for one in parts.infolist()):
        raise Cannot("too_large")
    file.seek(0)
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
        names = book.sheetnames
        part = _part(order, len(names))
        hidden = [one.title for one in book.worksheets if one.sheet_state != "visible"]
        sheet = book[names[part]]
        rows, more = _page(sheet.iter_rows(values_only=True), order)
    except (Cannot, MemoryError):
        raise
    except Exception:  # noqa: BLE001 - whatever the library raises on a damaged book
        raise Cannot("damaged") from None
    if hidden:
        cautions.append(caution(Beware.HIDDEN_SHEET, ", ".join(hidden)))
    members = office_members(parts)
    return _seen(
        "XLSX", order, heading=[], rows=rows, more=more, cautions=cautions, facts=office_facts(parts),
        parts=tuple(names[:200]), part=order.part, members=members, total=len(members),
    )  # fmt: skip


def _part(order: Order, parts: int) -> int:
    if order.part >= parts:
        raise Cannot("no_such_part")
    return order.part


def _ods(parts: zipfile.ZipFile, order: Order) -> Seen:
    cautions = lies(order.name, "ODS") + office_cautions(parts)
    try:
        with parts.open("content.xml") as content:
            names, rows, more = _of_content(content, order)
    except (KeyError, ParseError, DefusedXmlException, zipfile.BadZipFile, OSError, EOFError):
        raise Cannot("damaged") from None
    except RuntimeError:  # a password
        return Seen(kind=Kind.SHEET, format="ODS", cautions=(*cautions, caution(Beware.ENCRYPTED)))
    members = office_members(parts)
    return _seen(
        "ODS", order, heading=[], rows=rows, more=more, cautions=cautions, facts=office_facts(parts),
        parts=names, part=order.part, members=members, total=len(members),
    )  # fmt: skip


def _of_content(content: Any, order: Order) -> tuple[tuple[str, ...], list[tuple[str, ...]], bool]:
    """Go through the content once: names of all sheets, a page of rows of one."""
    names: list[str] = []
    first, wanted = order.first(ROWS_ON_A_PAGE), ROWS_ON_A_PAGE + 1
    rows: list[tuple[str, ...]] = []
    number = 0
    for event, element in iterparse(content, events=("start", "end"), forbid_dtd=True):
        if event == "start" and element.tag == f"{_TABLE}table":
            names.append(_cell(element.get(f"{_TABLE}name", "?"))[:200])
            number = 0
        elif event == "end" and element.tag == f"{_TABLE}table-row":
            times = _times(element.get(f"{_TABLE}number-rows-repeated"))
            if len(names) - 1 == order.part and number + times > first and len(rows) < wanted:
                fresh = min(times, wanted - len(rows), number + times - first)
                row = _row(element)
                rows += [row] * (fresh if any(row) else min(fresh, 1))
            number += times
            element.clear()
    if order.part >= max(len(names), 1) or (first and not rows):
        raise Cannot("no_such_part")
    while rows and not any(rows[-1]):
        rows.pop()
    return tuple(names[:200]), rows[:ROWS_ON_A_PAGE], len(rows) > ROWS_ON_A_PAGE


def _times(said: str | None) -> int:
    with suppress(ValueError, TypeError):
        return max(1, min(int(said or 1), ROWS_GONE_THROUGH))
    return 1


def _row(element: Any) -> tuple[str, ...]:
    cells: list[str] = []
    for cell in element:
        times = min(_times(cell.get(f"{_TABLE}number-columns-repeated")), COLUMNS)
        formula = cell.get(f"{_TABLE}formula", "")
        words = "\n".join("".join(one.itertext()) for one in cell.iter(f"{_TEXT}p"))
        words = words or cell.get(f"{_OFFICE}value", "")
        cells += [_cell(f"{formula.removeprefix('of:')} → {words}" if formula else words)] * times
        if len(cells) >= COLUMNS:
            break
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells[:COLUMNS])
