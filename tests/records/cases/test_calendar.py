"""The calendar: a secret address that works until it ends, and a file that names nobody."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from icalendar import Calendar

from lali.records.agencies.actions import end_membership
from lali.records.audit.models import Entry
from lali.records.cases import actions, queries
from lali.records.cases.models import CalendarLink

WORD = "Quartzfinder"


@pytest.fixture
def due(case, lead):
    actions.add_task(by=lead, ref=case.ref, title=WORD, note=WORD, due_on=timezone.localdate(), assignee=lead)
    actions.add_task(by=lead, ref=case.ref, title=WORD, assignee=lead)  # no day
    actions.set_deadline(by=lead, ref=case.ref, kind="permit", length=3, unit="days", basis=WORD, note=WORD)
    return case


def test_the_token_is_kept_nowhere_and_a_new_one_ends_the_old(lead):
    first = actions.make_calendar_link(by=lead)
    assert first not in repr(list(CalendarLink.objects.values())) + "".join(
        Entry.objects.values_list("line", flat=True)
    )
    assert queries.member_of_calendar(first) == lead
    second = actions.make_calendar_link(by=lead)
    for token in (first, "", second + "x", second[:-1], "x" * 5000):
        with pytest.raises(Http404):
            queries.member_of_calendar(token)
    assert queries.member_of_calendar(second) == lead
    assert actions.end_calendar_link(by=lead)
    assert not actions.end_calendar_link(by=lead)
    with pytest.raises(Http404):
        queries.member_of_calendar(second)


def test_fetching_is_journalled_once_a_day(lead):
    token = actions.make_calendar_link(by=lead)
    for _ in range(3):
        queries.member_of_calendar(token)
    assert Entry.objects.filter(verb="calendar.read", by=lead.journal_name, reading=True).count() == 1


def test_it_ends_with_the_membership(lead, administrator):
    token = actions.make_calendar_link(by=lead)
    end_membership(by=administrator, member=lead)
    with pytest.raises(Http404):
        queries.member_of_calendar(token)


def test_who_works_on_no_case_has_none(auditor):
    with pytest.raises(PermissionDenied):
        actions.make_calendar_link(by=auditor)


def test_the_file_read_back(due, lead, client):
    token = actions.make_calendar_link(by=lead)
    answer = client.get(f"/calendar/{token}/lali.ics")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    for planted in (WORD, lead.name, lead.email, due.title, "permit", "Permit"):
        assert planted.encode() not in answer.content
    found = Calendar.from_ical(answer.content)
    told = {str(one["summary"]): one["dtstart"].dt for one in found.walk("VEVENT")}
    assert set(told) == {f"Task due · {due.ref}", f"Deadline · {due.ref}"}
    assert told[f"Task due · {due.ref}"] == timezone.localdate()
    assert abs(told[f"Deadline · {due.ref}"] - timezone.now() - timedelta(days=3)) < timedelta(minutes=5)


def test_the_same_entry_keeps_its_uid_and_left_cases_leave_it(due, lead, colleague, open_page):
    def read():
        file = open_page(lead, "/calendar/mine.ics").content
        return {one["uid"] for one in Calendar.from_ical(file).walk("VEVENT")}

    before = read()
    assert before == read()
    assert len(before) == 2
    actions.put_on_team(by=lead, ref=due.ref, member=colleague, level="lead")
    actions.take_off_team(by=lead, ref=due.ref, member=lead)
    assert read() == set()
