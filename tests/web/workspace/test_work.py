"""The pages of tasks, deadlines, the task board, the supervisor's board, notices and the calendar."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lali.records.cases import actions
from lali.records.cases.models import Deadline, Task
from lali.records.notices.actions import notify
from lali.records.notices.models import MailPreference, Notice
from lali.web.workspace.clock_rules import suggestions


@pytest.fixture
def task(lead, full_case):
    return Task.objects.get(case=full_case)


@pytest.fixture
def deadline(lead, full_case):
    return actions.set_deadline(
        by=lead, ref=full_case.ref, kind="production", length=3, unit="days", basis="Section 20"
    )


@pytest.fixture
def at(full_case):
    return lambda part: f"/cases/{full_case.ref}/{part}"


FORM = {"version": 1, "title": "Ask the platform again", "priority": "urgent", "waiting_for": "The platform"}


class TestTask:
    def test_is_changed_on_its_page(self, open_page, see, lead, task, at):
        page = at(f"tasks/{task.pk}/")
        assert open_page(lead, page, post=FORM).status_code == 302
        said = see(lead, page)
        assert "Waits for The platform since" in said
        assert "changed a task" in said
        assert "Urgent" in see(lead, at(""))

    def test_two_who_write_at_once_see_both(self, open_page, text_of, lead, colleague, task, at):
        page = at(f"tasks/{task.pk}/")
        open_page(colleague, page, post=FORM | {"title": "Theirs", "note": "Their note"})
        answer = open_page(lead, page, post=FORM | {"title": "Mine", "note": "My note"})
        assert answer.status_code == 400
        said = text_of(answer)
        assert "A colleague changed this task" in said
        assert "Theirs" in said
        assert "Their note" in said
        assert 'value="Mine"' in answer.content.decode()
        assert "My note" in said
        again = open_page(lead, page, post=FORM | {"version": 2, "title": "Mine"})
        assert again.status_code == 302

    def test_rings_are_refused_with_the_reason(self, open_page, text_of, lead, task, full_case, at):
        later = actions.add_task(by=lead, ref=full_case.ref, title="Later", after=[task.pk])
        assert "Comes after “Ask the platform”, which is open." in text_of(open_page(lead, at("")))
        answer = open_page(lead, at(f"tasks/{task.pk}/"), post=FORM | {"after": [later.pk]})
        assert "would wait for one another without end" in text_of(answer)

    def test_done_taken_up_removed(self, open_page, see, lead, task, full_case, at):
        page = at(f"tasks/{task.pk}/")
        assert open_page(lead, page + "done/", post={"back": page}).url == page
        assert "Take up again" in see(lead, page)
        open_page(lead, page + "reopen/", post={})
        assert "Remove this task" not in see(lead, page)
        full_case.team.filter(member=lead).update(may_remove=True)
        assert "Remove this task" in see(lead, page)
        assert open_page(lead, page + "remove/", post={"remove-reason": ""}).status_code == 400
        open_page(lead, page + "remove/", post={"remove-reason": "Typed twice"})
        assert open_page(lead, page).status_code == 404

    @pytest.mark.parametrize(
        "back", ["//elsewhere.example/", "https://elsewhere.example/", "javascript:x", "/\\elsewhere"]
    )
    def test_back_leads_nowhere_else(self, open_page, lead, task, at, back):
        answer = open_page(lead, at(f"tasks/{task.pk}/done/"), post={"back": back})
        assert answer.url == at("#tasks")

    def test_a_reader_sees_and_changes_nothing(self, see, supervisor, task, at):
        said = see(supervisor, at(f"tasks/{task.pk}/"))
        assert "Ask the platform" in said
        assert "Save" not in said


class TestDeadline:
    def test_is_set_by_length_and_told_in_hours(self, open_page, see, lead, full_case, at):
        form = {"kind": "promise", "length": "30", "unit": "hours"}
        assert open_page(lead, at("deadlines/new/"), post=form).url == at("#deadlines")
        for page in (at(""), "/", "/work/"):
            assert "in 29 hours" in see(lead, page)
            assert "confirm with a prosecutor" in see(lead, page)

    def test_is_set_by_its_end(self, open_page, see, lead, at):
        with time_machine.travel("2026-11-26T00:00:00Z"):
            form = {"kind": "court", "unit": "days", "due_at": "2026-12-06T10:00"}
            open_page(lead, at("deadlines/new/"), post=form)
            assert "6 Dec 2026, 10:00 (in 10 days)" in see(lead, at(""))

    @pytest.mark.parametrize(
        ("form", "why"),
        [
            ({}, "Say either how long the clock runs, or when it ends."),
            ({"length": "3", "due_at": "2199-01-01T10:00"}, "Say either how long the clock runs, or when it ends."),
            ({"due_at": "2001-01-01T10:00"}, "cannot end before its clock starts"),
            ({"length": "1000000"}, "100000"),
            ({"length": "99999", "unit": "days", "started_at": "9990-01-01T10:00"}, "Look at the year again"),
        ],
    )
    def test_refusals_keep_what_was_typed(self, open_page, text_of, lead, at, form, why):
        answer = open_page(
            lead, at("deadlines/new/"), post={"kind": "court", "unit": "days", "basis": "Order 7"} | form
        )
        assert answer.status_code == 400
        assert why in text_of(answer).replace("\xa0", "").replace(",", "") or why in text_of(answer)
        assert 'value="Order 7"' in answer.content.decode()
        assert not Deadline.objects.exists()

    def test_suggestions_name_a_section_and_no_length(self, open_page, text_of, lead, at):
        said = text_of(open_page(lead, at("deadlines/new/?kind=production")))
        assert "section 20" in said
        assert "Confirm each with a prosecutor." in said
        assert [one.length for one in suggestions("FJ") if one.length and one.kind != "promise"] == []

    def test_extended_paused_going_again_met(self, open_page, see, lead, deadline, at):
        page = at(f"deadlines/{deadline.pk}/")
        open_page(lead, page + "extend/", post={"extend-due_at": "2199-01-01T10:00", "extend-reason": "They asked"})
        assert open_page(lead, page + "pause/", post={"pause-reason": ""}).status_code == 400
        open_page(lead, page + "pause/", post={"pause-reason": "Court is closed"})
        said = see(lead, page)
        assert "They asked" in said
        assert "Court is closed" in said
        assert "Stopped since" in said
        open_page(lead, page + "resume/", post={"resume-reason": "Court is open"})
        open_page(lead, page + "confirm/", post={})
        open_page(lead, page + "met/", post={})
        said = see(lead, page)
        assert "confirmed with a prosecutor, noted by" in said
        assert "Mark as met" not in said

    def test_two_who_write_at_once_see_both(self, open_page, text_of, lead, colleague, deadline, at):
        page = at(f"deadlines/{deadline.pk}/")
        open_page(colleague, page, post={"version": 1, "kind": "court", "basis": "Theirs"})
        answer = open_page(lead, page, post={"version": 1, "kind": "court", "basis": "Mine"})
        assert answer.status_code == 400
        assert "Theirs" in text_of(answer)
        assert 'value="Mine"' in answer.content.decode()

    def test_missed_is_said_and_removed_needs_the_right(self, open_page, see, lead, full_case, deadline, at):
        page = at(f"deadlines/{deadline.pk}/")
        Deadline.objects.update(due_at=timezone.now() - timedelta(hours=5))
        assert "missed by 5 hours" in see(lead, page)
        Deadline.objects.update(due_at=timezone.now() - timedelta(days=5))
        assert "missed by 5 days" in see(lead, "/work/?state=late")
        assert open_page(lead, page + "remove/", post={"remove-reason": "Wrong case"}).status_code == 403
        full_case.team.filter(member=lead).update(may_remove=True)
        assert open_page(lead, page + "remove/", post={"remove-reason": " "}).status_code == 400
        open_page(lead, page + "remove/", post={"remove-reason": "Wrong case"})
        assert open_page(lead, page).status_code == 404


class TestBoard:
    @pytest.mark.slow
    def test_pages_follow_one_another(self, open_page, text_of, lead, full_case):
        for number in range(60):
            actions.add_task(by=lead, ref=full_case.ref, title=f"Task-{number:02d}-", assignee=lead)
        address, seen = "/work/", ""
        for _ in range(3):
            answer = open_page(lead, address)
            seen += text_of(answer)
            later = answer.context["later"]
            address = f"/work/{later}"
        assert later == ""
        assert all(f"Task-{number:02d}-" in seen for number in range(60))

    @pytest.mark.parametrize(
        "after", ["x", "~", "2026-13-45_1~", "_9999999999999999999999~", "~2026-11-26T00:00_1", "_٣~"]
    )
    def test_an_address_that_cannot_be_read_begins_from_the_start(self, see, lead, full_case, after):
        assert "Ask the platform" in see(lead, f"/work/?after={after}")

    def test_filters_that_are_none_show_ones_own(self, see, lead, full_case):
        assert "Ask the platform" in see(lead, "/work/?whose=x&state=y&kind=z")
        assert "Nothing here" in see(lead, "/work/?state=waiting")

    def test_a_wrong_clock_is_said(self, see, lead, full_case):
        assert "clock is wrong" not in see(lead, "/work/")
        with time_machine.travel(timezone.now() - timedelta(hours=2)):
            assert "This machine’s clock is wrong." in see(lead, "/work/")

    @pytest.mark.slow
    def test_the_number_of_questions_does_not_grow(self, open_page, lead, full_case):
        asked = []
        for more in (0, 30):
            for number in range(more):
                actions.add_task(by=lead, ref=full_case.ref, title=f"{number}", assignee=lead)
            open_page(lead, "/work/")
            with CaptureQueriesContext(connection) as questions:
                open_page(lead, "/work/")
            asked.append(len(questions))
        assert asked[1] <= asked[0] + 1  # tasks with and without a day are asked for apart, where a page needs both


def test_the_supervisors_board_in_words(see, supervisor, lead, full_case):
    said = see(supervisor, "/board/")
    assert "Late tasks" in said
    assert full_case.ref in said
    assert lead.name in said
    for hidden in (full_case.title, "Ask the platform", "Nobody Inparticular"):
        assert hidden not in said
    assert "Hours from a tip’s coming in" in said


class TestNotices:
    @pytest.fixture
    def told(self, lead, full_case, task):
        notify(by="node", members=[lead], kind="task_late", subject=task.subject)
        notify(by="node", members=[lead], kind="seen_again", subject="identifier:4")
        return Notice.objects.filter(member=lead, seen_at__isnull=True)

    def test_lead_to_what_they_are_about(self, open_page, see, lead, told, task, at):
        page = open_page(lead, "/notices/").content.decode()
        assert at(f"tasks/{task.pk}/") in page
        assert "An identifier that you watch appeared again." in page
        assert f"Notices {told.count()}" in see(lead, "/")

    def test_are_seen_one_by_one_or_all(self, open_page, lead, colleague, told):
        number = told.count()
        open_page(colleague, f"/notices/{told[0].pk}/seen/", post={})
        assert told.count() == number
        open_page(lead, f"/notices/{told[0].pk}/seen/", post={})
        assert told.count() == number - 1
        open_page(lead, "/notices/seen/", post={})
        assert told.count() == 0

    def test_how_they_come_is_chosen(self, open_page, see, lead):
        open_page(lead, "/notices/mail/", post={"mail-choice": "never"})
        assert MailPreference.objects.get(member=lead).choice == "never"
        assert open_page(lead, "/notices/mail/", post={"mail-choice": "x"}).status_code == 400
        assert "This node sends no e-mail yet" in see(lead, "/notices/")

    def test_many_are_not_counted(self, see, lead):
        Notice.objects.bulk_create(Notice(member=lead, kind="task_late", subject=f"case:{n}") for n in range(130))
        assert "Notices 99+" in see(lead, "/")


class TestCalendar:
    def test_the_address_is_shown_once(self, open_page, text_of, lead, client):
        said = text_of(open_page(lead, "/calendar/", post={}))
        address = next(word for word in said.split() if word.endswith("/lali.ics"))
        assert address not in text_of(open_page(lead, "/calendar/"))
        path = address.partition("testserver")[2]
        client.logout()
        assert client.get(path)["Content-Type"] == "text/calendar; charset=utf-8"
        open_page(lead, "/calendar/end/", post={})
        client.logout()
        assert client.get(path).status_code == 404

    def test_a_wrong_address_looks_like_any_that_never_was(self, open_page, lead, client):
        actions.make_calendar_link(by=lead)
        for token in ("x", "a" * 43, "%2e%2e"):
            assert client.get(f"/calendar/{token}/lali.ics").status_code == 404


@pytest.mark.parametrize("year", ["0001", "0206", "9999"])
def test_a_year_that_is_a_slip_of_the_finger_is_shown_again(open_page, text_of, lead, case, year):
    typed = {"task-title": "Ask the bank", "task-due_on": f"{year}-12-31"}
    response = open_page(lead, f"/cases/{case.ref}/tasks/", typed)
    assert response.status_code == 400
    assert "Look at the year again" in text_of(response)
    assert "Ask the bank" in response.content.decode()


def test_tasks_of_one_day_stand_urgent_first_then_those_that_nobody_has(open_page, lead, full_case, at):
    day = timezone.localdate() + timedelta(days=2)
    for title, who, priority in (
        ("Hers", lead, "normal"),
        ("Nobody's", None, "normal"),
        ("Urgent, hers", lead, "urgent"),
        ("Urgent, nobody's", None, "urgent"),
    ):
        actions.add_task(by=lead, ref=full_case.ref, title=title, due_on=day, assignee=who, priority=priority)
    page = open_page(lead, at("")).context
    shown = [task.title for task in [*page["tasks"], *page["later_tasks"]]]
    assert shown == ["Ask the platform", "Urgent, nobody's", "Urgent, hers", "Nobody's", "Hers"]


def test_a_lead_reads_that_taking_off_needs_a_right_of_its_own(see, lead, colleague, full_case, task, at):
    event = full_case.events.first()
    for page in ("identifiers/", f"events/{event.pk}/", f"tasks/{task.pk}/"):
        assert "needs a right of its own, which another lead gives: Team and access" in see(lead, at(page))
        assert "needs a right of its own" not in see(colleague, at(page))
