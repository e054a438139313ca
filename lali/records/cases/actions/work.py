"""Tasks: added, changed, waited for, ordered, done, taken up again, removed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.access import case_to_remove_from
from lali.records.cases.actions.journalled import journalled_changes
from lali.records.cases.actions.team import CannotJoin
from lali.records.cases.actions.writing import CaseIsClosed, NothingWritten, touch, writable
from lali.records.cases.findable import of_task
from lali.records.cases.models import Case, Task
from lali.records.cases.vocabulary import CaseState, Priority
from lali.records.notices.actions import notify
from lali.records.notices.vocabulary import NoticeKind
from lali.records.refusals import Refused
from lali.records.search.index import put_entry, take_out

MOST_BEFORE = 50  # tasks that one task comes after
LONGEST_REASON = 300


class TaskHasMoved(Refused):
    """A colleague changed the task while this member was writing."""

    sentence = _("A colleague changed this task while you were writing. Both are shown below; compare and save again.")


class RingOfTasks(Refused):
    """A task would come after itself."""

    sentence = _("These tasks would wait for one another without end. Take one of them out of “comes after”.")


class NotATaskHere(Refused):
    """A task can come after tasks of its own case only."""

    sentence = _("A task can come after other tasks of the same case only.")


@dataclass(frozen=True, slots=True)
class TaskDraft:
    """A task to be added with others. `after` counts the drafts given before it, from 0."""

    title: str
    due_on: date | None = None
    assignee: Member | None = None
    note: str = ""
    priority: Priority = Priority.NORMAL
    after: tuple[int, ...] = ()


@transaction.atomic
def add_task(
    *,
    by: Member,
    ref: str,
    title: str,
    due_on: date | None = None,
    assignee: Member | None = None,
    note: str = "",
    priority: Priority = Priority.NORMAL,
    after: Iterable[int] = (),
) -> Task:
    """Add a task; its assignee must be on the team, and is told. `after`: numbers of tasks of this case."""
    case = writable(by, ref)
    task = _create(by, case, TaskDraft(title, due_on, assignee, note, priority))
    _put_after(task, set(after))
    touch(case)
    return task


@transaction.atomic
def add_tasks(*, by: Member, ref: str, drafts: Sequence[TaskDraft]) -> list[Task]:
    """Add several tasks at once, each after some of those before it: all, or none."""
    case = writable(by, ref)
    made: list[Task] = []
    for draft in drafts:
        if not all(0 <= place < len(made) for place in draft.after):
            raise NotATaskHere
        task = _create(by, case, draft)
        task.after.set(made[place] for place in draft.after)
        made.append(task)
    touch(case)
    return made


def _create(by: Member, case: Case, draft: TaskDraft) -> Task:
    if not draft.title.strip():
        raise NothingWritten
    require_on_team(case, draft.assignee)
    task = case.tasks.create(
        title=draft.title.strip(),
        due_on=draft.due_on,
        assignee=draft.assignee,
        note=draft.note.strip(),
        priority=draft.priority,
        created_by=by,
    )
    facts = {
        "due": draft.due_on and draft.due_on.isoformat(),
        "assignee": draft.assignee and draft.assignee.journal_name,
        "priority": str(draft.priority),
    }
    record(by=by, verb="task.added", subject=task.subject, facts=facts)
    put_entry(of_task(task))
    _tell_assignee(by, task)
    return task


def require_on_team(case: Case, assignee: Member | None) -> None:
    """Let pass nobody, and who is on the team now; CannotJoin for others."""
    if assignee and not case.team.present().filter(member=assignee).exists():
        raise CannotJoin


def _tell_assignee(by: Member, task: Task) -> None:
    if task.assignee:
        notify(by=by, members=[task.assignee], kind=NoticeKind.TASK_GIVEN, subject=task.subject)


CHANGEABLE = ("title", "note", "due_on", "priority", "assignee", "waiting_for", "look_again_on", "after")


@transaction.atomic
def change_task(*, by: Member, ref: str, task_id: int, version: int, new: Mapping[str, object]) -> Task:
    """Change any of `CHANGEABLE` to what `new` says; the rest stays. TaskHasMoved when it is not the version read.

    Waiting begins today when `waiting_for` is first written, and ends when it is emptied.
    """
    if unknown := set(new) - set(CHANGEABLE):
        raise TypeError(f"A task has no {', '.join(sorted(unknown))} to change.")
    case = writable(by, ref)
    task = _task_in(case, task_id)
    if task.version != version:
        raise TaskHasMoved
    before = _standing(task)
    for field, value in _checked(case, task, new).items():
        setattr(task, field, value)
    if "after" in new:
        _put_after(task, set(new["after"]))
    _settle_waiting(task)
    changed = journalled_changes(case, Task.CLASSIFIED, before, _standing(task))
    if changed:
        task.version += 1
        task.save()
        record(by=by, verb="task.changed", subject=task.subject, facts={"changed": changed})
        put_entry(of_task(task))
        touch(case)
    if "assignee" in changed:
        _tell_assignee(by, task)
    return task


def _task_in(case: Case, task_id: int) -> Task:
    return get_object_or_404(case.tasks.standing().select_related("case", "assignee"), pk=task_id)


def _standing(task: Task) -> dict[str, object]:
    """The task's values as they stand, to compare with later."""
    values = {field: getattr(task, field) for field in CHANGEABLE if field != "after"}
    return values | {"waiting_since": task.waiting_since, "after": sorted(task.after.values_list("pk", flat=True))}


def _checked(case: Case, task: Task, new: Mapping[str, object]) -> dict[str, object]:
    """What `new` says of the task's own fields; a refusal when one of them cannot stand."""
    own = {
        field: value.strip() if isinstance(value, str) else value for field, value in new.items() if field != "after"
    }
    if not own.get("title", task.title):
        raise NothingWritten
    if "assignee" in own and own["assignee"] != task.assignee:
        require_on_team(case, own["assignee"])
    return own


def _settle_waiting(task: Task) -> None:
    if task.waiting_for:
        task.waiting_since = task.waiting_since or timezone.localdate()
    else:
        task.waiting_since = task.look_again_on = None


def _put_after(task: Task, wanted: set[int]) -> None:
    """Let the task come after those of its case with these numbers; RingOfTasks when one of them comes after it."""
    if not wanted and not task.pk:
        return
    found = set(Task.objects.standing().filter(case_id=task.case_id, pk__in=wanted).values_list("pk", flat=True))
    if found != wanted or len(wanted) > MOST_BEFORE:
        raise NotATaskHere
    if wanted & (followers_of(task.pk, _order_in(task.case_id)) | {task.pk}):
        raise RingOfTasks
    task.after.set(wanted)


def _order_in(case_id: int) -> dict[int, set[int]]:
    """Which tasks of a case follow each of them directly."""
    order: dict[int, set[int]] = {}
    pairs = Task.after.through.objects.filter(from_task__case_id=case_id)
    for later, earlier in pairs.values_list("from_task_id", "to_task_id"):
        order.setdefault(earlier, set()).add(later)
    return order


def followers_of(task_id: int, order: Mapping[int, set[int]]) -> set[int]:
    """Every task that comes after this one, directly or through others."""
    found: set[int] = set()
    waiting = [task_id]
    while waiting:
        new = order.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


@transaction.atomic
def finish_task(*, by: Member, ref: str, task_id: int) -> Task:
    """Mark a task as done. Doing it twice changes nothing; what it should come after need not be done."""
    case = writable(by, ref)
    task = _task_in(case, task_id)
    if task.done_at:
        return task
    task.done_at, task.done_by = timezone.now(), by
    _save(task, "done_at", "done_by")
    record(by=by, verb="task.done", subject=task.subject)
    touch(case)
    return task


@transaction.atomic
def reopen_task(*, by: Member, ref: str, task_id: int) -> Task:
    """Take a task up again that was done. One that is open stays as it is."""
    case = writable(by, ref)
    task = _task_in(case, task_id)
    if not task.done_at:
        return task
    facts = {"was_done_at": task.done_at.isoformat(), "was_done_by": task.done_by.journal_name}
    task.done_at = task.done_by = None
    _save(task, "done_at", "done_by")
    record(by=by, verb="task.reopened", subject=task.subject, facts=facts)
    _tell_assignee(by, task)
    touch(case)
    return task


@transaction.atomic
def remove_task(*, by: Member, ref: str, task_id: int, reason: str) -> Task:
    """Take a task off the case, with a reason. It is shown no more; the row stays until the case is disposed of."""
    case = clearable(by, ref)
    task = _task_in(case, task_id)
    if not reason.strip():
        raise NothingWritten
    task.removed_at, task.removed_by = timezone.now(), by
    task.removed_because = reason.strip()[:LONGEST_REASON]
    _save(task, "removed_at", "removed_by", "removed_because")
    record(by=by, verb="task.removed", subject=task.subject)
    take_out(task.subject)
    touch(case)
    return task


def clearable(member: Member, ref: str) -> Case:
    """One case, held, from which the member may remove now: a right apart from every level."""
    case = case_to_remove_from(member, ref)
    if case.state == CaseState.CLOSED:
        raise CaseIsClosed
    return case


def _save(task: Task, *fields: str) -> None:
    task.version += 1
    task.save(update_fields=["version", *fields])
