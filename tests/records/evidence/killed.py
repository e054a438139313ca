"""Played by `test_killed.py` in processes of its own: `python killed.py HOME make|stream|seal|look`.

`stream` and `seal` say "ready" and wait to be killed: in the middle of the bytes, or when they are sealed but not yet
entered. `look` says as JSON what is left.
"""

import io
import json
import sqlite3
import sys
import time
from pathlib import Path

from lali.project.installation import NewNode, enter_node, make_node

HOME, STEP = Path(sys.argv[1]), sys.argv[2]
MIB = 1024 * 1024


def wait():
    print("ready", flush=True)
    time.sleep(60)


class NeverEnding(io.RawIOBase):
    """An original that stops coming after three mebibytes."""

    given = 0

    def read(self, size=-1):
        if self.given >= 3:
            wait()
        self.given += 1
        return b"x" * MIB


def make():
    make_node(HOME, NewNode(name="Test island", country="FJ", agency="htu", agency_name="HTU (fictional)", demo=True))

    from lali.records.agencies.actions import enrol_member
    from lali.records.agencies.queries import home_agency
    from lali.records.cases.actions import open_case

    facts = {"email": "lead@htu.example", "name": "Litia Coralgarden", "role": "investigator", "password": "x"}
    open_case(by=enrol_member(by="node", agency=home_agency(), **facts), title="Fee for a promised job")


def take_in(source):
    from lali.records.agencies.models import Member
    from lali.records.cases.models import Case
    from lali.records.evidence.actions import Acquisition, take_in_exhibit

    facts = {"ref": Case.objects.get().ref, "file_name": "phone.img", "acquisition": Acquisition()}
    return take_in_exhibit(by=Member.objects.get(), source=source, **facts)


def seal():
    from lali.records.evidence.actions import intake as actions

    actions.seal_exhibit = lambda **_facts: wait()  # the moment between the store and the database
    take_in(io.BytesIO(b"whole"))


def look():
    from lali.records.audit.queries import check_log
    from lali.records.evidence.models import Exhibit
    from lali.records.evidence.queries import intakes_cut_off, sealed_without_exhibit
    from lali.records.evidence.storage import exhibit_store

    with sqlite3.connect(HOME / "lali.sqlite3") as database:
        sound = database.execute("PRAGMA integrity_check").fetchone()[0]
    before = {
        "sound": sound,
        "journal": check_log().first_broken,
        "exhibits": Exhibit.objects.count(),
        "cut_off": [intake.file_name for intake in intakes_cut_off()],
        "in_store": len(exhibit_store().unfinished()),
        "without_exhibit": len(sealed_without_exhibit()),
    }
    whole = take_in(io.BytesIO(b"again"))
    print(json.dumps(before | {"next": whole.ref}))


if __name__ == "__main__":
    if STEP != "make":
        enter_node(HOME)
    {"make": make, "stream": lambda: take_in(NeverEnding()), "seal": seal, "look": look}[STEP]()
