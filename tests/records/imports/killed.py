"""Played by `test_killed.py` in processes of its own: `python killed.py HOME STEP`.

`between`, `within`, `slow_look` and `undo` say "ready" and wait to be killed: after a row, in the middle of the next
one, in the middle of looking at a file, in the middle of taking back. `together` says "ready", waits for a line, and
takes in; `second_look` looks at the same register again, as another import. `look` says as JSON what is left.
"""

import io
import json
import os
import sqlite3
import sys
import time
from pathlib import Path

from lali.project.installation import NewNode, enter_node, make_node

HOME, STEP = Path(sys.argv[1]), sys.argv[2]
ROWS = 8
REGISTER = ("Number,Details\n" + "".join(f"PIMS-{n},Call 410 01{n:02}\n" for n in range(ROWS))).encode()


def wait(*_facts, **_named):
    print("ready", flush=True)
    time.sleep(60)


def make():
    make_node(HOME, NewNode(name="Test island", country="FJ", agency="htu", agency_name="HTU (fictional)", demo=True))

    from lali.records.agencies.actions import enrol_member
    from lali.records.agencies.queries import home_agency

    facts = {"email": "boss@htu.example", "name": "Asha Lanternfish", "role": "supervisor", "password": "x"}
    enrol_member(by="node", agency=home_agency(), **facts)
    look_at(io.BytesIO(REGISTER))


def boss():
    from lali.records.agencies.models import Member

    return Member.objects.get(role="supervisor")


def look_at(file):
    from lali.records.imports.actions import preview_import

    facts = {"file_name": "r.csv", "system": "pims", "target": "case", "mapping": {"number": 0, "text": 1}}
    print(preview_import(by=boss(), file=file, **facts).pk, flush=True)


def second_look():
    look_at(io.BytesIO(REGISTER))


def slow_look():
    from lali.records.imports.actions import writing

    rows_told = writing.rows_told

    def slowly(*arguments, **named):
        for number, told in enumerate(rows_told(*arguments, **named)):
            if number == ROWS // 2:
                wait()
            yield told

    writing.rows_told = slowly
    look_at(io.BytesIO(REGISTER))


def take_in(on_progress=None, number=None):
    from lali.records.imports.actions import apply_import
    from lali.records.imports.models import ImportRun

    number = number or ImportRun.objects.earliest("pk").pk
    apply_import(by=boss(), number=number, file=io.BytesIO(REGISTER), on_progress=on_progress)


def together():
    print("ready", flush=True)
    sys.stdin.readline()
    take_in(number=int(sys.argv[3]))


def between():
    take_in(lambda done: wait() if done == 3 else None)


def within():
    from lali.records.imports.actions import taking_in

    taking_in.note_reference = wait  # the case is written, its number is not: nothing of the row may be left
    take_in()


def undo():
    from lali.records.imports.actions import undo_import
    from lali.records.imports.models import ImportRun

    undo_import(by=boss(), number=ImportRun.objects.get().pk, reason="Wrong", on_progress=lambda n: n == 2 and wait())


def undo_again():
    from lali.records.imports.actions import undo_import
    from lali.records.imports.models import ImportRun

    undo_import(by=boss(), number=ImportRun.objects.get().pk, reason="Wrong")


def sound():
    if "DATABASE_URL" in os.environ:
        return "ok"
    return sqlite3.connect(HOME / "lali.sqlite3").execute("PRAGMA integrity_check").fetchone()[0]


def look():
    from lali.records.audit.queries import check_log
    from lali.records.cases.models import Case
    from lali.records.imports.models import ExternalReference, ImportRow, ImportRun
    from lali.records.search.models import Findable

    rows = ImportRow.objects.exclude(became="")
    told = {
        "sound": sound(),
        "journal": check_log().first_broken,
        "state": ImportRun.objects.earliest("pk").state,
        "cases": Case.objects.count(),
        "open": Case.objects.filter(state="open").count(),
        "rows": rows.count(),
        "runs": ImportRun.objects.count(),
        "numbers": ExternalReference.objects.standing().count(),
        "findable": Findable.objects.filter(record__contains="/reference:").count(),
    }
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    if STEP != "make":
        enter_node(HOME)
    steps = {"make": make, "between": between, "within": within, "go_on": take_in, "look": look}
    steps |= {"slow_look": slow_look, "second_look": second_look, "together": together}
    (steps | {"undo": undo, "undo_again": undo_again})[STEP]()
