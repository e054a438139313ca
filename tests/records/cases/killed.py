"""Played by `test_killed.py` in processes of its own: `python killed.py HOME STEP`.

`judge` and `part` say "ready" and wait to be killed, two persons half merged or half parted. `look` says as JSON what
is left, `judge_whole` and `part_whole` do it to the end.
"""

import json
import sqlite3
import sys
import time
from pathlib import Path

from lali.project.installation import NewNode, enter_node, make_node

HOME, STEP = Path(sys.argv[1]), sys.argv[2]


def wait(*_facts, **_named):
    print("ready", flush=True)
    time.sleep(60)


def make():
    make_node(HOME, NewNode(name="Test island", country="FJ", agency="htu", agency_name="HTU (fictional)", demo=True))

    from lali.records.agencies.actions import enrol_member
    from lali.records.agencies.queries import home_agency
    from lali.records.cases.actions import add_person, open_case

    facts = {"email": "boss@htu.example", "name": "Asha Lanternfish", "role": "investigator", "password": "x"}
    boss = enrol_member(by="node", agency=home_agency(), **facts)
    for title in ("The fee in the village", "The ad on Telegram"):
        add_person(by=boss, ref=open_case(by=boss, title=title).ref, name="Bob Quartzwater", role="suspect")


def judge_whole():
    from lali.records.agencies.models import Member
    from lali.records.cases.actions import judge_persons
    from lali.records.cases.models import Case
    from lali.records.entities.models import Person

    one, other = Person.objects.order_by("pk").values_list("pk", flat=True)
    told = {"person_id": one, "other_id": other, "likeness": "same", "reason": "One passport"}
    judge_persons(by=Member.objects.get(), ref=Case.objects.earliest("pk").ref, **told)


def part_whole():
    from lali.records.agencies.models import Member
    from lali.records.cases.actions import take_person_judgement_back
    from lali.records.cases.models import PersonJudgement

    take_person_judgement_back(by=Member.objects.get(), number=PersonJudgement.objects.get().pk, reason="Twins")


def in_the_middle(deed):
    from lali.records.cases.actions import likeness

    likeness._tell_of_pair = wait  # both are merged or parted, the judgement is not in the journal yet
    deed()


def look():
    from lali.records.audit.queries import check_log
    from lali.records.cases.models import PersonJudgement, PersonMerge
    from lali.records.entities.models import Person

    print(
        json.dumps(
            {
                "sound": sqlite3.connect(HOME / "lali.sqlite3").execute("PRAGMA integrity_check").fetchone()[0],
                "journal": check_log().first_broken,
                "merged": Person.objects.filter(merged_into__isnull=False).count(),
                "merges": PersonMerge.objects.filter(undone_at__isnull=True).count(),
                "said": PersonJudgement.objects.standing().count(),
            }
        )
    )


if STEP == "make":
    make()
else:
    enter_node(HOME)
    {
        "judge": lambda: in_the_middle(judge_whole),
        "judge_whole": judge_whole,
        "part": lambda: in_the_middle(part_whole),
        "part_whole": part_whole,
        "look": look,
    }[STEP]()
