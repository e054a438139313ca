"""Tasks: changed by two, waiting, one after another, taken up again, removed; and the list of them all."""

import itertools
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from lali.records.audit.models import Entry
from lali.records.cases import actions, queries
from lali.records.cases.models import Task
from lali.records.cases.vocabulary import Priority
from lali.records.changes import opened_changes
from lali.records.notices.models import Notice

pytestmark = pytest.mark.slow

WORD = "Quartzfinder"


@pytest.fixture
def add(case, lead):
    def add(title="Ring", **facts):
        return actions.add_task(by=lead, ref=case.ref, title=title, **facts)

    return add


@pytest.fixture
def change(case, lead):
    def change(task, version=None, by=lead, **new):
        return actions.change_task(
            by=by, ref=case.ref, task_id=task.pk, version=version or Task.objects.get(pk=task.pk).version, new=new
        )

    return change


@pytest.fixture
def joined(case, lead, colleague):
    actions.put_on_team(by=lead, ref=case.ref, member=colleague, level="contribute")
    return colleague


class TestChanging:
    def test_old_and_new_values_stand_in_the_journal_and_no_title_in_clear(self, case, add, change):
        task = add(WORD, due_on=date(2026, 12, 1))
        change(task, title=f"{WORD} again", due_on=date(2026, 12, 2))
        entry = Entry.objects.filter(verb="task.changed").get()
        assert WORD not in entry.line
        told = {one.field: (one.old, one.new) for one in opened_changes(entry.facts["changed"], key=case.key())}
        assert told == {"title": (WORD, f"{WORD} again"), "due_on": ("2026-12-01", "2026-12-02")}

    def test_who_saves_second_is_told_and_nothing_is_lost(self, add, change):
        task = add()
        change(task, title="First")
        with pytest.raises(actions.TaskHasMoved):
            change(task, version=1, title="Second")
        task.refresh_from_db()
        assert (task.title, task.version) == ("First", 2)

    def test_nothing_changed_is_nothing_written(self, add, change):
        task = add("Ring", note="x")
        entries = Entry.objects.count()
        change(task, title=" Ring ", note="x", after=[])
        assert (Entry.objects.count(), Task.objects.get().version) == (entries, 1)

    def test_waiting_begins_and_ends(self, add, change):
        task = add()
        change(task, waiting_for="The platform", look_again_on=date(2026, 12, 24))
        task.refresh_from_db()
        assert task.waiting_since == timezone.localdate()
        change(task, waiting_for=" ")
        task.refresh_from_db()
        assert (task.waiting_for, task.waiting_since, task.look_again_on) == ("", None, None)

    def test_only_what_a_task_has_is_changed(self, add, change):
        with pytest.raises(TypeError):
            change(add(), done_at=timezone.now())
        with pytest.raises(actions.NothingWritten):
            change(add(), title="  ")

    def test_the_assignee_is_on_the_team_and_is_told(self, add, change, outsider, joined):
        task = add()
        with pytest.raises(actions.CannotJoin):
            change(task, assignee=outsider)
        change(task, assignee=joined)
        told = Notice.objects.get(member=joined, kind="task_given")
        assert told.subject == task.subject

    def test_a_task_is_taken_up_again(self, case, add, lead, joined):
        task = add(assignee=joined)
        actions.finish_task(by=joined, ref=case.ref, task_id=task.pk)
        for _ in range(2):
            actions.reopen_task(by=lead, ref=case.ref, task_id=task.pk)
        task.refresh_from_db()
        assert (task.done_at, task.done_by) == (None, None)
        entry = Entry.objects.get(verb="task.reopened")
        assert entry.facts["was_done_by"] == joined.journal_name


class TestRemoving:
    def test_is_a_right_apart(self, case, add, lead):
        task = add()
        with pytest.raises(PermissionDenied):
            actions.remove_task(by=lead, ref=case.ref, task_id=task.pk, reason="Typed twice")

    def test_needs_a_reason_and_leaves_everything_but_the_row(self, case, add, change, lead):
        case.team.update(may_remove=True)
        first, second = add("first"), add("second")
        change(second, after=[first.pk])
        with pytest.raises(actions.NothingWritten):
            actions.remove_task(by=lead, ref=case.ref, task_id=first.pk, reason=" ")
        actions.remove_task(by=lead, ref=case.ref, task_id=first.pk, reason=WORD)
        assert WORD not in Entry.objects.get(verb="task.removed").line
        assert [one.title for one in queries.tasks_in(case)] == ["second"]
        assert queries.tasks_in(case)[0].open_before == []
        with pytest.raises(Http404):
            actions.finish_task(by=lead, ref=case.ref, task_id=first.pk)


class TestOrder:
    def test_a_task_reads_what_it_waits_for_until_that_is_done(self, case, add, lead):
        first = add("first")
        second = add("second", after=[first.pk])
        assert [one.title for one in queries.task_in(case, second.pk).open_before] == ["first"]
        actions.finish_task(by=lead, ref=case.ref, task_id=first.pk)
        assert queries.task_in(case, second.pk).open_before == []

    @pytest.mark.parametrize("length", [1, 2, 3, 6])
    def test_no_rings(self, add, change, length):
        chain = [add(str(number)) for number in range(length)]
        for earlier, later in itertools.pairwise(chain):
            change(later, after=[earlier.pk])
        with pytest.raises(actions.RingOfTasks):
            change(chain[0], after=[chain[-1].pk])
        assert not chain[0].after.exists()

    def test_two_ways_to_one_task_are_no_ring(self, add, change):
        top, left, right, bottom = (add(name) for name in ("top", "left", "right", "bottom"))
        change(left, after=[top.pk])
        change(right, after=[top.pk])
        assert change(bottom, after=[left.pk, right.pk, top.pk]).after.count() == 3

    def test_tasks_of_another_case_are_none(self, lead, add, change):
        other = actions.open_case(by=lead, title="Other")
        far = actions.add_task(by=lead, ref=other.ref, title="far")
        for numbers in ([far.pk], [999_999]):
            with pytest.raises(actions.NotATaskHere):
                change(add(), after=numbers)

    def test_several_at_once_or_none(self, case, lead):
        drafts = [
            actions.TaskDraft("first"),
            actions.TaskDraft("second", after=(0,), priority=Priority.URGENT),
            actions.TaskDraft("third", after=(0, 1)),
        ]
        made = actions.add_tasks(by=lead, ref=case.ref, drafts=drafts)
        assert [sorted(task.after.values_list("title", flat=True)) for task in made] == [
            [],
            ["first"],
            ["first", "second"],
        ]
        for wrong in (actions.TaskDraft("x", after=(7,)), actions.TaskDraft("x", after=(-1,))):
            with pytest.raises(actions.NotATaskHere):
                actions.add_tasks(by=lead, ref=case.ref, drafts=[actions.TaskDraft("before"), wrong])
        assert not Task.objects.filter(title="before").exists()


class TestTheList:
    def pages(self, member, size=3, **wanted):
        after, found = None, []
        while True:
            page = queries.work_of(member, queries.WorkFilter(**wanted), after=after, size=size)
            found += [one.task.title if one.task else one.deadline.kind for one in page.pieces]
            if (after := page.after) is None:
                return found

    @pytest.fixture
    def much(self, case, lead, add):
        today = timezone.localdate()
        for number, days in enumerate([None, 3, -2, 3, 0, None, 40, 3]):
            add(f"t{number}", due_on=None if days is None else today + timedelta(days=days), assignee=lead)
        now = timezone.now()
        for kind, hours in (("court", 100), ("mla", 2), ("promise", 100)):
            actions.set_deadline(by=lead, ref=case.ref, kind=kind, due_at=now + timedelta(hours=hours))

    @pytest.mark.parametrize("size", [1, 2, 3, 5, 50])
    @pytest.mark.parametrize("few", [0, 500])
    def test_every_piece_once_in_the_order_of_days(self, lead, much, size, few, monkeypatch):
        monkeypatch.setattr("lali.records.cases.queries.work.FEW", few)
        for mine in (True, False):
            found = self.pages(lead, size=size, mine=mine)
            assert sorted(found) == sorted([f"t{n}" for n in range(8)] + ["court", "mla", "promise"])
            assert found[0] == "t2"
            assert [one for one in found if one[0] == "t"] == ["t2", "t4", "t1", "t3", "t7", "t6", "t0", "t5"]
            assert found[-2:] == ["t0", "t5"]

    def test_filters(self, case, lead, joined, much, change, add):
        assert self.pages(lead, state="late") == ["t2"]
        assert "t6" not in self.pages(lead, state="soon")
        assert set(self.pages(lead, kind="court")) == {"court"}
        assert "court" not in self.pages(lead, kind="task")
        change(Task.objects.get(title="t1"), waiting_for="The platform")
        assert self.pages(lead, state="waiting") == ["t1"]
        assert self.pages(joined, mine=True) == []
        assert len(self.pages(joined, mine=False)) == 11

    def test_nothing_of_closed_cases_nor_of_cases_left(self, case, lead, joined, much):
        actions.take_off_team(by=lead, ref=case.ref, member=joined)
        assert self.pages(joined, mine=False) == []
        case.refresh_from_db()
        actions.describe_case(
            by=lead, ref=case.ref, version=case.version, title="x", kind="other", summary="", state="closed"
        )
        assert self.pages(lead, mine=False) == []

    def test_the_questions_are_few_and_constant(self, lead, much, add, django_assert_max_num_queries):
        for number in range(40):
            add(f"more{number}", assignee=lead)
        for mine in (True, False):
            with django_assert_max_num_queries(5):
                assert len(queries.work_of(lead, queries.WorkFilter(mine=mine)).pieces) == 25
