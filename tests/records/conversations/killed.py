"""Played by `test_killed.py` in processes of its own: `python killed.py HOME make|read|look`.

`read` says "ready" in the middle of its fourth batch, not yet written, and waits to be killed. `look` says as JSON what
is left, goes on with it, and says what it came to.
"""

import io
import json
import sqlite3
import sys
import time
from datetime import timedelta
from pathlib import Path

from lali.project.installation import NewNode, enter_node, make_node

HOME, STEP = Path(sys.argv[1]), sys.argv[2]
EXPORT = "".join(f"{n % 16 + 13}/10/2025, 09:{n % 60:02} - Person {n % 3}: message {n}\n" for n in range(2_500))


def make():
    make_node(HOME, NewNode(name="Test island", country="FJ", agency="htu", agency_name="HTU (fictional)", demo=True))

    from lali.records.agencies.actions import enrol_member
    from lali.records.agencies.queries import home_agency
    from lali.records.cases.actions import open_case
    from lali.records.conversations.actions import begin_reading
    from lali.records.evidence.actions import Acquisition, take_in_exhibit

    facts = {"email": "lead@htu.example", "name": "Litia Coralgarden", "role": "investigator", "password": "x"}
    lead = enrol_member(by="node", agency=home_agency(), **facts)
    ref = open_case(by=lead, title="Fee for a promised job").ref
    source = io.BytesIO(EXPORT.encode())
    take_in_exhibit(by=lead, ref=ref, file_name="chat.txt", source=source, acquisition=Acquisition())
    begin_reading(by=lead, ref=ref, exhibit=1)


def read():
    from lali.records.conversations.actions import reading
    from lali.records.conversations.models import Conversation

    keep, kept = reading.keep, []

    def keep_until_killed(conversation, batch, known):
        keep(conversation, batch, known)
        kept.append(batch)
        if len(kept) == 4:
            print("ready", flush=True)
            time.sleep(60)

    reading.IN_A_BATCH, reading.keep, reading.HELD = 500, keep_until_killed, timedelta(0)
    one = Conversation.objects.select_related("case", "begun_by").get()
    reading.read_on(by=one.begun_by, ref=one.case.ref, number=1)


def look():
    from lali.records.audit.queries import check_log
    from lali.records.conversations.actions import go_on_with_readings
    from lali.records.conversations.models import Conversation, Message
    from lali.records.conversations.queries import stopped_readings

    with sqlite3.connect(HOME / "lali.sqlite3") as database:
        sound = database.execute("PRAGMA integrity_check").fetchone()[0]
    before = {
        "sound": sound,
        "journal": check_log().first_broken,
        "listed": [one.ref for one in stopped_readings()],
        "kept": Message.objects.count(),
    }
    go_on_with_readings(by="node", seconds=60)
    one = Conversation.objects.get()
    texts = Message.objects.order_by("n").values_list("text", flat=True)
    whole = list(texts) == [f"message {n}" for n in range(2_500)]
    after = {"state": one.state, "whole": whole, "accounted": one.accounted, "reached": one.reached == one.size}
    print(json.dumps(before | after))


if __name__ == "__main__":
    if STEP != "make":
        enter_node(HOME)
    {"make": make, "read": read, "look": look}[STEP]()
