"""The only door to a tip."""

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


def tip_for(member: Member, number: int, *, lock: bool = False) -> Tip:
    """One tip, or Http404: absent and forbidden look the same."""
    tips = tips_for(member)
    return get_object_or_404(tips.select_for_update(of=("self",)) if lock else tips, number=number)
