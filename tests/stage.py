"""A scene that many tests begin with is played once in a process; then its rows and files are put back for each test."""

import shutil

from django.db import connections
from django.utils import timezone

BOTH = ("default", "letterbox")
MEMBERS = {
    "lead": ("Litia Coralgarden", "investigator"),
    "colleague": ("Jone Breadfruit", "investigator"),
    "outsider": ("Tevita Farreef", "investigator"),
    "supervisor": ("Asha Lanternfish", "supervisor"),
    "auditor": ("Tomasi Lighthouse", "auditor"),
    "admin": ("Mere Switchboard", "administrator"),
}


def address_of(who):
    return f"{who}@htu.example"


def found(letter_address):
    """The agency of the suite."""
    from lali.records.agencies.actions import found_agency
    from lali.records.letterbox.actions import name_addressee

    name_addressee(by="node", name="HTU (fictional)", country="FJ", public_key=letter_address)
    return found_agency(by="node", slug="htu", name="HTU (fictional)", country="FJ")


def enrol(agency, who):
    from lali.records.agencies.actions import enrol_member

    name, role = MEMBERS[who]
    password = "correct horse lali"
    return enrol_member(by="node", agency=agency, email=address_of(who), name=name, role=role, password=password)


class Scene:
    """What a play leaves in both databases and in the store of exhibits. On PostgreSQL nothing is kept."""

    def __init__(self, kept):
        self._made_on, self._kept = None, kept

    def begin(self, play, store):
        """Whether the scene stands now: played, when this is the first time on this day, or put back."""
        if any(connections[alias].vendor != "sqlite" for alias in BOTH):
            return False
        if self._made_on == timezone.localdate():
            self._put_back(store)
            return True
        before = {alias: _rows(alias) for alias in BOTH}
        play()
        self._rows = {alias: _new(before[alias], _rows(alias)) for alias in BOTH}
        self._files = shutil.copytree(store, self._kept / str(timezone.localdate()))
        self._made_on = timezone.localdate()
        return True

    def _put_back(self, store):
        shutil.copytree(self._files, store, dirs_exist_ok=True)
        for alias, tables in self._rows.items():
            sqlite = connections[alias].connection
            sqlite.execute("DELETE FROM sqlite_sequence")
            for table, rows in tables.items():
                places = ",".join("?" * len(rows[0]))
                sqlite.executemany(f'INSERT OR REPLACE INTO "{table}" VALUES ({places})', rows)


def _rows(alias):
    """Every row of every table, as SQLite holds it: the sign before a column's name spares it from being converted."""
    connections[alias].ensure_connection()
    sqlite = connections[alias].connection
    held = {}
    for (table,) in sqlite.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        columns = [row[1] for row in sqlite.execute(f'PRAGMA table_info("{table}")')]
        plain = ",".join(f'+"{column}"' for column in columns)
        held[table] = [tuple(row) for row in sqlite.execute(f'SELECT {plain} FROM "{table}"')]
    return held


def _new(before, after):
    known = {table: set(rows) for table, rows in before.items()}
    new = {table: [row for row in rows if row not in known[table]] for table, rows in after.items()}
    new["sqlite_sequence"] = after["sqlite_sequence"]
    return {table: rows for table, rows in new.items() if rows}
