"""Files of `lali link texts` and `images`: CSV as it comes, Parquet with the extra `linkage`; never half a file."""

import csv
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from lali.engines.tables import neutral, neutral_key
from lali.engines.tables.encoding import SAMPLE, guess_encoding
from lali.project.commands.speaking import visible

Row = tuple[str, str]
Answer = tuple[str, str, Any, float]
SEPARATORS = ",;\t|"
_PARTED = re.compile(r"sep=[,;|]", re.IGNORECASE)
LONGEST_CELL = 1 << 27  # characters until a quotation mark that was never closed is given up
_CONTROLS = re.compile(r"[\0-\x08\x0e-\x1f\x7f-\x9f]")
MOST_CONTROLS = 0.01  # share of the characters of a text; a packed file has a tenth
LONGEST_HEADING = 120  # characters of a heading that are told
MANY = 10_000  # rows of Parquet at once
NO_PARQUET = 'Parquet needs an extra that is not installed here: pip install "lali[linkage]". CSV needs nothing.'


class FileRefused(Exception):
    """A file that cannot be read or written, with the reason in one sentence."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column names a row (None: its number does) and which hold its text, one line each."""

    name: str | None
    texts: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Every column that is read, the name first."""
        return (self.name, *self.texts) if self.name else self.texts


ID_AND_TEXT = Columns("id", ("text",))


def columns_said(said: str | None) -> Columns:
    """What `uid=id,title=text,description=text` says; FileRefused when it names no text."""
    if said is None:
        return ID_AND_TEXT
    pairs = [
        (column.strip().casefold(), role.strip()) for column, _, role in (one.partition("=") for one in said.split(","))
    ]
    wrong = [role or column for column, role in pairs if role not in ID_AND_TEXT.all or not column]
    names = [column for column, role in pairs if role == "id"]
    texts = tuple(column for column, role in pairs if role == "text")
    if wrong or len(names) > 1 or not texts:
        raise FileRefused(
            "--columns says which column is the id and which hold the text, as in "
            "'uid=id,title=text,description=text'. Without an id, a row is told by its number."
        )
    return Columns(names[0] if names else None, texts)


@dataclass(frozen=True, slots=True)
class Form:
    """What an answer is called and how it is kept: heading, and the kind of its third column in Parquet."""

    heading: tuple[str, str, str, str]
    third: str


TEXTS = Form(("id", "family", "template", "score"), "string")
IMAGES = Form(("name", "family", "distance", "score"), "int64")


def rows_of(path: Path, needed: Columns = ID_AND_TEXT) -> Iterator[Row]:
    """Name and text of each row, streamed; FileRefused with the reason when the file is no such table."""
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise FileRefused(f"{path} is no file but a pipe or a device. It is read twice: write it to a file first.")
        yield from _parquet_rows(path, needed) if _is_parquet(path) else _csv_rows(path, needed)
    except OSError as why:
        raise FileRefused(f"{path} cannot be read: {why.strerror or why}.") from None


def check_out(out: Path | None, read: Path) -> None:
    """FileRefused when the answer would be written over what is read."""
    if out and out.resolve() == read.resolve():
        raise FileRefused("--out names the file that is read. Name another one: nothing was written.")


@contextmanager
def written(path: Path, form: Form = TEXTS) -> Iterator[Callable[[Answer], Any]]:
    """Write a whole file or none: rows go to a file beside it, which takes its place at the end."""
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.unlink(missing_ok=True)  # what a killed run left, or a link that somebody laid there
        os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600))
        with _parquet_writer(beside, form) if path.suffix == ".parquet" else _csv_writer(beside, form) as write:
            yield write
        beside.replace(path)
    except OSError as why:
        raise FileRefused(f"{path} cannot be written: {why.strerror or why}. Nothing was left half done.") from None
    finally:
        if beside.parent.is_dir():
            beside.unlink(missing_ok=True)


def write_csv(file: Any, rows: Iterable[Answer], form: Form = TEXTS) -> None:
    """Heading and rows as CSV."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(form.heading)
    writer.writerows(map(_cells, rows))


def _cells(row: Answer) -> tuple[str, str, str, str]:
    name, family, third, score = row
    return neutral_key(name), neutral_key(family), neutral(str(third)), f"{score:.3f}"


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PAR1"


def _csv_rows(path: Path, needed: Columns) -> Iterator[Row]:
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    guess = guess_encoding(sample, whole=len(sample) < SAMPLE)
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=guess.encoding, errors="replace", newline="") as text:
        heading, separator, skipped = _heading(text)
        lines, row, number = _Lines(text, skipped), list[str](), 0
        try:
            reader = csv.reader(chain([heading], lines), delimiter=separator)
            names = [name.strip().casefold() for name in next(reader, [])]
            if not names.count(needed.all[0]) and _is_no_text(sample.decode(guess.encoding, errors="ignore")):
                raise FileRefused(f"{path} is no table: it holds bytes that are no text.")
            at = [_column(path, names, needed, one) for one in needed.all]
            lines.of_row = []
            for cells in reader:
                row, lines.of_row = lines.of_row, []
                if cells:
                    number += 1
                    yield _row(needed, number, [_cell(cells, one) for one in at])
            if len(row) > 1 and _is_open(row, separator):
                raise FileRefused(
                    f"{path}: a quotation mark in line {lines.count - len(row) + 2} is never closed, so that all lines "
                    f"after it are one text. Close it, or write it twice."
                )
        except csv.Error as why:
            raise FileRefused(f"{path} is not a CSV file that can be read to its end: {why}.") from None


def _is_no_text(sample: str) -> bool:
    """Whether what was decoded is a program, a picture or a packed file: signs that no keyboard writes."""
    return len(_CONTROLS.findall(sample)) > MOST_CONTROLS * len(sample)


def _heading(text: Any) -> tuple[str, str, int]:
    """The first line that says something, what parts its columns, and how many lines before it say nothing.

    Excel writes `sep=;` above the heading, to say what parts the columns.
    """
    line, said, skipped = text.readline(SAMPLE), "", 0
    while line and (not line.strip() or _PARTED.fullmatch(line.strip())):
        said = said or line.strip()[len("sep=") :]
        line, skipped = text.readline(SAMPLE), skipped + 1
    return line, said or max(SEPARATORS, key=line.count), skipped


class _Lines:
    """Lines of a file after its heading, and those of the row that is being read."""

    def __init__(self, text: Iterable[str], skipped: int = 0) -> None:
        self._lines = iter(text)
        self.of_row: list[str] = []
        self.count = skipped

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.of_row.append(line)
        self.count += 1
        return line


def _is_open(lines: list[str], separator: str) -> bool:
    """Whether a row ends inside a quotation that nothing closes."""
    try:
        list(csv.reader(lines, delimiter=separator, strict=True))
    except csv.Error as why:
        return "unexpected end" in str(why)
    return False


def _column(path: Path, names: list[str], needed: Columns, one: str) -> int:
    if one not in names:
        there = ", ".join(filter(None, names))[:LONGEST_HEADING]
        told = f" Its first line has: {there}." if there and there == visible(there) else ""
        how = (
            " Where they have other names, --columns says which: 'uid=id,title=text'." if needed == ID_AND_TEXT else ""
        )
        raise FileRefused(
            f"{path} has no column {one}. It needs a heading with the columns {' and '.join(needed.all)}.{told}{how}"
        )
    return names.index(one)


def _row(columns: Columns, number: int, values: Sequence[str]) -> Row:
    """Name and text of a row from what its columns hold: texts one under the other, empty ones left out."""
    name, texts = (values[0], values[1:]) if columns.name else (str(number), values)
    return name, texts[0] if len(texts) == 1 else "\n".join(filter(None, texts))


def _cell(cells: list[str], at: int) -> str:
    return cells[at] if at < len(cells) else ""


def _parquet_rows(path: Path, needed: Columns) -> Iterator[Row]:
    pyarrow = _arrow()
    try:
        file = pyarrow.parquet.ParquetFile(path)
        held = file.schema_arrow.names
        names = [held[_column(path, [name.casefold() for name in held], needed, one)] for one in needed.all]
        number = 0
        for batch in file.iter_batches(MANY, columns=names):
            for values in zip(*(batch.column(one).to_pylist() for one in names), strict=True):
                number += 1
                yield _row(needed, number, [_said(one) for one in values])
    except pyarrow.ArrowException as why:
        raise FileRefused(f"{path} is not a Parquet file that can be read: {str(why).splitlines()[0]}") from None


def _said(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    return "" if value is None else str(value)


@contextmanager
def _csv_writer(path: Path, form: Form) -> Iterator[Callable[[Answer], Any]]:
    with path.open("w", encoding="utf-8", newline="", errors="replace") as file:
        write_csv(file, (), form)
        writer = csv.writer(file, lineterminator="\n")
        yield lambda row: writer.writerow(_cells(row))


@contextmanager
def _parquet_writer(path: Path, form: Form) -> Iterator[Callable[[Answer], Any]]:
    pyarrow = _arrow()
    kinds = (pyarrow.string(), pyarrow.string(), getattr(pyarrow, form.third)(), pyarrow.float32())
    schema = pyarrow.schema(list(zip(form.heading, kinds, strict=True)))
    waiting: list[Answer] = []
    with pyarrow.parquet.ParquetWriter(path, schema) as writer:

        def flush() -> None:
            columns = list(zip(*waiting, strict=True)) or [()] * len(form.heading)
            writer.write_table(pyarrow.table(dict(zip(form.heading, columns, strict=True)), schema=schema))
            waiting.clear()

        def write(row: Answer) -> None:
            waiting.append(row)
            if len(waiting) >= MANY:
                flush()

        yield write
        flush()


def _arrow() -> Any:
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError:
        raise FileRefused(NO_PARQUET) from None
    return pa
