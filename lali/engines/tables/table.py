"""What a table is to its reader."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field


class TableRefused(Exception):
    """The file is no table that can be read, with the reason in one sentence (English; a code for translation)."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read at most. Rows do not count the heading; seconds are of the clock that the caller hands in."""

    rows: int = 1_000_000
    columns: int = 200
    characters: int = 20_000  # of one cell
    seconds: float = 600.0
    unpacked: int = 600_000_000  # bytes of a part of an XLSX file
    shared: int = 100_000_000  # bytes of its shared strings: they are held in memory

    def look(self, number: int) -> None:
        """TableRefused when the row with this number is one too many."""
        if number > self.rows + 1:
            raise TableRefused("long", f"This file has more than {self.rows} rows.")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a spreadsheet shows it, its cells as texts, and what was odd about it."""

    number: int
    cells: tuple[str, ...]
    odd: tuple[str, ...] = ()  # "short", "long", "cut", "nul", "formula"
    beyond: tuple[str, ...] = ()  # cells under no heading, when it is "long"


@dataclass(frozen=True, slots=True)
class Table:
    """An opened table. `rows` can be called again: it reads from the start each time."""

    kind: str  # "csv" | "xlsx"
    heading: tuple[str, ...]
    told: dict[str, str] = field(default_factory=dict)  # encoding, evidence, separator, sheet
    rows: Callable[[], Iterator[Row]] = field(default=lambda: iter(()))
