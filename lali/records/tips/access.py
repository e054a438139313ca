"""The only door to a tip."""

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.tips.models import Tip, TipQuerySet


def tips_for(member: Member) -> TipQuerySet:
    """Tips a member may see: those of the agency, for whoever triages; none of a case that a wall keeps from them."""
    if not member.may(Permission.TRIAGE):
        raise Http404
    return Tip.objects.of_agency(member.agency_id).not_walled(member.pk)


def is_tip_open_to(member: Member, tip: str) -> Q:
    """Whether the member may open, for triage, the tip that the column `tip` of a row names: asked of each row."""
    if not (member.is_active and member.may(Permission.TRIAGE)):
        return Q(pk__in=[])
    return Q(Exists(tips_for(member).filter(pk=OuterRef(tip))))


def is_loose_tip_open_to(member: Member, tip: str) -> Q:
    """The same for a tip that is known to be in no case: no wall can stand before it, so only its agency is asked."""
    if not (member.is_active and member.may(Permission.TRIAGE)):
        return Q(pk__in=[])
    return Q(**{f"{tip}__agency": member.agency_id})


def tip_for(member: Member, number: int, *, lock: bool = False) -> Tip:
    """One tip, or Http404: absent and forbidden look the same."""
    tips = tips_for(member)
    return get_object_or_404(tips.select_for_update(of=("self",)) if lock else tips, number=number)
