"""Everything that happens between partners: cards, packets out, packets in, receipts."""

import base64
import hashlib
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import DataError, IntegrityError, transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.engines.custody import Countersignature
from lali.engines.exchange import (
    NEVER_SHARED,
    Card,
    CardRefused,
    Draft,
    DraftRefused,
    PacketRefused,
    Reason,
    Receipt,
    ReceiptRefused,
    Shared,
    SharedIdentifier,
    contents,
    make_receipt,
    open_packet,
    read_card,
    read_receipt,
    seal_packet,
)
from lali.engines.exchange import Tlp as PacketTlp
from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import keep_countersigned, record
from lali.records.audit.comparing import compare_head
from lali.records.audit.queries import newest_head
from lali.records.cases.access import case_for
from lali.records.cases.models import Case
from lali.records.cases.vocabulary import Level
from lali.records.cooperation.access import packet_for, packets_for
from lali.records.cooperation.identity import our_card, partner_cards
from lali.records.cooperation.models import IncomingPacket, Packet, Partner
from lali.records.cooperation.vocabulary import LegalBasis, PacketState, Tlp
from lali.records.cooperation.witnessing import (
    countersigned_by,
    head_shown,
    journal_for,
    witness,
    witness_key,
)
from lali.records.entities.actions import note_identifiers
from lali.records.entities.models import Mention
from lali.records.keyring import keys
from lali.records.refusals import Refused


class CardNotTaken(Refused):
    """A partner card was refused; the sentence comes from the engine."""


class FingerprintDiffers(Refused):
    """The fingerprint typed after asking the partner is not the card's."""

    sentence = _(
        "This is not the fingerprint of the card. Ask the partner again, by telephone and not by the way the card came."
    )


class PacketNotPrepared(Refused):
    """The engine refused a draft; the sentence comes from there."""


class OwnPacket(Refused):
    """Nobody approves their own packet."""

    sentence = _("You prepared this packet. A second person must approve it.")


class NotADraft(Refused):
    """Somebody approved or withdrew the packet already."""

    sentence = _("This packet was approved or withdrawn already.")


class PacketNotOpened(Refused):
    """A packet was refused. `reason` names why for programs."""

    def __init__(self, sentence: str, reason: str) -> None:
        super().__init__(sentence)
        self.reason = reason


class ReceiptNotTaken(Refused):
    """A receipt was refused, or belongs to no packet of ours."""


@transaction.atomic
def add_partner(*, by: object, card: bytes, fingerprint: str) -> Partner:
    """Take a partner's card, once its fingerprint was compared with the partner by another way."""
    if isinstance(by, Member):
        require(by, Permission.MANAGE_PARTNERS)
    try:
        read = read_card(card)
        _refuse_own(read)
    except CardRefused as why:
        raise CardNotTaken(str(why)) from None
    if _plain(fingerprint) != _plain(read.fingerprint):
        raise FingerprintDiffers
    adder = by if isinstance(by, Member) else Member.objects.filter(role="administrator").order_by("pk").first()
    partner, _made = Partner.objects.update_or_create(
        fingerprint=read.fingerprint,
        defaults={"name": read.agency, "country": read.country, "card": card, "added_by": adder, "ended_at": None},
    )
    record(by=by, verb="partner.added", subject=f"partner:{read.node}", facts={"fingerprint": read.fingerprint})
    return partner


def _refuse_own(card: Card) -> None:
    """A packet to ourselves would come back as a partner's word for what we already hold."""
    ours = our_card()
    if card.verifying_key == ours.verifying_key or card.recipient == ours.recipient:
        raise CardRefused("it is this node's own")


def _plain(fingerprint: str) -> str:
    return "".join(fingerprint.split()).casefold()


@transaction.atomic
def end_partner(*, by: Member, number: int) -> Partner:
    """Stop exchanging with a partner; what was exchanged stays."""
    require(by, Permission.MANAGE_PARTNERS)
    partner = get_object_or_404(Partner, pk=number)
    partner.ended_at = timezone.now()
    partner.save(update_fields=["ended_at"])
    record(by=by, verb="partner.ended", subject=f"partner:{read_card(bytes(partner.card)).node}")
    return partner


@transaction.atomic
def prepare_packet(
    *,
    by: Member,
    ref: str,
    partner_number: int,
    mention_ids: Iterable[int],
    lures: Iterable[str],
    purpose: str,
    legal_basis: LegalBasis,
    tlp: Tlp,
    days: int,
    note: str = "",
) -> Packet:
    """Fix the bytes that would leave: chosen identifiers of the case and chosen lure texts, nothing else."""
    require(by, Permission.PREPARE_PACKET)
    case = case_for(by, ref, Level.CONTRIBUTE)
    partner = get_object_or_404(Partner, pk=partner_number, ended_at__isnull=True)
    now = timezone.now().replace(microsecond=0)
    draft = Draft(
        id=uuid.uuid4(),
        created=now,
        expires=now + timedelta(days=days),
        sender=our_card(),
        to=read_card(bytes(partner.card)),
        purpose=purpose.strip(),
        legal_basis=str(LegalBasis(legal_basis).label),
        tlp=PacketTlp(tlp),
        case_reference=case.ref,
        shared=Shared(_chosen(case, mention_ids), tuple(text.strip() for text in lures if text.strip())),
        note=note.strip(),
        journal=journal_for(partner),
    )
    try:
        files = contents(draft)
    except DraftRefused as why:
        raise PacketNotPrepared(str(why)) from None
    packet = Packet.objects.create(
        case=case,
        partner=partner,
        packet_id=draft.id,
        purpose=draft.purpose,
        legal_basis=legal_basis,
        tlp=tlp,
        expires_at=draft.expires,
        files={name: base64.b64encode(data).decode() for name, data in files.items()},
        prepared_by=by,
    )
    facts = {
        "packet": packet.ref,
        "partner": draft.to.node,
        "identifiers": len(draft.shared.identifiers),
        "lures": len(draft.shared.lures),
        "manifest_sha256": hashlib.sha256(files["manifest.sha256"]).hexdigest(),
    }
    record(by=by, verb="packet.prepared", subject=case.subject, facts=facts)
    return packet


def _chosen(case: Case, mention_ids: Iterable[int]) -> tuple[SharedIdentifier, ...]:
    mentions = (
        Mention.objects.standing().filter(record=case.subject, pk__in=list(mention_ids)).select_related("identifier")
    )
    return tuple(
        SharedIdentifier(mention.identifier.kind, mention.identifier.value)
        for mention in mentions.order_by("identifier__kind", "identifier__value")
        if mention.identifier.kind not in NEVER_SHARED
    )


@transaction.atomic
def approve_packet(*, by: Member, number: int) -> Packet:
    """Approve the exact bytes a colleague prepared; they are signed and sealed to the partner's key."""
    require(by, Permission.APPROVE_PACKET)
    packet = _draft(by, number)
    if packet.prepared_by_id == by.pk:
        raise OwnPacket
    if packet.partner.ended_at:
        raise PacketNotPrepared(_("Nothing is exchanged with this partner any more."))
    if packet.expires_at <= timezone.now():
        raise PacketNotPrepared(_("The date until which this packet may be opened has passed. Prepare it again."))
    files = {name: base64.b64decode(text) for name, text in packet.files.items()}
    try:
        packet.sealed = seal_packet(
            files, signing_key=keys().packet.signing_key, to=read_card(bytes(packet.partner.card))
        )
    except DraftRefused as why:
        raise PacketNotPrepared(str(why)) from None
    packet.digest = hashlib.sha256(packet.sealed).hexdigest()
    packet.state, packet.approved_by, packet.approved_at = PacketState.SEALED, by, timezone.now()
    packet.save()
    facts = {"packet": packet.ref, "digest": packet.digest}
    record(by=by, verb="packet.approved", subject=packet.case.subject, facts=facts, keep_head=True)
    return packet


@transaction.atomic
def withdraw_packet(*, by: Member, number: int) -> Packet:
    """Withdraw a packet before it is sealed: whoever prepared it, or whoever could approve it."""
    packet = _draft(by, number)
    if packet.prepared_by_id != by.pk:
        require(by, Permission.APPROVE_PACKET)
    packet.state = PacketState.WITHDRAWN
    packet.save()
    record(by=by, verb="packet.withdrawn", subject=packet.case.subject, facts={"packet": packet.ref})
    return packet


def _draft(by: Member, number: int) -> Packet:
    packet = packet_for(by, number)
    Packet.objects.select_for_update().get(pk=packet.pk)
    packet.refresh_from_db()
    if packet.state != PacketState.DRAFT:
        raise NotADraft
    return packet


@transaction.atomic
def take_out_packet(*, by: Member, number: int) -> tuple[Packet, bytes]:
    """The sealed packet as a file, to be carried to the partner; journalled each time."""
    packet = packet_for(by, number)
    if not packet.digest:
        raise PacketNotPrepared(_("This packet is not sealed yet."))
    record(by=by, verb="packet.taken_out", subject=packet.case.subject, facts={"packet": packet.ref}, reading=True)
    return packet, bytes(packet.sealed)


def open_incoming(*, by: Member, data: bytes) -> IncomingPacket:
    """Open a partner's packet: check it, note its identifiers, make the signed receipt.

    Every attempt is in the journal, also a refused one.
    """
    require(by, Permission.OPEN_PACKET)
    digest = hashlib.sha256(data).hexdigest()
    try:
        with transaction.atomic():
            return _take_in(by, data, timezone.now())
    except PacketRefused as why:
        facts = {"reason": str(why.reason), "digest": digest}
        record(by=by, verb="packet.refused", subject="received:refused", facts=facts)
        raise PacketNotOpened(str(why), str(why.reason)) from None


def _take_in(by: Member, data: bytes, now: datetime) -> IncomingPacket:
    opened = open_packet(
        data,
        identity=keys().packet.identity,
        me=our_card(),
        partners=partner_cards(),
        now=now,
        seen=lambda packet_id: IncomingPacket.objects.filter(packet_id=packet_id).exists(),
    )
    head = base64.b64encode(newest_head().encode()).decode()  # the receipt carries one line
    partner = Partner.objects.select_for_update().get(fingerprint=opened.sender.fingerprint)
    witnessed = witness(opened.journal, partner=partner, now=now)
    receipt = make_receipt(
        opened,
        signing_key=keys().packet.signing_key,
        me=our_card(),
        now=now,
        head=head or None,
        countersigned=witnessed.countersigned,
        not_countersigned="" if witnessed.countersigned else witnessed.seen,
    )
    header = opened.header
    opening = {
        "partner": partner,
        "head": witnessed.head,
        "head_seen": witnessed.seen,
        "digest": opened.digest,
        "header": {
            "created": header.created.isoformat(),
            "expires": header.expires.isoformat(),
            "purpose": header.purpose,
            "legal_basis": header.legal_basis,
            "tlp": str(header.tlp),
            "case_reference": header.case_reference,
            "note": header.note,
            "lures": list(opened.shared.lures),
        },
        "bundle": opened.bundle,
        "receipt": receipt,
        "opened_at": now,
        "opened_by": by,
    }
    try:
        packet, made = IncomingPacket.objects.get_or_create(packet_id=header.id, defaults=opening)
    except (DataError, IntegrityError):  # half characters, NULs, numbers without end
        raise PacketRefused(Reason.MALFORMED, "it holds something that cannot be kept") from None
    if not made:  # a colleague opened it at the same moment
        raise PacketRefused(Reason.REPLAYED)
    facts = {"packet_id": str(header.id), "digest": opened.digest, "from": opened.sender.node}
    facts |= {"head_seen": witnessed.seen} if witnessed.seen else {}
    record(by=by, verb="packet.opened", subject=packet.subject, facts=facts, keep_head=True)
    found = [
        {"kind": shared.kind, "normalised": shared.value, "raw": shared.value} for shared in opened.shared.identifiers
    ]
    note_identifiers(by=by, found=found, about=packet.subject)
    return packet


@transaction.atomic
def take_receipt(*, by: Member, data: bytes) -> Packet:
    """Take the partner's signed receipt for a packet of ours; anything that does not fit is refused."""
    require(by, Permission.PREPARE_PACKET)
    try:
        receipt = read_receipt(data, partners=partner_cards())
    except ReceiptRefused as why:
        raise ReceiptNotTaken(str(why)) from None
    packet = packets_for(by).filter(packet_id=receipt.packet).select_related("partner", "case").first()
    fits = (
        packet is not None and packet.digest == receipt.digest and packet.partner.fingerprint == receipt.by.fingerprint
    )
    if not fits:
        raise ReceiptNotTaken(_("This receipt belongs to no packet that left from here for this partner."))
    packet.receipt, packet.receipted_at, packet.state = data, receipt.received, PacketState.RECEIPTED
    packet.not_countersigned = receipt.not_countersigned
    signed = _countersigned(packet, receipt)
    packet.save()
    facts = {"packet": packet.ref, "received": receipt.received.isoformat(), "head": receipt.head or ""}
    facts |= {"not_countersigned": receipt.not_countersigned} if receipt.not_countersigned else {}
    record(by=by, verb="packet.receipted", subject=packet.case.subject, facts=facts, keep_head=True)
    if signed:
        _keep_head(by, packet, receipt, signed)
    return packet


def _countersigned(packet: Packet, receipt: Receipt) -> Countersignature | None:
    """The partner's countersignature, verified; a receipt that claims one that is none is not taken."""
    if not receipt.countersigned:
        return None
    signed = countersigned_by(receipt.by, receipt.countersigned)
    if signed is None or not head_shown(packet):
        raise ReceiptNotTaken(_("What this receipt countersigns is not a head of our journal, or not signed by them."))
    return signed


def _keep_head(by: Member, packet: Packet, receipt: Receipt, signed: Countersignature) -> None:
    """Keep the countersigned head beside ours, and hold it against the journal as it is today."""
    keep_countersigned(
        by=by,
        head=receipt.countersigned,
        name=packet.partner.name,
        key=witness_key(receipt.by),
        at=signed.at,
        occasion=packet.subject,
    )
    compared = compare_head(receipt.countersigned)
    if compared.verdict.broken:
        facts = {"entries": compared.size, "verdict": compared.verdict, "partner": receipt.by.node}
        record(by=by, verb="journal.contradicted", subject="journal", facts=facts)
