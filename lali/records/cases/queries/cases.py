"""Lists of cases, and one case."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.access import case_for, cases_for, places_of
from lali.records.cases.models import Case, CaseQuerySet, Task, TeamPlace
from lali.records.cases.vocabulary import LEVEL_ORDER, Level
from lali.records.tips.models import Tip


def open_cases_of(member: Member) -> CaseQuerySet:
    """Cases of the member's teams, last changed first, with counts of open and late tasks."""
    today = timezone.localdate()
    return (
        cases_for(member)
        .annotate_level(member.pk)
        .annotate(tasks_open=_open_tasks(), tasks_late=_open_tasks(due_on__lt=today))
        .order_by("-changed_at", "-pk")
    )


def how_many_cases(member: Member) -> int:
    """Their number. Measured: counted by the member's places it takes half as long."""
    return places_of(member).count()


def _open_tasks(**those: object) -> Coalesce:
    """Number of a case's open tasks, counted only for the rows that are shown."""
    tasks = Task.objects.open().filter(case=OuterRef("pk"), **those).order_by()
    return Coalesce(Subquery(tasks.values("case").annotate(number=Count("pk")).values("number")), 0)


def cases_to_add_to(member: Member) -> CaseQuerySet:
    """Open cases to which the member may contribute."""
    places = TeamPlace.objects.present().filter(member=member, level__in=[Level.CONTRIBUTE, Level.LEAD])
    open_ones = cases_for(member).filter(pk__in=places.values("case")).exclude(state="closed")
    return open_ones.order_by("-changed_at")


def case_with_tip(member: Member, tip: Tip) -> Case | None:
    """The case that a tip is in, if the member is on its team."""
    return cases_for(member).filter(tips=tip).first()


def read_case(member: Member, ref: str, part: str = "") -> Case:
    """One case, opened by a member of its team: journalled. `part` says which of its pages is read."""
    case = case_for(member, ref)
    record(by=member, verb="case.read", subject=case.subject, facts={"part": part} if part else {}, reading=True)
    return case


def may_write(case: Case) -> bool:
    """Whether the member who opened `case` may contribute to it now."""
    return LEVEL_ORDER[case.my_level] >= LEVEL_ORDER[Level.CONTRIBUTE] and case.state != "closed"


def may_lead(case: Case) -> bool:
    """Whether the member who opened `case` leads it."""
    return case.my_level == Level.LEAD


def may_remove(case: Case) -> bool:
    """Whether the member who opened `case` may remove what was entered by mistake: a right of its own."""
    return bool(case.i_may_remove) and case.state != "closed"
