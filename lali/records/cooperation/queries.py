"""What screens ask about partners and packets."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from lali.engines.custody import read_head
from lali.engines.exchange import NEVER_SHARED, read_card
from lali.engines.signs import Entry, entries
from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record
from lali.records.audit.comparing import compare_head
from lali.records.cases.access import case_for
from lali.records.cooperation.access import incoming_for, packet_for, packets_for
from lali.records.cooperation.identity import our_card, own_card
from lali.records.cooperation.models import IncomingPacket, Packet, Partner
from lali.records.cooperation.vocabulary import PacketState
from lali.records.entities.models import Mention
from lali.records.links.queries import identifiers_beside
from lali.records.tips.models import Tip

MOST_GIVEN = 5  # receipts whose heads the journal's page names


@dataclass(frozen=True, slots=True)
class LeavingFile:
    """One file of a packet, as it will leave: its name, size and text."""

    name: str
    size: int
    text: str


@dataclass(frozen=True, slots=True)
class HeadGiven:
    """A head of our journal that stands in a receipt which a partner has: over how many entries, since when."""

    partner: str
    at: datetime
    entries: int


def heads_given(member: Member) -> list[HeadGiven]:
    """The heads of our journal that the last receipts gave away, newest first, for whoever may read the journal."""
    require(member, Permission.READ_JOURNAL)
    last = IncomingPacket.objects.select_related("partner").order_by("-opened_at", "-pk")[:MOST_GIVEN]
    given = []
    for one in last:
        head = json.loads(bytes(one.receipt)).get("head")  # ours: this node wrote it
        if head:
            entries_in = read_head(base64.b64decode(head).decode()).size
            given.append(HeadGiven(one.partner.name, one.opened_at, entries_in))
    return given


@dataclass(frozen=True, slots=True)
class CanLeave:
    """What of a case may be offered to a partner: identifiers of shareable kinds, the words of its tips that lured."""

    identifiers: tuple[Mention, ...]
    lures: tuple[str, ...]


def partners() -> QuerySet[Partner]:
    """Partners with whom packets are exchanged."""
    return Partner.objects.filter(ended_at__isnull=True)


def partner_of_node(node: str) -> Partner | None:
    """The partner whose card names this node; None where there is none."""
    return next((one for one in partners() if read_card(bytes(one.card)).node == node), None)


def can_leave(member: Member, ref: str) -> CanLeave:
    """What a member may choose from when preparing a packet, journalled. Persons are not offered at all."""
    case = case_for(member, ref)
    record(by=member, verb="case.read", subject=case.subject, facts={"part": "can_leave"}, reading=True)
    mentions = Mention.objects.standing().filter(record=case.subject).exclude(identifier__kind__in=NEVER_SHARED)
    return CanLeave(
        identifiers=tuple(mentions.select_related("identifier").order_by("identifier__kind", "identifier__value")),
        lures=tuple(filter(None, map(_lure_words, case.tips.all()))),
    )


def _lure_words(tip: Tip) -> str:
    """Only the words that lured: the rest of a tip is somebody's own story, and is not offered."""
    known = entries()
    quoted = (sign["text"] for sign in tip.reading.get("signs", ()) if _is_of_a_lure(known.get(sign["id"])))
    return " … ".join(dict.fromkeys(quoted))


def _is_of_a_lure(sign: Entry | None) -> bool:
    return sign is not None and sign.stage == "recruitment"


def packets_of(member: Member) -> QuerySet[Packet]:
    """Outgoing packets that the member may see, newest first."""
    packets = packets_for(member).select_related("case", "partner", "prepared_by", "approved_by")
    return packets.defer("files", "sealed")  # megabytes that no list shows


def drafts_to_approve(member: Member) -> QuerySet[Packet]:
    """Drafts that wait for this member's approval: those of colleagues, not the member's own."""
    if not member.may(Permission.APPROVE_PACKET):
        return Packet.objects.none()
    return packets_of(member).filter(state=PacketState.DRAFT).exclude(prepared_by=member)


def packets_of_case(member: Member, ref: str) -> QuerySet[Packet]:
    """Outgoing packets of one case that the member may open, newest first."""
    packets = case_for(member, ref).packets.select_related("case", "partner", "prepared_by", "approved_by")
    return packets.defer("files", "sealed")


def read_packet(member: Member, number: int) -> Packet:
    """One outgoing packet, journalled."""
    packet = packet_for(member, number)
    record(by=member, verb="packet.read", subject=packet.case.subject, facts={"packet": packet.ref}, reading=True)
    return packet


def leaving_files(packet: Packet) -> list[LeavingFile]:
    """The exact bytes that leave, file by file, shown as text (all of them are)."""
    files = {name: base64.b64decode(text) for name, text in packet.files.items()}
    return [LeavingFile(name, len(data), data.decode()) for name, data in sorted(files.items())]


def received_by(member: Member) -> QuerySet[IncomingPacket]:
    """Packets from partners, newest first."""
    return incoming_for(member)


def read_received(member: Member, number: int) -> tuple[IncomingPacket, tuple[Mention, ...]]:
    """One received packet with its identifiers (each with `elsewhere`, the number of other records), journalled."""
    packet = get_object_or_404(incoming_for(member), pk=number)
    record(by=member, verb="packet.read", subject=packet.subject, reading=True)
    return packet, tuple(identifiers_beside(member, packet.subject))


def own_card_file() -> bytes:
    """This node's card as a file for partners."""
    return own_card()


def own_fingerprint() -> str:
    """The fingerprint of this node's card, which officers read to each other by telephone."""
    return our_card().fingerprint


def receipt_contradicts_journal(packet: Packet) -> bool:
    """Tell whether the head that a taken receipt countersigns does not fit our journal as it is today."""
    packed = json.loads(bytes(packet.receipt)).get("countersigned")
    return bool(packed) and compare_head(base64.b64decode(packed).decode()).verdict.broken


def bundle_text(packet: IncomingPacket) -> str:
    """A received STIX bundle as readable text."""
    return json.dumps(packet.bundle, indent=2, ensure_ascii=False)
