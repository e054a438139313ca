"""The door to lures of the week: members of the agency who triage, or who keep the noticeboard."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.cases.access import case_for
from lali.records.cases.models import Case
from lali.records.cases.vocabulary import Level
from lali.records.lures.models import Lure
from lali.records.tips.access import tip_for


def require_reader(member: Member) -> None:
    """Let pass who may read, release and take back lures."""
    if not (member.may(Permission.TRIAGE) or member.may(Permission.KEEP_NOTICEBOARD)):
        raise PermissionDenied(Permission.TRIAGE.label)


def lure_for(member: Member, number: int, *, lock: bool = False) -> Lure:
    """One lure of the member's agency, or Http404."""
    require_reader(member)
    if number > 2**63 - 1:
        raise Http404
    lures = Lure.objects.filter(agency_id=member.agency_id)
    return get_object_or_404(lures.select_for_update(of=("self",)) if lock else lures, pk=number)


def source_for(member: Member, about: str) -> Case | None:
    """The case in which a pattern was seen, for who writes on it; None for a tip (its number) that they may read.

    Http404 where there is none, or it is not theirs.
    """
    require(member, Permission.TRIAGE)
    if about.isascii() and about.isdecimal() and len(about) < 10:  # noqa: PLR2004 - digits of a tip's number
        tip_for(member, int(about))
        return None
    return case_for(member, about, Level.CONTRIBUTE)
