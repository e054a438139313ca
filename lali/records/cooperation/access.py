"""The doors to packets: the case's team for what leaves, a permission for what comes in."""

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.cases.access import cases_for
from lali.records.cases.models import Wall
from lali.records.cooperation.models import IncomingPacket, Packet


def packets_for(member: Member) -> QuerySet[Packet]:
    """Packets of the member's cases; who approves also sees the agency's drafts and what they approved themselves.

    Of a case that a wall keeps from them, none.
    """
    seen = Q(case__in=cases_for(member))
    if member.may(Permission.APPROVE_PACKET):
        asked = Q(state="draft", case__agency_id=member.agency_id) | Q(approved_by=member)
        walled = Wall.objects.standing().filter(member=member)
        seen |= asked & ~Q(case__in=walled.values("case"))
    return Packet.objects.filter(seen)


def packet_for(member: Member, number: int) -> Packet:
    """One outgoing packet, or Http404."""
    return get_object_or_404(packets_for(member).select_related("case", "partner"), pk=number)


def incoming_for(member: Member) -> QuerySet[IncomingPacket]:
    """Packets from partners, for whoever may open them; Http404 for others."""
    if not member.may(Permission.OPEN_PACKET):
        raise Http404
    return IncomingPacket.objects.select_related("partner", "opened_by")
