"""What screens ask about cases: only one's own, at the same cost however much there is."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from lali.records.audit.models import Entry
from lali.records.cases import queries
from lali.records.cases.actions import (
    add_person,
    add_task,
    add_tip_to_case,
    describe_case,
    finish_task,
    open_case,
    put_on_team,
    take_off_team,
)
from lali.records.cases.vocabulary import CaseState, Level
from lali.records.entities.vocabulary import PersonRole


def task(case, lead, title, days=None, assignee=None):
    due = days is not None and timezone.localdate() + timedelta(days=days)
    return add_task(by=lead, ref=case.ref, title=title, due_on=due or None, assignee=assignee)


def test_own_cases_last_changed_first_with_what_is_open_and_late(case, lead, colleague):
    other = open_case(by=lead, title="Newer")
    open_case(by=colleague, title="Somebody else's")
    put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.READ)
    for title, days in (("late", -1), ("today", 0), ("some day", None)):
        task(case, lead, title, days)
    finish_task(by=lead, ref=case.ref, task_id=task(case, lead, "done", -3).pk)
    found = [(one.ref, one.tasks_open, one.tasks_late) for one in queries.open_cases_of(lead)]
    assert found == [(case.ref, 3, 1), (other.ref, 0, 0)]


def test_where_a_tip_can_be_added(case, lead, colleague):
    put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.READ)
    closed = open_case(by=lead, title="Closed")
    describe_case(by=lead, ref=closed.ref, version=1, title="x", kind=closed.kind, summary="", state=CaseState.CLOSED)
    assert list(queries.cases_to_add_to(lead)) == [case]
    assert list(queries.cases_to_add_to(colleague)) == []


def test_reading_is_journalled_with_the_door_passed(case, lead, outsider):
    queries.read_case(lead, case.ref)
    entry = Entry.objects.first()
    assert (entry.verb, entry.subject, entry.reading) == ("case.read", case.subject, True)
    with pytest.raises(Http404):
        queries.read_case(outsider, case.ref)
    assert Entry.objects.first() == entry


def test_the_journal_of_a_case_is_its_teams_and_reading_it_stands_in_it(case, lead, outsider):
    found = list(queries.journal_of(queries.read_case(lead, case.ref, "journal")))
    assert found[0].facts == {"part": "journal"}
    assert {entry.subject for entry in found} == {case.subject}
    with pytest.raises(Http404):
        queries.read_case(outsider, case.ref, "journal")


def test_what_a_reader_a_contributor_and_a_lead_may(case, lead, colleague):
    expected = {Level.READ: (False, False), Level.CONTRIBUTE: (True, False), Level.LEAD: (True, True)}
    for level, may in expected.items():
        put_on_team(by=lead, ref=case.ref, member=colleague, level=level)
        opened = queries.read_case(colleague, case.ref)
        assert (queries.may_write(opened), queries.may_lead(opened)) == may


def test_only_a_lead_is_offered_a_victims_name(case, lead, colleague):
    put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.CONTRIBUTE)
    add_person(by=lead, ref=case.ref, name="Ana Seashell", role=PersonRole.VICTIM)
    add_person(by=lead, ref=case.ref, name="", role=PersonRole.VICTIM)
    offered = [
        [one.can_be_revealed for one in queries.persons_of(queries.read_case(by, case.ref))] for by in (lead, colleague)
    ]
    assert offered == [[True, False], [False, False]]


def test_own_tasks_the_most_pressing_first_and_none_of_cases_left(case, lead, colleague):
    put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.READ)
    for title, days in (("some day", None), ("later", 5), ("soon", 1)):
        task(case, lead, title, days, colleague)
    task(case, lead, "not mine", 0, lead)
    assert [one.title for one in queries.tasks_of(colleague)] == ["soon", "later", "some day"]
    take_off_team(by=lead, ref=case.ref, member=colleague)
    assert list(queries.tasks_of(colleague)) == []


def test_the_present_team(case, lead, colleague):
    put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.READ)
    opened = queries.read_case(lead, case.ref)
    assert [place.member for place in queries.team_of(opened)] == [lead, colleague]
    take_off_team(by=lead, ref=case.ref, member=colleague)
    assert list(queries.members_on(opened)) == [lead]


def test_a_tips_case_is_named_to_its_team_only(case, lead, outsider, tip_of):
    tip = tip_of()
    add_tip_to_case(by=lead, number=tip.number, version=1, ref=case.ref)
    assert queries.case_with_tip(lead, tip) == case
    assert queries.case_with_tip(outsider, tip) is None
