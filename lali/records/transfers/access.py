"""The doors to archives: the team and whoever approves for what leaves, a permission for what comes."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.cases.access import cases_kept_by, places_of
from lali.records.cases.models import Wall
from lali.records.cases.vocabulary import Level
from lali.records.transfers.models import ArrivedCase, CaseArchive
from lali.records.transfers.vocabulary import ArchiveState, ArrivalState


def archives_for(member: Member) -> QuerySet[CaseArchive]:
    """Archives of cases that the member leads; who approves also sees those that wait, and what they approved.

    Of a case behind a wall, none.
    """
    own = OuterRef("case")  # asked of each archive: there are few of them, and many cases
    seen = Q(Exists(places_of(member).filter(case=own, level=Level.LEAD)))
    if member.may(Permission.APPROVE_PACKET):
        kept = Q(Exists(cases_kept_by(member).filter(pk=own)))
        seen |= kept & (Q(state=ArchiveState.DRAFT) | Q(approved_by=member))
    return CaseArchive.objects.filter(seen).select_related("case", "partner", "prepared_by", "approved_by")


def archive_for(member: Member, number: int) -> CaseArchive:
    """One archive that leaves, or Http404."""
    return get_object_or_404(archives_for(member), pk=number)


def arrivals_for(member: Member) -> QuerySet[ArrivedCase]:
    """Archives that came and were looked at by the member's agency, for whoever may take them in.

    None of a case behind a wall, be it one that came along in an archive that still waits.
    """
    require(member, Permission.IMPORT)
    walled = Wall.objects.standing().filter(member=member).values("case")
    own = ArrivedCase.objects.filter(looked_by__agency_id=member.agency_id)
    waiting = own.filter(state=ArrivalState.LOOKED_AT).exclude(looked_by=member).values_list("pk", "told")
    shut = [pk for pk, told in waiting if member.pk in told.get("walled", ())]
    own = own.exclude(case__in=walled, case__isnull=False).exclude(pk__in=shut)
    return own.select_related("case", "looked_by", "taken_in_by")


def arrival_for(member: Member, number: int) -> ArrivedCase:
    """One arrival, or Http404."""
    return get_object_or_404(arrivals_for(member), pk=number)
