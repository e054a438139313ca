"""The only door to a case: the team's."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from lali.records.agencies.models import Member
from lali.records.cases.models import Case, CaseQuerySet
from lali.records.cases.vocabulary import LEVEL_ORDER, Level


def cases_for(member: Member) -> CaseQuerySet:
    """Cases whose team the member is on."""
    return Case.objects.seen_by(member.pk) if member.is_active else Case.objects.none()


def case_for(member: Member, ref: str, level: Level = Level.READ, *, lock: bool = False) -> Case:
    """One case. Http404 when there is none or the member is not on its team: both look the same.

    PermissionDenied when the member is on the team, but `level` is more than the place there allows.
    """
    cases = cases_for(member).annotate_level(member.pk)
    case = (cases.select_for_update(of=("self",)) if lock else cases).filter(ref=ref).first()
    if case is None:
        raise Http404
    if LEVEL_ORDER[case.my_level] < LEVEL_ORDER[level]:
        raise PermissionDenied(level.label)
    return case
