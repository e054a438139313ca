"""Tasks."""

from django.db.models import F, QuerySet

from lali.records.agencies.models import Member
from lali.records.cases.access import cases_for
from lali.records.cases.models import Case, Task


def tasks_in(case: Case) -> QuerySet[Task]:
    """Tasks of a case that was opened through the door, open ones first."""
    return case.tasks.select_related("assignee")


def tasks_of(member: Member) -> QuerySet[Task]:
    """The member's own open tasks in cases they are still on, the most pressing first."""
    return (
        Task.objects.filter(assignee=member, done_at__isnull=True, case__in=cases_for(member))
        .select_related("case")
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )
