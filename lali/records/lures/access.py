"""The door to lures of the week: members of the agency who triage, or who keep the noticeboard."""

from django.core.exceptions import PermissionDenied
from django.db.models import CharField, Value
from django.http import Http404
from django.shortcuts import get_object_or_404

from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.cases.access import case_for
from lali.records.cases.models import Case, CaseTip
from lali.records.cases.vocabulary import Level
from lali.records.lures.models import Lure
from lali.records.tips.access import tip_for
from lali.records.tips.models import Tip


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
    """The case in which a pattern was seen, for who writes on it; None for a tip of no case that they may read.

    A tip that stands in a case needs the case's door. Http404 or PermissionDenied where there is none, or not theirs.
    """
    require(member, Permission.TRIAGE)
    if not _is_tip(about):
        return case_for(member, about, Level.CONTRIBUTE)
    place = CaseTip.objects.filter(tip=tip_for(member, int(about))).select_related("case").first()
    return case_for(member, place.case.ref, Level.CONTRIBUTE) if place else None


def may_write_from(member: Member, about: str) -> bool:
    """Whether a member may write of what was seen there."""
    try:
        source_for(member, about)
    except (Http404, PermissionDenied):
        return False
    return True


def case_behind(lure: Lure) -> Case | None:
    """The case in which a lure was seen, whoever asks: to look for its persons in the words, never to show."""
    cases = Case.objects.kept().annotate(my_level=Value(None, CharField()))  # no place on its team is meant
    if _is_tip(lure.about):
        tip = Tip.objects.of_agency(lure.agency_id).filter(number=int(lure.about))
        return cases.filter(tip_places__tip__in=tip).first()
    return cases.filter(ref=lure.about).first()


def _is_tip(about: str) -> bool:
    return about.isascii() and about.isdecimal() and len(about) < 10  # noqa: PLR2004 - digits of a tip's number
