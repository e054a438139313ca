"""The team, and who asks to join it."""

from django.db.models import Q, QuerySet

from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.cases.access import cases_for
from lali.records.cases.models import AccessRequest, Case, TeamPlace
from lali.records.cases.vocabulary import Level, RequestState


def team_of(case: Case) -> QuerySet[TeamPlace]:
    """The present team of a case that was opened through the door."""
    return case.team.filter(left_at__isnull=True).select_related("member")


def members_on(case: Case) -> QuerySet[Member]:
    """Members on the present team, to choose from."""
    return Member.objects.filter(places__case=case, places__left_at__isnull=True).order_by("name")


def requests_to_decide(member: Member) -> QuerySet[AccessRequest]:
    """Waiting requests for cases that the member leads, and of cases without a lead for whoever may decide there."""
    led = cases_for(member).filter(team__member=member, team__left_at__isnull=True, team__level=Level.LEAD)
    decided_here = Q(case_ref__in=led.values("ref"))
    if member.may(Permission.DECIDE_ACCESS):
        left = Case.objects.filter(agency_id=member.agency_id).without_lead()
        decided_here |= Q(case_ref__in=left.values("ref"))
    waiting = AccessRequest.objects.filter(decided_here, state=RequestState.WAITING)
    return waiting.exclude(member=member).select_related("member")
