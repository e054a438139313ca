"""Tasks and deadlines: of one case, of one member, and all that a member may see."""

import heapq
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import DateField, F, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.db.models.lookups import IsNull
from django.shortcuts import get_object_or_404
from django.utils import timezone

from lali.records.agencies.models import Member
from lali.records.audit.models import Entry
from lali.records.audit.queries import entries_about
from lali.records.cases.models import Case, Deadline, DeadlineQuerySet, Task, TaskQuerySet, TeamPlace
from lali.records.cases.scope import kept_by, seen_by
from lali.records.cases.vocabulary import Priority

SOON = timedelta(days=7)
FEW = 500  # cases; measured: for more it is quicker to walk all open tasks in order until a page is full
NEVER = date.max
_IN_A_CASE = (
    F("done_at").asc(nulls_first=True),
    F("due_on").asc(nulls_last=True),
    IsNull(NullIf("priority", Value(Priority.URGENT)), False),  # no before yes: what is urgent comes first
    IsNull(F("assignee_id"), False),
    "pk",
)
_OPEN_BEFORE = Prefetch("after", queryset=Task.objects.open().order_by("pk"), to_attr="open_before")


def tasks_in(case: Case) -> TaskQuerySet:
    """Tasks of a case that was opened through the door, open ones first; `open_before`: what each still waits for.

    Those of one day: urgent first, then those that nobody has.
    """
    return case.tasks.standing().select_related("assignee").prefetch_related(_OPEN_BEFORE).order_by(*_IN_A_CASE)


def task_in(case: Case, task_id: int) -> Task:
    """One task of a case that was opened through the door; Http404 when there is none."""
    tasks = tasks_in(case).select_related("assignee", "done_by", "created_by")
    task = get_object_or_404(tasks, pk=task_id)
    task.case = case
    return task


def deadlines_in(case: Case) -> DeadlineQuerySet:
    """Deadlines of a case that was opened through the door, open ones first."""
    return case.deadlines.standing().select_related("assignee", "met_by")


def deadline_in(case: Case, deadline_id: int) -> Deadline:
    """One deadline with every change of its clock; Http404 when there is none."""
    deadlines = deadlines_in(case).select_related("assignee", "met_by", "confirmed_by", "created_by")
    deadline = get_object_or_404(deadlines.prefetch_related("changes__by"), pk=deadline_id)
    deadline.case = case
    return deadline


def tasks_to_come_after(case: Case, task: Task | None = None) -> TaskQuerySet:
    """Tasks of an opened case that `task`, or a new one, may come after."""
    return (
        case.tasks.standing().exclude(pk=task.pk if task else None).order_by(F("done_at").asc(nulls_first=True), "pk")
    )


def history_of(row: Task | Deadline) -> QuerySet[Entry]:
    """What the journal says of one task or deadline of an opened case, newest first; who only read is left out."""
    return entries_about(row.subject).writes()


def _few_cases(member: Member) -> list[int] | None:
    """Numbers of the cases on whose team the member is, to look there first; None when they are many."""
    places = TeamPlace.objects.present().filter(member=member).order_by()
    numbers = list(places.values_list("case_id", flat=True)[: FEW + 1])
    return numbers if len(numbers) <= FEW else None


# -- the task board ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WorkFilter:
    """What a member wants to see. `kind`: empty for all, `task`, or one kind of deadline."""

    mine: bool = True
    state: str = ""  # late | soon | waiting
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of the board: a task or a deadline, and its place in the order of days."""

    place: tuple[datetime, int, int]
    task: Task | None = None
    deadline: Deadline | None = None

    @property
    def subject(self) -> str:
        """How the journal writes it."""
        return (self.task or self.deadline).subject


@dataclass(frozen=True, slots=True)
class After:
    """Where a page of the board ended: the last task and the last deadline that were shown. Empty: nothing was yet."""

    task: tuple[date | None, int] | None = None
    deadline: tuple[datetime, int] | None = None


@dataclass(frozen=True, slots=True)
class WorkPage:
    """Some pieces of work, the most pressing first. `after` is what to ask the next page with, None at the end."""

    pieces: tuple[Piece, ...]
    after: After | None


def work_of(member: Member, wanted: WorkFilter, *, after: After | None = None, size: int = 25) -> WorkPage:
    """Open tasks and deadlines in the member's cases, by the day they are due; what has no day comes last.

    Pages are found by the last line shown, never by counting, in two queries for dated and undated tasks and one for
    deadlines, whatever there is.
    """
    after = after or After()
    few = None if wanted.mine else _few_cases(member)
    tasks = _tasks(member, wanted, few, after.task, size + 1) if wanted.kind in {"", "task"} else ()
    deadlines = _deadlines(member, wanted, few, after.deadline, size + 1) if wanted.kind != "task" else ()
    merged = list(heapq.merge(tasks, deadlines, key=lambda piece: piece.place))
    shown = tuple(merged[:size])
    return WorkPage(shown, _end_of(shown, after) if len(merged) > size else None)


def _end_of(shown: tuple[Piece, ...], after: After) -> After:
    tasks = [piece.task for piece in shown if piece.task]
    deadlines = [piece.deadline for piece in shown if piece.deadline]
    return After(
        task=(tasks[-1].due_on, tasks[-1].pk) if tasks else after.task,
        deadline=(deadlines[-1].due_at, deadlines[-1].pk) if deadlines else after.deadline,
    )


_TASK_SHOWN = ("title", "due_on", "priority", "waiting_for", "waiting_since", "look_again_on")
_DEADLINE_SHOWN = ("kind", "due_at", "paused_at", "met_at", "basis", "confirmed_at")
_NAMES = ("case__ref", "case__title", "assignee__name")


def _tasks(
    member: Member, wanted: WorkFilter, few: list[int] | None, after: tuple[date | None, int] | None, size: int
) -> list[Piece]:
    tasks = _matching_tasks(member, wanted).select_related("case", "assignee").only(*_TASK_SHOWN, *_NAMES)
    tasks = tasks.prefetch_related(_OPEN_BEFORE)
    found = (
        _sorted_tasks(tasks.filter(case_id__in=few), after, size) if few is not None else _walked(tasks, after, size)
    )
    return [Piece((_end_of_day(task.due_on), 1, task.pk), task=task) for task in found]


def _sorted_tasks(tasks: TaskQuerySet, after: tuple[date | None, int] | None, size: int) -> list[Task]:
    """Found by their cases, then sorted: for who is on few."""
    tasks = tasks.annotate(day=Coalesce("due_on", Value(NEVER), output_field=DateField()))
    if after:
        day = after[0] or NEVER
        tasks = tasks.filter(Q(day__gt=day) | Q(day=day, pk__gt=after[1]))
    return list(tasks.order_by("day", "pk")[:size])


def _walked(tasks: TaskQuerySet, after: tuple[date | None, int] | None, size: int) -> list[Task]:
    """Found by walking the days in order until enough are found; those without a day stand at the end."""
    found: list[Task] = []
    if after is None or after[0] is not None:
        dated = tasks.filter(due_on__isnull=False)
        if after:
            dated = dated.filter(due_on__gte=after[0]).exclude(due_on=after[0], pk__lte=after[1])
        found += dated.order_by("due_on", "pk")[:size]
    if len(found) < size:
        undated = tasks.filter(due_on__isnull=True)
        if after and after[0] is None:
            undated = undated.filter(pk__gt=after[1])
        found += undated.order_by("pk")[: size - len(found)]
    return found


def _matching_tasks(member: Member, wanted: WorkFilter) -> TaskQuerySet:
    today = timezone.localdate()
    tasks = Task.objects.open().filter(seen_by(member))
    if wanted.mine:
        tasks = tasks.filter(assignee=member)
    match wanted.state:
        case "late":
            tasks = tasks.filter(due_on__lt=today)
        case "soon":
            tasks = tasks.filter(due_on__gte=today, due_on__lte=today + SOON)
        case "waiting":
            tasks = tasks.exclude(waiting_for="")
    return tasks


def _end_of_day(day: date | None) -> datetime:
    """Where a day stands among moments: at its end, here."""
    if day is None:
        return datetime.max.replace(tzinfo=UTC)
    return timezone.make_aware(datetime.combine(day, time.max))


def _deadlines(
    member: Member, wanted: WorkFilter, few: list[int] | None, after: tuple[datetime, int] | None, size: int
) -> list[Piece]:
    deadlines = _matching_deadlines(member, wanted)
    if few is not None:
        deadlines = deadlines.filter(case_id__in=few)
    if after:
        deadlines = deadlines.filter(due_at__gte=after[0]).exclude(due_at=after[0], pk__lte=after[1])
    shown = deadlines.select_related("case", "assignee").only(*_DEADLINE_SHOWN, *_NAMES).order_by("due_at", "pk")
    return [Piece((deadline.due_at, 0, deadline.pk), deadline=deadline) for deadline in shown[:size]]


def _matching_deadlines(member: Member, wanted: WorkFilter) -> DeadlineQuerySet:
    now = timezone.now()
    deadlines = Deadline.objects.open().filter(seen_by(member))
    if wanted.mine:
        deadlines = deadlines.filter(kept_by(member))
    if wanted.kind:
        deadlines = deadlines.filter(kind=wanted.kind)
    match wanted.state:
        case "late":
            deadlines = deadlines.filter(due_at__lt=now, paused_at__isnull=True)
        case "soon":
            deadlines = deadlines.filter(due_at__gte=now, due_at__lte=now + SOON, paused_at__isnull=True)
        case "waiting":
            deadlines = deadlines.filter(paused_at__isnull=False)
    return deadlines
