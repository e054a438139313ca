"""Who may dispose of what: closed cases a supervisor answers for, closed tips of the agency; never under a hold."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from lali.records.agencies.models import Member
from lali.records.cases.access import cases_kept_by
from lali.records.cases.models import Case
from lali.records.cases.vocabulary import CaseState
from lali.records.retention.models import Disposal
from lali.records.retention.vocabulary import RecordClass
from lali.records.tips.models import Tip
from lali.records.tips.vocabulary import TipState

LONGEST_NUMBER = 15  # digits


def closed_cases_for(member: Member) -> QuerySet[Case]:
    """Closed cases that the member answers for. Their titles and contents stay with their teams."""
    return cases_kept_by(member).filter(state=CaseState.CLOSED)


def closed_tips_for(member: Member) -> QuerySet[Tip]:
    """Tips of the member's agency that were closed or referred and are in no case."""
    done = Tip.objects.filter(state__in=[TipState.CLOSED, TipState.REFERRED], case_place__isnull=True)
    return done.filter(agency_id=member.agency_id)


def record_to_dispose_of(member: Member, subject: str) -> tuple[RecordClass, Case | Tip]:
    """The closed record of a reference such as `case:FJ-2026-00001`, held; Http404 for any other."""
    kind, _colon, name = subject.partition(":")
    match kind:
        case "case":
            return RecordClass.CASE, get_object_or_404(
                closed_cases_for(member).select_for_update(of=("self",)), ref=name
            )
        case "tip":
            if name.isascii() and name.isdigit() and len(name) <= LONGEST_NUMBER:
                return RecordClass.TIP, get_object_or_404(
                    closed_tips_for(member).select_for_update(of=("self",)), pk=name
                )
    raise Http404


def disposal_for(member: Member, number: int) -> Disposal:
    """One disposal of the member's agency, held; Http404 for any other, and for a case behind a wall."""
    disposal = get_object_or_404(Disposal.objects.select_for_update().filter(agency_id=member.agency_id), pk=number)
    if disposal.record_class == RecordClass.CASE:
        ref = disposal.subject.partition(":")[2]
        get_object_or_404(Case.objects.filter(agency_id=member.agency_id).not_walled(member.pk), ref=ref)
    return disposal
