"""Once a day the node tells members what is late or near: of each thing once, and only those who may know of it."""

from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from lali.records.cases import actions
from lali.records.cases.models import TeamPlace
from lali.records.notices.actions import mark_seen
from lali.records.notices.models import Notice


@pytest.fixture
def late(case, lead, colleague):
    today, soon = timezone.localdate(), timezone.now() + timedelta(days=2)
    actions.put_on_team(by=lead, ref=case.ref, member=colleague, level="contribute", ends_at=soon)
    actions.add_task(by=lead, ref=case.ref, title="Late", due_on=today - timedelta(days=1), assignee=colleague)
    actions.add_task(by=lead, ref=case.ref, title="Today", due_on=today, assignee=colleague)
    waiting = actions.add_task(by=lead, ref=case.ref, title="Waits", assignee=lead)
    new = {"waiting_for": "The platform", "look_again_on": today}
    actions.change_task(by=lead, ref=case.ref, task_id=waiting.pk, version=1, new=new)
    actions.set_deadline(by=lead, ref=case.ref, kind="court", length=2, unit="days")
    actions.set_deadline(by=lead, ref=case.ref, kind="court", length=9, unit="days")
    Notice.objects.all().delete()
    return case


def told():
    return Counter((notice.member.email.partition("@")[0], notice.kind) for notice in Notice.objects.all())


EXPECTED = {("colleague", "task_late"), ("colleague", "access_ends"), ("lead", "look_again"), ("lead", "deadline_near")}


def test_each_thing_once(late):
    assert actions.remind_of_work(by="node", now=timezone.now()) == 4
    assert told() == dict.fromkeys(EXPECTED, 1)
    assert actions.remind_of_work(by="node", now=timezone.now()) == 0


def test_not_twice_on_one_day_even_when_seen_and_again_the_next(late, lead):
    actions.remind_of_work(by="node", now=timezone.now())
    mark_seen(by=lead)
    assert actions.remind_of_work(by="node", now=timezone.now()) == 0
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        actions.remind_of_work(by="node", now=timezone.now())
        assert told()["lead", "deadline_near"] == 2
        assert told()["colleague", "task_late"] == 1 + 1  # the task of yesterday's today; the first still waits


def test_nobody_is_told_of_a_case_they_do_not_see(late, colleague, lead):
    TeamPlace.objects.filter(member=colleague).update(left_at=timezone.now())
    late.walls.create(member=lead, kind="named", reason="Named in it", set_by=colleague)
    assert actions.remind_of_work(by="node", now=timezone.now()) == 0
