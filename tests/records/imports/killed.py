"""Played by `test_killed.py` in processes of its own: `python killed.py HOME make|between|within|go_on|undo|look`.

`between`, `within` and `undo` say "ready" and wait to be killed: after a row, in the middle of the next one, in the
middle of taking back. `look` says as JSON what is left.
"""

import io
import json
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
    from lali.records.imports.actions import preview_import

    facts = {"email": "boss@htu.example", "name": "Asha Lanternfish", "role": "supervisor", "password": "x"}
    boss = enrol_member(by="node", agency=home_agency(), **facts)
    preview_import(
        by=boss, file=io.BytesIO(REGISTER), file_name="r.csv", system="pims", target="case",
        mapping={"number": 0, "text": 1},
    )  # fmt: skip


def take_in(on_progress=None):
    from lali.records.agencies.models import Member
    from lali.records.imports.actions import apply_import
    from lali.records.imports.models import ImportRun

    run = ImportRun.objects.get()
    apply_import(
        by=Member.objects.get(role="supervisor"), number=run.pk, file=io.BytesIO(REGISTER), on_progress=on_progress
    )


def between():
    take_in(lambda done: wait() if done == 3 else None)


def within():
    from lali.records.imports import actions

    actions.note_reference = wait  # the case is written, its number is not: nothing of the row may be left
    take_in()


def undo():
    from lali.records.agencies.models import Member
    from lali.records.imports.actions import undo_import
    from lali.records.imports.models import ImportRun

    boss = Member.objects.get(role="supervisor")
    undo_import(by=boss, number=ImportRun.objects.get().pk, reason="Wrong", on_progress=lambda n: n == 2 and wait())


def undo_again():
    from lali.records.agencies.models import Member
    from lali.records.imports.actions import undo_import
    from lali.records.imports.models import ImportRun

    undo_import(by=Member.objects.get(role="supervisor"), number=ImportRun.objects.get().pk, reason="Wrong")


def look():
    from lali.records.audit.queries import check_log
    from lali.records.cases.models import Case
    from lali.records.imports.models import ExternalReference, ImportRow, ImportRun
    from lali.records.search.models import Findable

    rows = ImportRow.objects.exclude(became="")
    told = {
        "sound": sqlite3.connect(HOME / "lali.sqlite3").execute("PRAGMA integrity_check").fetchone()[0],
        "journal": check_log().first_broken,
        "state": ImportRun.objects.get().state,
        "cases": Case.objects.count(),
        "open": Case.objects.filter(state="open").count(),
        "rows": rows.count(),
        "numbers": ExternalReference.objects.standing().count(),
        "findable": Findable.objects.filter(record__contains="/reference:").count(),
    }
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    if STEP != "make":
        enter_node(HOME)
    steps = {"make": make, "between": between, "within": within, "go_on": take_in, "look": look}
    (steps | {"undo": undo, "undo_again": undo_again})[STEP]()
