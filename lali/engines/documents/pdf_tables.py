"""Tables of a PDF."""

from typing import Protocol

from lali.engines.documents.model import Ref, Table
from lali.engines.documents.pdf_page import (
    BODY,
    FLOOR,
    INK,
    LEFT,
    LINE,
    LINE_HEIGHT,
    POINT,
    SMALL,
    SOFT,
    SUNK,
    TABLE_SIZE,
    TOP,
    WIDTH,
)


class Page(Protocol):
    """What a table needs of who writes the document."""

    y: float

    def lines(self, text: str, width: float, style: str = "", size: float = BODY) -> list[str]:
        """Break a text of the document."""

    def width(self, text: str, style: str, size: float) -> float:
        """Give the width of a line."""

    def print(  # noqa: PLR0917 - where, what, how
        self, x: float, y: float, line: str, style: str = "", size: float = BODY, colour: tuple[int, int, int] = INK
    ) -> float:
        """Write one line with its top at y; give its width."""

    def fill(self, colour: tuple[int, int, int], x: float, y: float, width: float, height: float) -> None:
        """Fill a box."""

    def linked(self, anchor: str, x: float, y: float, width: float, height: float) -> None:
        """Make a box lead to an anchor, where that is known."""

    def new_page(self) -> None:
        """Begin a page."""

    def mark(self, anchor: str) -> None:
        """Note that the anchor stands here."""

    def shown(self, cell: str | Ref) -> str:
        """Give what stands in a cell."""


class TableWriter:
    """One table; its heading comes again on every page, a row longer than a page goes on on the next."""

    PAD = 1.6
    STEP = TABLE_SIZE * POINT * LINE_HEIGHT

    def __init__(self, writer: Page, table: Table, widths: list[float]) -> None:
        self.writer, self.table, self.widths = writer, table, widths
        heads = [
            writer.lines(column.title, width - 2 * self.PAD, "B", SMALL)
            for column, width in zip(table.columns, widths, strict=True)
        ]
        self.heads, self.head_height = heads, max(map(len, heads)) * self.STEP + 2 * self.PAD

    def write(self) -> None:
        """Write heading and rows."""
        writer = self.writer
        for number, row in enumerate(self.table.rows):
            cells = [
                writer.lines(writer.shown(cell), width - 2 * self.PAD, "", TABLE_SIZE)
                for cell, width in zip(row.cells, self.widths, strict=True)
            ]
            height = max(map(len, cells)) * self.STEP + 2 * self.PAD
            room = FLOOR - writer.y - (0 if number else self.head_height)
            if height > room and (height <= FLOOR - TOP - self.head_height or room < 6 * self.STEP):
                writer.new_page()
                self._head()
            elif not number:
                self._head()
            writer.mark(row.anchor)
            self._row(cells, row.cells)

    def _head(self) -> None:
        writer = self.writer
        writer.fill(SUNK, LEFT, writer.y, WIDTH, self.head_height)
        self._cells(self.heads, "B", SMALL, SOFT)
        writer.y += self.head_height

    def _row(self, cells: list[list[str]], values: object) -> None:
        writer = self.writer
        while any(cells):
            fits = max(1, int((FLOOR - writer.y - 2 * self.PAD) / self.STEP))
            now, cells = [lines[:fits] for lines in cells], [lines[fits:] for lines in cells]
            top = writer.y
            self._cells(now, "", TABLE_SIZE, INK)
            writer.y += max(map(len, now)) * self.STEP + 2 * self.PAD
            writer.fill(LINE, LEFT, writer.y - 0.1, WIDTH, 0.2)
            self._links(values, top, writer.y - top)
            if any(cells):
                writer.new_page()
                self._head()

    def _links(self, values: object, top: float, height: float) -> None:
        x = LEFT
        for value, width in zip(values, self.widths, strict=True):  # type: ignore[call-overload]
            if isinstance(value, Ref):
                self.writer.linked(value.anchor, x, top, width, height)
            x += width

    def _cells(self, cells: list[list[str]], style: str, size: float, colour: tuple[int, int, int]) -> None:
        writer, x = self.writer, LEFT
        for lines, width, column in zip(cells, self.widths, self.table.columns, strict=True):
            for number, line in enumerate(lines):
                right = width - self.PAD - writer.width(line, style, size) if column.is_number else self.PAD
                if line:
                    writer.print(x + right, writer.y + self.PAD + number * self.STEP, line, style, size, colour)
            x += width
