"""A CSV or Parquet file of persons, every value a text, whatever its columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from .columns import Columns, ColumnsUnclear, Role, any_told, understood

SAMPLED = 2_000  # rows by which columns are understood
_PARQUET = b"PAR1"
_HEAD = 65_536
_LONGEST_LINE = 4_000_000
_TEXT = pa.string()
_ROW, _LONG, _TRUTH = "\ue000row", "\ue000long", "\ue000truth"  # no headings of a file
_OURS = {_ROW, _LONG, _TRUTH}
_WHOLE = r"^(0|[1-9]\d{0,17})$"


class FileUnreadable(Exception):
    """The file is not a table of persons; the sentence says why, for people."""


@dataclass(frozen=True, slots=True)
class Register:
    """The records of a file, sorted by id (without ids: by all they hold), so that the order of rows says nothing.

    Without a column of ids, `ids` are the numbers of the records in the file: "1" is the first under the heading.
    `rows` are the places of the records in the file, from 0.
    """

    table: pa.Table
    columns: Columns
    ids: pa.Array
    rows: pa.Array
    truth: pa.Array | None

    @property
    def are_numbers(self) -> bool:
        """Whether every id is a whole number as a spreadsheet writes it: 7, and neither 007 nor 7a."""
        return _are_numbers(self.ids)


def _are_numbers(ids: pa.Array) -> bool:
    return bool(pc.all(pc.match_substring_regex(ids, _WHOLE)).as_py())


def read_register(
    path: Path,
    *,
    con: duckdb.DuckDBPyConnection,
    chosen: Mapping[str, str] | None = None,
    truth: str | None = None,
) -> Register:
    """Read a file (.csv, .tsv or .parquet by what stands in it).

    Raises FileUnreadable, and ColumnsUnclear when the columns do not say enough.
    """
    table = _table(path, con)
    if not table.num_rows:
        raise FileUnreadable(f"{path.name} holds no records.")
    if truth is not None and truth not in table.column_names:
        raise FileUnreadable(
            f"There is no column {truth} for the truth. The file has: {', '.join(table.column_names)}."
        )
    persons = _truth_of(table[truth]) if truth is not None else None
    inside = persons is not None and truth is not None and not persons.equals(table[truth].combine_chunks())
    unseen = None if inside else truth
    try:
        columns: Columns | ColumnsUnclear = _columns(table, chosen, unseen)
    except ColumnsUnclear as why:
        columns = why
    if isinstance(columns, ColumnsUnclear) or not any_told(column for column, _role in columns.roles):
        table, columns = _under_a_title(table, chosen, unseen, columns)
    register = _sorted(table, columns, persons)
    del table, persons
    let_go()
    return register


def let_go() -> None:
    """Give memory of Arrow tables that nobody holds any more back to the system: of a million records, 190 MiB."""
    pa.default_memory_pool().release_unused()


def _columns(table: pa.Table, chosen: Mapping[str, str] | None, truth: str | None) -> Columns:
    head = table.slice(0, SAMPLED)
    samples = {name: [value for value in head[name].to_pylist() if value] for name in table.column_names}
    return understood(table.column_names, samples=samples, chosen=chosen, truth=truth)


def _under_a_title(
    table: pa.Table, chosen: Mapping[str, str] | None, truth: str | None, above: Columns | ColumnsUnclear
) -> tuple[pa.Table, Columns]:
    """A table whose headings stand some rows below: a title, a date and an office come first.

    Where no row is one of headings it is the table as it is, with what was understood of its columns, `above`.
    """
    if truth is None and not chosen:
        for row in range(min(MOST_TITLES, table.num_rows - 1)):
            names = [column[row].as_py() for column in table.columns]
            if None not in names and len(set(names)) == len(names):
                below = table.slice(row + 1).rename_columns(names)
                try:
                    columns = _columns(below, None, None)
                except ColumnsUnclear:
                    continue
                if len(columns.roles) > len(names) // 2:
                    return below, columns
    if isinstance(above, ColumnsUnclear):
        raise above
    return table, above


MOST_TITLES = 5  # rows above the headings


def _truth_of(column: pa.ChunkedArray) -> pa.Array:
    """Who each record is; where the truth stands inside a record's name (rec-12-org, rec-12-dup-0), that part of it."""
    values = column.combine_chunks()
    named = pc.extract_regex(values, r"^(?P<who>.+)-(?P<copy>org|dup-?\d+)$")
    return named.field("who") if named.null_count == 0 and len(values) else values


def _sorted(table: pa.Table, columns: Columns, truth: pa.Array | None) -> Register:
    id_columns = columns.of(Role.ID)
    keys = id_columns or table.column_names
    table = table.append_column(_ROW, pa.array(range(table.num_rows), pa.int32()))
    if truth is not None:
        table = table.append_column(_TRUTH, truth)
    if id_columns:
        ids = table[id_columns[0]]
        _refuse_bad_ids(id_columns[0], ids.combine_chunks())
        if _are_numbers(ids):
            table, keys = table.append_column(_LONG, pc.utf8_length(ids)), [_LONG, *keys]  # 9 comes before 10
    table = table.sort_by([(name, "ascending") for name in keys])
    rows = table[_ROW].combine_chunks()
    ids = table[id_columns[0]].combine_chunks() if id_columns else pc.cast(pc.add(rows, 1), _TEXT)
    truth = table[_TRUTH].combine_chunks() if truth is not None else None
    return Register(table.drop_columns([its for its in table.column_names if its in _OURS]), columns, ids, rows, truth)


def _refuse_bad_ids(column: str, ids: pa.Array) -> None:
    if ids.null_count:
        raise FileUnreadable(
            f"{ids.null_count:,} records have no {column}. Give each one, or say --columns '{column}='."
        )
    twice = pc.value_counts(ids)
    several = twice.filter(pc.greater(twice.field("counts"), 1))
    if len(several):
        shown = ", ".join(several.field("values").to_pylist()[:3])
        raise FileUnreadable(
            f"{len(several):,} values of {column} stand in more than one record (such as {shown}). "
            f"An id is of one record; give each its own, or say --columns '{column}=' to number the rows."
        )


def _table(path: Path, con: duckdb.DuckDBPyConnection) -> pa.Table:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as why:
        raise FileUnreadable(f"{path} cannot be read: {why.strerror}.") from None
    if not head.strip():
        raise FileUnreadable(f"{path.name} is empty.")
    try:
        table = _from_parquet(path, con) if head[:4] == _PARQUET else _from_csv(path, head, con)
    except (duckdb.Error, pa.ArrowException, UnicodeError) as why:
        raise FileUnreadable(_sentence(path, why)) from None
    return _trimmed(table, path)


def _sentence(path: Path, why: Exception) -> str:
    if "max_line_size" in str(why) or "maximum line size" in str(why).lower():
        return (
            f"A row of {path.name} is longer than {_LONGEST_LINE // 10**6} million signs: no record of a person is. "
            "Perhaps a cell holds a whole file or picture, or a quotation mark is opened and never closed. "
            "Take that cell out, or leave the column out, and run it again."
        )
    return f"{path.name} cannot be read as CSV or Parquet: {_first_line(why)}"


def _first_line(why: Exception) -> str:
    said = str(why).strip().splitlines()
    return said[0][:200] if said else type(why).__name__


def _from_parquet(path: Path, con: duckdb.DuckDBPyConnection) -> pa.Table:
    kinds = con.execute("describe select * from read_parquet(?)", [str(path)]).fetchall()
    wanted = ", ".join(f"{_as_text(name, kind)} as {_quoted(name)}" for name, kind, *_rest in kinds)
    return con.sql(f"select {wanted} from read_parquet(?)", params=[str(path)]).to_arrow_table()  # noqa: S608


def _as_text(name: str, kind: str) -> str:
    column = _quoted(name)
    if kind.endswith("[]"):
        return f"array_to_string({column}, ' ')"
    if kind in {"DOUBLE", "FLOAT"}:  # a phone that went through a spreadsheet: 6794100101.0
        whole = f"cast(cast({column} as hugeint) as varchar)"
        return f"case when {column} = floor({column}) then {whole} else cast({column} as varchar) end"
    if kind == "BLOB":
        raise FileUnreadable(f"The column {name} holds bytes, not text.")
    return f"cast({column} as varchar)"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _from_csv(path: Path, head: bytes, con: duckdb.DuckDBPyConnection) -> pa.Table:
    encoding = _encoding(path, head)
    return con.sql(
        "select * from read_csv(?, all_varchar=true, header=true, sample_size=20000, null_padding=true, "  # noqa: S608
        f"strict_mode=false, max_line_size={_LONGEST_LINE}, parallel=false, encoding=?)",
        params=[str(path), encoding],
    ).to_arrow_table()


def _encoding(path: Path, head: bytes) -> str:
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return "utf-16"
    if b"\0" in head:
        raise FileUnreadable(f"{path.name} is no table: it holds bytes that are no text.")
    try:
        with path.open(encoding="utf-8", newline="") as file:
            while file.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"


def _trimmed(table: pa.Table, path: Path) -> pa.Table:
    names = [str(name).strip() for name in table.column_names]
    if len(set(names)) < len(names):
        raise FileUnreadable(f"{path.name} has two columns of one name: {', '.join(names)}.")
    return pa.table({name: _blank_as_null(table[place]) for place, name in enumerate(names)})


def _blank_as_null(column: pa.ChunkedArray) -> pa.ChunkedArray:
    text = pc.utf8_trim_whitespace(column.cast(_TEXT))
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, _TEXT), text)
