"""CSV: rows of a text file, streamed."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from lali.engines.tables.clock import Deadline
from lali.engines.tables.encoding import SAMPLE, Guess, guess_encoding, saved_twice
from lali.engines.tables.neutral import like_formula
from lali.engines.tables.table import Limits, Row, Table, TableRefused

SEPARATORS = ",;\t|"
LONGEST_FIELD = 1_000_000  # characters until a quotation mark that was never closed is given up


def open_csv(file: BinaryIO, limits: Limits, clock: Callable[[], float]) -> Table:
    """Open a CSV file; TableRefused when it is none."""
    file.seek(0)
    sample = file.read(SAMPLE)
    if not sample.strip(b"\0 \t\r\n"):
        raise TableRefused("empty", "There is nothing in this file.")
    guess = guess_encoding(sample, whole=len(sample) < SAMPLE)
    text = sample.decode(guess.encoding, errors="replace")
    separator = _separator(text)
    heading = tuple(cell.strip("\0 \t\r\n") for cell in next(_cells(file, guess, separator), ()))
    if not any(heading):
        raise TableRefused("empty", "There is nothing in this file.")
    if len(heading) > limits.columns:
        raise TableRefused("wide", f"This file has more than {limits.columns} columns.")
    told = {"encoding": guess.encoding, "evidence": guess.evidence, "separator": separator}
    if saved_twice(text):
        told["doubt"] = "twice"
    return Table("csv", heading, told, lambda: _rows(_cells(file, guess, separator), len(heading), limits, clock))


def _separator(text: str) -> str:
    """The sign that splits the first lines most evenly; a comma when none does."""
    lines = [line for line in text.splitlines()[:50] if line.strip()]

    def evenness(sign: str) -> tuple[int, int]:
        counts = [len(cells) for cells in csv.reader(lines, delimiter=sign)]
        most, times = Counter(counts).most_common(1)[0]
        return (times if most > 1 else 0, most)

    try:
        return max(SEPARATORS, key=evenness) if lines else ","
    except csv.Error:
        return ","


def _cells(file: BinaryIO, guess: Guess, separator: str) -> Iterator[list[str]]:
    file.seek(0)
    buffered = io.BufferedReader(_Unclosed(file))
    text = io.TextIOWrapper(buffered, encoding=guess.encoding, errors="replace", newline="")
    csv.field_size_limit(LONGEST_FIELD)
    try:
        yield from csv.reader(_lines(text), delimiter=separator)
    except csv.Error as why:
        raise TableRefused("broken", f"This is not a CSV file that can be read: {why}.") from None


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    """Lines, none longer than memory should hold."""
    while line := text.readline(LONGEST_FIELD):
        if len(line) == LONGEST_FIELD:
            raise TableRefused("broken", "This is not a CSV file that can be read: a line has no end.")
        yield line


class _Unclosed(io.RawIOBase):
    """The caller's file, for a text reader that would close it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _rows(lines: Iterator[list[str]], width: int, limits: Limits, clock: Callable[[], float]) -> Iterator[Row]:
    deadline = Deadline(clock, limits.seconds)
    for number, cells in enumerate(lines, start=1):
        deadline.look()
        if number == 1 or not any(cell.strip("\0 \t") for cell in cells):
            continue
        limits.look(number)
        yield row_of(number, cells, width, limits)


def row_of(number: int, cells: list[str], width: int, limits: Limits) -> Row:
    """A row as wide as the heading, its cells cleaned, with what was odd about it."""
    odd = []
    if len(cells) < width:
        odd.append("short")
    if any(cell.strip() for cell in cells[width:]):
        odd.append("long")
    if any("\0" in cell for cell in cells):
        odd.append("nul")
    if any(len(cell) > limits.characters for cell in cells):
        odd.append("cut")
    every = [cell.replace("\0", "")[: limits.characters].strip() for cell in cells]
    clean, beyond = every[:width], every[width:] if "long" in odd else []
    if any(map(like_formula, clean)):
        odd.append("formula")
    return Row(number, tuple(clean + [""] * (width - len(clean))), tuple(odd), tuple(beyond))
