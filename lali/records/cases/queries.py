"""What screens ask about cases. Each knows who asks."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record
from lali.records.audit.models import Entry
from lali.records.audit.queries import entries_about
from lali.records.cases.access import case_for, cases_for
from lali.records.cases.models import AccessRequest, Case, CaseQuerySet, PersonInCase, Task, TeamPlace
from lali.records.cases.vocabulary import LEVEL_ORDER, Level, RequestState
from lali.records.entities.vocabulary import PersonRole
from lali.records.tips.models import Tip


@dataclass(frozen=True, slots=True)
class PersonShown:
    """A person as the case shows them: `name` is the code name when they may be a victim."""

    id: int
    name: str
    is_code_name: bool
    can_be_revealed: bool
    places: tuple[PersonInCase, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the timeline: an event of the matter, a tip, or a step of ours."""

    at: datetime
    text: str
    source: str
    kind: str  # event | tip | opened | task


def open_cases_of(member: Member) -> CaseQuerySet:
    """Cases of the member's teams, last changed first, with counts of open and late tasks."""
    today = timezone.localdate()
    return (
        cases_for(member)
        .annotate_level(member.pk)
        .annotate(tasks_open=_open_tasks(), tasks_late=_open_tasks(due_on__lt=today))
        .order_by("-changed_at", "-pk")
    )


def _open_tasks(**those: object) -> Coalesce:
    """Number of a case's open tasks, counted only for the rows that are shown."""
    tasks = Task.objects.filter(case=OuterRef("pk"), done_at__isnull=True, **those).order_by()
    return Coalesce(Subquery(tasks.values("case").annotate(number=Count("pk")).values("number")), 0)


def cases_to_add_to(member: Member) -> CaseQuerySet:
    """Open cases to which the member may contribute."""
    places = Q(team__member=member, team__left_at__isnull=True, team__level__in=[Level.CONTRIBUTE, Level.LEAD])
    return cases_for(member).filter(places).exclude(state="closed").order_by("-changed_at")


def case_with_tip(member: Member, tip: Tip) -> Case | None:
    """The case that a tip is in, if the member is on its team."""
    return cases_for(member).filter(tips=tip).first()


def read_case(member: Member, ref: str) -> Case:
    """One case, opened by a member of its team: journalled."""
    case = case_for(member, ref)
    record(by=member, verb="case.read", subject=case.subject, reading=True)
    return case


def may_write(case: Case) -> bool:
    """Whether the member who opened `case` may contribute to it now."""
    return LEVEL_ORDER[case.my_level] >= LEVEL_ORDER[Level.CONTRIBUTE] and case.state != "closed"


def may_lead(case: Case) -> bool:
    """Whether the member who opened `case` leads it."""
    return case.my_level == Level.LEAD


def persons_of(case: Case) -> list[PersonShown]:
    """Persons of a case that was opened through the door, each once, with present and past roles."""
    by_person: dict[int, list[PersonInCase]] = {}
    for place in case.persons.select_related("person"):
        by_person.setdefault(place.person_id, []).append(place)
    return [_shown(tuple(places), leads=may_lead(case)) for places in by_person.values()]


def _shown(places: tuple[PersonInCase, ...], *, leads: bool) -> PersonShown:
    person = places[0].person
    may_be_victim = any(place.role == PersonRole.VICTIM for place in places)  # once a victim, the name stays shut
    name = "" if may_be_victim else person.opened_name()
    return PersonShown(
        id=person.pk,
        name=name or person.code_name,
        is_code_name=not name,
        can_be_revealed=may_be_victim and leads and bool(person.wrapped_key),
        places=places,
    )


def tasks_in(case: Case) -> QuerySet[Task]:
    """Tasks of a case that was opened through the door, open ones first."""
    return case.tasks.select_related("assignee")


def team_of(case: Case) -> QuerySet[TeamPlace]:
    """The present team of a case that was opened through the door."""
    return case.team.filter(left_at__isnull=True).select_related("member")


def members_on(case: Case) -> QuerySet[Member]:
    """Members on the present team, to choose from."""
    return Member.objects.filter(places__case=case, places__left_at__isnull=True).order_by("name")


def timeline_of(case: Case) -> list[Moment]:
    """What happened, in order of time: events, tips that came in, the opening, tasks done."""
    moments = [Moment(event.at, event.text, event.source, "event") for event in case.events.all()]
    moments += [Moment(tip.received_at, tip.ref, tip.get_source_display(), "tip") for tip in case.tips.all()]
    moments += [Moment(case.opened_at, case.ref, case.opened_by.name, "opened")]
    moments += [
        Moment(task.done_at, task.title, task.done_by.name, "task")
        for task in case.tasks.filter(done_at__isnull=False).select_related("done_by")
    ]
    return sorted(moments, key=lambda moment: moment.at)


def journal_of(member: Member, ref: str) -> QuerySet[Entry]:
    """The journal of one case, for its team; reading it is journalled as well."""
    case = case_for(member, ref)
    record(by=member, verb="case.read", subject=case.subject, facts={"part": "journal"}, reading=True)
    return entries_about(case.subject)


def tasks_of(member: Member) -> QuerySet[Task]:
    """The member's own open tasks in cases they are still on, the most pressing first."""
    return (
        Task.objects.filter(assignee=member, done_at__isnull=True, case__in=cases_for(member))
        .select_related("case")
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )


def requests_to_decide(member: Member) -> QuerySet[AccessRequest]:
    """Waiting requests for cases that the member leads, and of cases without a lead for whoever may decide there."""
    led = cases_for(member).filter(team__member=member, team__left_at__isnull=True, team__level=Level.LEAD)
    decided_here = Q(case_ref__in=led.values("ref"))
    if member.may(Permission.DECIDE_ACCESS):
        left = Case.objects.filter(agency_id=member.agency_id).without_lead()
        decided_here |= Q(case_ref__in=left.values("ref"))
    waiting = AccessRequest.objects.filter(decided_here, state=RequestState.WAITING)
    return waiting.exclude(member=member).select_related("member")
