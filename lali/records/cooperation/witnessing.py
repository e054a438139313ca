"""Countersigning: what partners say of our journal, and what we say of theirs."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime

from lali.engines.custody import (
    Countersignature,
    HeadRefused,
    Judgement,
    Role,
    Seen,
    ShownRefused,
    VerifierKey,
    countersign,
    countersignatures,
    judge,
    read_shown,
    verifier_key,
    verify_head,
    witness_name,
)
from lali.engines.exchange import Card
from lali.records.audit.comparing import shown_log
from lali.records.audit.queries import log_verifier
from lali.records.cooperation.identity import our_card
from lali.records.cooperation.models import Packet, Partner, SeenHead
from lali.records.cooperation.vocabulary import PacketState
from lali.records.keyring import keys

JOURNAL = "journal.json"
MOST_SHOWN = 16  # earlier heads that a packet proves itself an addition to


@dataclass(frozen=True, slots=True)
class Witnessed:
    """What we say of a partner's head: the head as it came, what was found, the head with our countersignature."""

    head: str = ""
    seen: str = ""  # "" where the packet showed no journal
    countersigned: str = ""


def journal_for(partner: Partner) -> bytes:
    """Our journal as it shows itself in a packet to this partner, with proofs from what earlier packets showed."""
    before = partner.packets.exclude(state=PacketState.WITHDRAWN).order_by("-pk")
    shown = before.values_list(f"files__{JOURNAL}", flat=True)[:MOST_SHOWN]
    return shown_log(json.loads(base64.b64decode(one))["head"] for one in shown if one)


def head_shown(packet: Packet) -> str:
    """The head of our journal that a packet of ours shows; empty for those of earlier releases."""
    shown = packet.files.get(JOURNAL)
    return json.loads(base64.b64decode(shown))["head"] if shown else ""


def witness(journal: bytes | None, *, partner: Partner, now: datetime) -> Witnessed:
    """Compare the journal that a packet showed with what we saw of it before, remember it, and countersign its head.

    Runs in the caller's transaction, which has locked the partner: two packets at once are compared one by one.
    """
    if journal is None:
        return Witnessed()
    try:
        shown = read_shown(journal)
    except ShownRefused:
        return Witnessed(seen=Seen.UNREADABLE)
    before = list(partner.heads.all())
    roots = {one.size: bytes.fromhex(one.root) for one in before}
    found = judge(shown, seen=roots, key=before[0].key if before else "")
    if not found.seen.countersigned:
        return Witnessed(shown.head, found.seen)
    _remember(partner, found, shown.key, now)
    signed = countersign(shown.head, name=witness_name(our_card().node), signing_key=keys().packet.signing_key, at=now)
    return Witnessed(shown.head, found.seen, signed)


def _remember(partner: Partner, found: Judgement, key: str, now: datetime) -> None:
    for size, root in found.learned.items():
        SeenHead.objects.get_or_create(partner=partner, size=size, defaults={"root": root.hex(), "key": key, "at": now})


def witness_key(card: Card) -> str:
    """The key under which the node of a card countersigns, as `verify.py --partner` takes it."""
    return str(VerifierKey(witness_name(card.node), card.verifying_key, Role.WITNESS))


def own_witness_key() -> str:
    """The key under which this node countersigns heads of others."""
    return verifier_key(witness_name(our_card().node), keys().packet.signing_key, Role.WITNESS)


def countersigned_by(card: Card, head: str) -> Countersignature | None:
    """The partner's countersignature on a head of ours; None where the head is not ours or not signed by them."""
    try:
        verify_head(head, [log_verifier()])
        return next(iter(countersignatures(head, [witness_key(card)])), None)
    except HeadRefused:
        return None
