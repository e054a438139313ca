"""What a row of a register says, and what becomes of it. Reads; writes nothing."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lali.engines.tables import Limits, Row, Table, TableRefused, open_table
from lali.records.imports.vocabulary import ENDED, HEADINGS, PLACELESS, Field, Reason, Target
from lali.records.refusals import Refused

LONGEST_NUMBER, LONGEST_TITLE = 60, 160
LONGEST_REST = 20_000  # letters of all columns that have no place, as of one cell
DAY_FIRST = re.compile(r"^(\d{1,2})[./-](\d{1,2})[./-](\d{4})\b")
CHUNK = 1024 * 1024
YEAR_FIRST = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})\b")


class FileNotRead(Refused):
    """The file is no table."""

    sentence = gettext_lazy("This file cannot be read as a table.")


def digest_of(file: BinaryIO) -> str:
    """SHA-256 of a file, in hex, read in pieces."""
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def opened(file: BinaryIO, limits: Limits | None = None) -> Table:
    """The table in a file; FileNotRead with the reason when there is none."""
    try:
        return open_table(file, limits=limits)
    except TableRefused as why:
        raise FileNotRead(str(why)) from None


@dataclass(frozen=True, slots=True)
class Told:
    """A row's words by what they mean; `typed`: each field as it is written, empty where there is none.

    `rest`: lines "Heading: value" of the columns that have no place, when they are to be added.
    """

    row: Row
    number: str
    title: str
    text: str
    kind: str
    day: date | None
    ended: bool
    persons: tuple[str, ...]
    reason: str
    typed: Mapping[str, str]
    rest: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What happened, and after it the columns that have no place."""
        return "\n\n".join(filter(None, [self.text, "\n".join(self.rest)]))


def folded(number: str) -> str:
    """A number as it is compared: case, width and white space make no difference."""
    return "".join(unicodedata.normalize("NFKC", number).upper().split())


def proposed_mapping(heading: tuple[str, ...]) -> dict[str, int]:
    """Which column most likely holds which field, by its heading."""
    low = [" ".join(unicodedata.normalize("NFKC", cell).lower().replace("_", " ").split()) for cell in heading]
    found = {field: next((low.index(word) for word in words if word in low), None) for field, words in HEADINGS.items()}
    return {str(field): column for field, column in found.items() if column is not None}


def mapping_of(file: BinaryIO, columns: Mapping[str, str]) -> dict[str, int]:
    """Fields by column of a file: those named by their headings in `columns`, the others as proposed.

    A heading that is not there gives -1, which no import accepts.
    """
    heading = opened(file).heading
    named = {field: heading.index(name) if name in heading else -1 for field, name in columns.items()}
    return proposed_mapping(heading) | named


def columns_without_place(heading: tuple[str, ...], mapping: Mapping[str, int], target: str) -> dict[int, str]:
    """Columns by their place that no field of what a row becomes takes up, with what stands over them."""
    taken = {column for field, column in mapping.items() if field not in PLACELESS[Target(target)]}
    return {column: over or _column(column) for column, over in enumerate(heading) if column not in taken}


def _column(place: int) -> str:
    return _("Column %(number)s") % {"number": place + 1}


def rows_told(
    table: Table, mapping: Mapping[str, int], *, today: date, rest: Mapping[int, str] | None = None
) -> Iterator[Told]:
    """Every row of a table, read by a mapping of fields to columns; `rest`: further columns to keep, and their names.

    With `rest`, cells that stand under no heading at all are kept too.
    """
    for row in table.rows():
        cells = {field: row.cells[column] for field, column in mapping.items() if column < len(row.cells)}
        yield _told(row, cells, today, () if rest is None else _rest(row, rest))


def _rest(row: Row, named: Mapping[int, str]) -> tuple[str, ...]:
    width = len(row.cells)
    filled = [(name, row.cells[column]) for column, name in named.items() if column < width]
    filled += [(_column(place), cell) for place, cell in enumerate(row.beyond, start=width)]
    return tuple(f"{name}: {cell}" for name, cell in filled if cell)


def _told(row: Row, cells: Mapping[str, str], today: date, rest: tuple[str, ...]) -> Told:
    if sum(map(len, rest)) > LONGEST_REST:
        row = replace(row, odd=tuple(dict.fromkeys((*row.odd, "cut"))))
        rest = ("\n".join(rest)[:LONGEST_REST],)
    number, text = cells.get(Field.NUMBER, ""), cells.get(Field.TEXT, "")
    typed_day = cells.get(Field.DAY, "")
    day = _day(typed_day)
    name = cells.get(Field.PERSON, "")
    return Told(
        row=row,
        number=number,
        title=(cells.get(Field.TITLE, "") or number)[:LONGEST_TITLE],
        text=text,
        kind=cells.get(Field.KIND, ""),
        day=day,
        ended=cells.get(Field.STATE, "").strip().lower() in ENDED,
        persons=tuple(part.strip() for part in name.split(";") if part.strip()),
        reason=_reason(number, text, typed_day, day, today),
        typed={field: cells.get(field, "") for field in Field},
        rest=rest,
    )


def _reason(number: str, text: str, typed_day: str, day: date | None, today: date) -> str:
    if not folded(number):
        return Reason.NO_NUMBER
    if len(number) > LONGEST_NUMBER:
        return Reason.LONG_NUMBER
    if not text:
        return Reason.NO_WORDS
    if typed_day and day is None:
        return Reason.NO_DAY
    return Reason.FUTURE if day and day > today else ""


def _day(typed: str) -> date | None:
    """A day written 2026-12-31, or day first as in Fiji and Vanuatu: 31/12/2026."""
    if found := YEAR_FIRST.match(typed):
        year, month, day = map(int, found.groups())
    elif found := DAY_FIRST.match(typed):
        day, month, year = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
