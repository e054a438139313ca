"""The only door to a case: the team's."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.cases.models import Case, CaseQuerySet
from lali.records.cases.vocabulary import LEVEL_ORDER, Level


def cases_for(member: Member) -> CaseQuerySet:
    """Cases whose team the member is on."""
    return Case.objects.seen_by(member.pk) if member.is_active else Case.objects.none()


def case_for(member: Member, ref: str, level: Level = Level.READ, *, lock: bool = False) -> Case:
    """One case. Http404 when there is none or the member is not on its team: both look the same.

    PermissionDenied when the member is on the team, but `level` is more than the place there allows.
    """
    case = _seen(member, ref)
    if lock:  # and look again: who waited for the lock may have been taken off the team meanwhile
        Case.objects.select_for_update().get(pk=case.pk)
        case = _seen(member, ref)
    if LEVEL_ORDER[case.my_level] < LEVEL_ORDER[level]:
        raise PermissionDenied(level.label)
    return case


def _seen(member: Member, ref: str) -> Case:
    case = cases_for(member).annotate_level(member.pk).filter(ref=ref).first()
    if case is None:
        raise Http404
    return case


def case_to_decide(member: Member, ref: str) -> Case:
    """One case, held, into which the member may let others: whoever leads it.

    Where nobody leads it any more, whoever may decide access in the agency. Http404 or PermissionDenied for others.
    """
    if member.may(Permission.DECIDE_ACCESS):
        left = Case.objects.select_for_update().filter(ref=ref, agency_id=member.agency_id).first()
        if left and not left.has_lead():
            return left
    return case_for(member, ref, Level.LEAD, lock=True)
