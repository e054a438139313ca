"""Which tasks and deadlines are a member's to do: the door, row by row. Nothing of a closed case is to be done."""

from django.db.models import Exists, F, OuterRef, Q

from lali.records.agencies.models import Member
from lali.records.cases.access import cases_for
from lali.records.cases.models import Deadline, DeadlineQuerySet, Task, TaskQuerySet, TeamPlace
from lali.records.cases.vocabulary import CaseState, Level


def seen_by(member: Member) -> Exists:
    """Rows of open cases that the member may see. Asked row by row: who walks in order of days stops after a page."""
    return Exists(cases_for(member).exclude(state=CaseState.CLOSED).filter(pk=OuterRef("case_id")))


def kept_by(member: Member) -> Q:
    """Deadlines that the member keeps, and those of cases they lead that nobody keeps."""
    leads = TeamPlace.objects.present().filter(case=OuterRef("case_id"), member=member, level=Level.LEAD)
    return Q(assignee=member) | Q(assignee__isnull=True) & Q(Exists(leads))


def tasks_of(member: Member) -> TaskQuerySet:
    """The member's own open tasks in cases they are still on, the most pressing first."""
    mine = Task.objects.open().filter(seen_by(member), assignee=member)
    return mine.select_related("case").order_by(F("due_on").asc(nulls_last=True), "pk")


def deadlines_of(member: Member) -> DeadlineQuerySet:
    """Open deadlines that the member keeps, and those of cases they lead that nobody keeps; the nearest first."""
    kept = Deadline.objects.open().filter(seen_by(member)).filter(kept_by(member))
    return kept.select_related("case").order_by("due_at", "pk")
