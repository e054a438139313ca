"""Tasks."""

from datetime import date

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.actions.team import CannotJoin
from lali.records.cases.actions.writing import NothingWritten, touch, writable
from lali.records.cases.findable import of_task
from lali.records.cases.models import Task
from lali.records.search.index import put_entry


@transaction.atomic
def add_task(*, by: Member, ref: str, title: str, due_on: date | None, assignee: Member | None) -> Task:
    """Add a task; its assignee must be on the team."""
    case = writable(by, ref)
    if not title.strip():
        raise NothingWritten
    if assignee and not case.team.present().filter(member=assignee).exists():
        raise CannotJoin
    task = case.tasks.create(title=title.strip(), due_on=due_on, assignee=assignee)
    facts = {"due": due_on and due_on.isoformat(), "assignee": assignee and assignee.journal_name}
    record(by=by, verb="task.added", subject=f"{case.subject}/task:{task.pk}", facts=facts)
    put_entry(of_task(task))
    touch(case)
    return task


@transaction.atomic
def finish_task(*, by: Member, ref: str, task_id: int) -> Task:
    """Mark a task as done. Doing it twice changes nothing."""
    case = writable(by, ref)
    task = get_object_or_404(case.tasks, pk=task_id)
    if task.done_at:
        return task
    task.done_at, task.done_by = timezone.now(), by
    task.save(update_fields=["done_at", "done_by"])
    record(by=by, verb="task.done", subject=f"{case.subject}/task:{task.pk}")
    touch(case)
    return task
