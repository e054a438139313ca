"""The door to exhibits and statements is the case's; to a restricted exhibit, an opening by two persons."""

import hashlib

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.cases.access import case_for, cases_kept_by, places_of
from lali.records.cases.models import Case, Wall
from lali.records.cases.vocabulary import Level
from lali.records.evidence.models import Exhibit, RestrictedOpening, Statement, StatementVersion
from lali.records.evidence.models.restricted import RestrictedOpeningQuerySet
from lali.records.evidence.vocabulary import Purpose


def exhibit_for(member: Member, ref: str, number: int, level: Level = Level.READ) -> Exhibit:
    """One exhibit of a case the member may open; Http404 otherwise."""
    case = case_for(member, ref, level)
    return get_object_or_404(case.exhibits.select_related("case", "sealed_by"), number=number)


def statement_for(
    member: Member, ref: str, number: int, version: int | None = None, level: Level = Level.READ
) -> tuple[Statement, StatementVersion]:
    """One statement of a case the member may open, with one of its versions (the newest); Http404 otherwise."""
    case = case_for(member, ref, level)
    statement = get_object_or_404(case.statements.select_related("current"), number=number)
    statement.case = case  # opened through the door: it knows the member's level
    versions = statement.versions.select_related("paper", "written_by")
    return statement, get_object_or_404(versions, number=version or statement.current.number)


def mark_of(session: str) -> str:
    """How a session is written down: never its key."""
    return hashlib.sha256(f"lali/restricted/{session}".encode()).hexdigest() if session else ""


def running_opening(member: Member, exhibit: Exhibit, purpose: Purpose, session: str) -> RestrictedOpening | None:
    """The opening under which this member may do this with a restricted exhibit, in this session, now; or None."""
    own = exhibit.openings.running().filter(asked_by=member, purpose=purpose, session=mark_of(session))
    return own.first() if session and purpose else None


def openings_to_decide(member: Member) -> RestrictedOpeningQuerySet:
    """Openings of exhibits of cases that the member leads, or for which they answer as a supervisor."""
    led = Q(exhibit__case__in=places_of(member).filter(level=Level.LEAD).values("case"))
    if member.may(Permission.DECIDE_ACCESS):
        led |= Q(exhibit__case__in=cases_kept_by(member).values("pk"))
    return RestrictedOpening.objects.filter(led)


def opening_to_decide(member: Member, pk: int) -> RestrictedOpening:
    """One of them, held. Http404 for any other; PermissionDenied for one's own: it takes two."""
    found = openings_to_decide(member).select_related("exhibit__case", "asked_by")
    opening = get_object_or_404(found.select_for_update(of=("self",)), pk=pk)
    if opening.asked_by_id == member.pk:
        raise PermissionDenied
    return opening


def opening_to_end(member: Member, pk: int) -> RestrictedOpening:
    """One that the member asked for, or may decide about, held; Http404 for any other."""
    every = RestrictedOpening.objects.filter(Q(pk__in=openings_to_decide(member).values("pk")) | Q(asked_by=member))
    opening = every.select_related("exhibit__case").select_for_update(of=("self",)).filter(pk=pk).first()
    if opening is None or not member.is_active:
        raise Http404
    return opening


def deciders_of(case: Case, *, without: Member) -> list[Member]:
    """Who may decide about openings of a case's exhibits: its leads, and the supervisors who answer for it."""
    members = Member.objects.filter(is_active=True).exclude(pk=without.pk)
    leads = list(members.filter(pk__in=case.team.leads().values("member")))
    walled = Wall.objects.standing().filter(case=case).values("member")
    own = members.filter(agency=case.agency_id).exclude(pk__in=walled).exclude(pk__in=[one.pk for one in leads])
    of_unit = [one for one in own if one.unit_id in {None, case.unit_id} or case.unit_id is None]
    return leads + [one for one in of_unit if one.may(Permission.DECIDE_ACCESS)]
