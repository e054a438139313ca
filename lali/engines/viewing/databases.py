"""SQLite databases, as phones hold them: tables, how many rows, a page of each; a copy in memory that nothing changes.

No view, trigger or function of the file is run: only plain reading of its own tables is allowed.
"""

import sqlite3
from typing import Any, BinaryIO

from lali.engines.viewing.described import Beware, Caution, Kind, Seen, Sheet
from lali.engines.viewing.reading import ROWS_ON_A_PAGE, Cannot, Order, caution, shown_name, whole
from lali.engines.viewing.recognising import lies
from lali.engines.viewing.texts import revealed

MOST_BYTES = 256 * 1024 * 1024
MOST_TABLES = 300
COLUMNS = 60
LONGEST = 16 * 1024 * 1024  # bytes of one value
LETTERS_IN_A_CELL = 300
_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION}
_FUNCTIONS = {"count", "typeof", "length", "substr", "hex"}
_WAL = b"\x02\x02"


def look(file: BinaryIO, order: Order) -> Seen:
    """A page of one table, and the names of all of them."""
    data = bytearray(whole(file, MOST_BYTES))
    cautions = lies(order.name, "SQLite")
    if bytes(data[18:20]) == _WAL:  # what was not written back yet lies in another file; said, and opened without it
        cautions.append(caution(Beware.BESIDE, "-wal"))
        data[18:20] = b"\x01\x01"
    opened = sqlite3.connect(":memory:")
    try:
        opened.deserialize(bytes(data))
        del data
        opened.text_factory = lambda raw: raw.decode("utf-8", "replace")
        opened.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
        opened.execute("PRAGMA trusted_schema = OFF")
        opened.execute("PRAGMA query_only = ON")
        opened.execute("PRAGMA cell_size_check = ON")
        opened.execute("PRAGMA temp_store = MEMORY")
        opened.set_authorizer(_only_reading)
        return _seen(opened, cautions, order)
    except sqlite3.DatabaseError:
        raise Cannot("damaged") from None
    finally:
        opened.close()


def _only_reading(action: int, first: str | None, second: str | None, *_of: str | None) -> int:
    if action not in _ALLOWED or (action == sqlite3.SQLITE_FUNCTION and second not in _FUNCTIONS):
        return sqlite3.SQLITE_DENY
    del first
    return sqlite3.SQLITE_OK


def _seen(opened: sqlite3.Connection, cautions: list[Caution], order: Order) -> Seen:
    listed = opened.execute("SELECT type, name, sql FROM sqlite_master").fetchmany(10_000)
    tables = sorted(str(name) for kind, name, sql in listed if kind == "table" and not _virtual(sql))
    others = [
        f"{name}" for kind, name, sql in listed if kind in {"view", "trigger"} or (kind == "table" and _virtual(sql))
    ]
    if others:
        cautions.append(caution(Beware.VIEWS_NOT_RUN, ", ".join(others[:10])))
    if not tables:
        return Seen(kind=Kind.DATABASE, format="SQLite", cautions=tuple(cautions), sheet=Sheet((), ()))
    if order.part >= len(tables):
        raise Cannot("no_such_part")
    name = '"' + tables[order.part].replace('"', '""') + '"'
    total = opened.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608 - quoted, in a copy, reading only
    first = order.first(ROWS_ON_A_PAGE)
    asked = opened.execute(f"SELECT * FROM {name} LIMIT ? OFFSET ?", (ROWS_ON_A_PAGE, first))  # noqa: S608
    rows = tuple(tuple(_cell(value) for value in row[:COLUMNS]) for row in asked)
    if first and not rows:
        raise Cannot("no_such_part")
    columns = tuple(shown_name(one[0])[:100] for one in asked.description[:COLUMNS])
    return Seen(
        kind=Kind.DATABASE, format="SQLite", page=order.page, pages=max(1, -(-total // ROWS_ON_A_PAGE)),
        part=order.part, parts=tuple(shown_name(one) for one in tables[:MOST_TABLES]),
        sheet=Sheet(columns, rows, first + 1, total), cautions=tuple(cautions),
    )  # fmt: skip


def _virtual(sql: object) -> bool:
    return "VIRTUAL" in str(sql or "")[:40].upper()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bytes):
        return f"{value[:24].hex(' ')}{' …' if len(value) > 24 else ''} ({len(value)})"  # noqa: PLR2004
    return revealed(str(value)[:LETTERS_IN_A_CELL])[0]
