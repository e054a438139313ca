"""The team, who is kept out, who asks to come in, and what is offered to whom."""

from django.db.models import F, Q, QuerySet

from lali.records.agencies.models import Member
from lali.records.agencies.queries import colleagues_of
from lali.records.agencies.vocabulary import Permission
from lali.records.cases.access import cases_for, cases_kept_by, may_set_walls
from lali.records.cases.models import AccessRequest, Case, CaseOffer, EmergencyOpening, TeamPlace, Wall
from lali.records.cases.vocabulary import Level, OfferState, RequestState


def team_of(case: Case) -> QuerySet[TeamPlace]:
    """The present team of a case that was opened through the door."""
    return case.team.present().select_related("member__agency", "member__unit")


def former_places_of(case: Case) -> QuerySet[TeamPlace]:
    """Places on the team that are over, the last first."""
    return case.team.exclude(pk__in=case.team.present().values("pk")).select_related("member").order_by("-added_at")


def walls_of(member: Member, case: Case) -> QuerySet[Wall]:
    """Walls around a case that `member` opened through the door, standing ones first.

    Those that were lifted, for whoever may set walls, and never to the member they were about: their reasons tell what
    was thought of a colleague who may read the case again.
    """
    walls = case.walls.all() if may_set_walls(member, case) else case.walls.standing()
    last = F("lifted_at").desc(nulls_first=True)
    return walls.exclude(member=member).select_related("member", "set_by", "lifted_by").order_by(last, "set_at", "pk")


def may_join(member: Member, case: Case) -> QuerySet[Member]:
    """Colleagues of a member who can be put on the team of a case: all but those behind a wall."""
    return colleagues_of(member).exclude(pk__in=case.walls.standing().values("member"))


def openings_of(case: Case) -> QuerySet[EmergencyOpening]:
    """Emergency openings of a case that was opened through the door; those not judged yet first."""
    return case.openings.select_related("member", "judged_by").order_by("judged_at", "-opened_at")


def offer_of(case: Case) -> CaseOffer | None:
    """The offer of a case to another agency or unit that waits, if any."""
    waiting = case.offers.filter(state=OfferState.WAITING)
    return waiting.select_related("to_agency", "to_unit", "offered_by").first()


def offers_to_decide(member: Member) -> QuerySet[CaseOffer]:
    """Cases offered to the agency, or to the unit, of a member who may decide; not those behind a wall."""
    if not member.may(Permission.DECIDE_ACCESS):
        return CaseOffer.objects.none()
    theirs = Q(to_unit__isnull=True) | Q(to_unit_id=member.unit_id) if member.unit_id else Q()
    waiting = CaseOffer.objects.filter(theirs, state=OfferState.WAITING, to_agency_id=member.agency_id)
    open_to = Case.objects.not_walled(member.pk)
    return waiting.filter(case__in=open_to).select_related("case", "from_agency", "to_unit", "offered_by")


def members_on(case: Case) -> QuerySet[Member]:
    """Members on the present team, to choose from."""
    return Member.objects.filter(pk__in=case.team.present().values("member")).order_by("name")


def requests_to_decide(member: Member) -> QuerySet[AccessRequest]:
    """Waiting requests for cases that the member leads, and of cases without a lead for whoever may decide there."""
    led = TeamPlace.objects.present().filter(member=member, level=Level.LEAD)
    decided_here = Q(case_ref__in=cases_for(member).filter(pk__in=led.values("case")).values("ref"))
    if member.may(Permission.DECIDE_ACCESS):
        decided_here |= Q(case_ref__in=cases_kept_by(member).without_lead().values("ref"))
    waiting = AccessRequest.objects.filter(decided_here, state=RequestState.WAITING)
    return waiting.exclude(member=member).select_related("member")


def cases_without_lead(member: Member) -> QuerySet[Case]:
    """Cases that nobody leads, for whoever may name a lead; not those behind a wall."""
    if not member.may(Permission.DECIDE_ACCESS):
        return Case.objects.none()
    return cases_kept_by(member).exclude(state="closed").without_lead().only("ref", "kind", "opened_at")
