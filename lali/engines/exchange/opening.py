"""Opening a packet: every check before any use, and a plain reason for every refusal."""

import hashlib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import pyrage

from lali.engines.exchange import archive, packets
from lali.engines.exchange.cards import Card
from lali.engines.exchange.documents import Malformed, is_signed_by, raw_public, read_object
from lali.engines.exchange.packets import MAX_PACKET_BYTES, PACKET_FILES, PERHAPS, Header
from lali.engines.exchange.stix import Shared, read_bundle

_AGE = b"age-encryption.org/v1\n"
_LONGEST_AGE_HEADER = 4096  # one recipient needs some 200 bytes; a thousand of them would only cost time


class Reason(StrEnum):
    """Why a packet or a receipt was refused."""

    NOT_A_PACKET = "not_a_packet"
    TOO_LARGE = "too_large"
    NOT_FOR_US = "not_for_us"
    UNKNOWN_SENDER = "unknown_sender"
    TAMPERED = "tampered"
    MALFORMED = "malformed"
    EXPIRED = "expired"
    REPLAYED = "replayed"


_SENTENCES = {
    Reason.NOT_A_PACKET: "This file is not a packet.",
    Reason.TOO_LARGE: "This file is larger than a packet may be.",
    Reason.NOT_FOR_US: "This packet is not addressed to this node.",
    Reason.UNKNOWN_SENDER: "This packet was signed by nobody whose partner card we hold.",
    Reason.TAMPERED: "This packet was damaged, or changed after it was signed.",
    Reason.MALFORMED: "This packet is not written as a packet should be.",
    Reason.EXPIRED: "This packet has expired. Ask the sender for a new one if you still need it.",
    Reason.REPLAYED: "This packet was already opened here.",
}


class PacketRefused(ValueError):
    """A packet was not opened; `reason` is a `Reason`, the text a sentence for the screen."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        sentence = _SENTENCES[reason]
        super().__init__(f"{sentence.removesuffix('.')}: {detail}." if detail else sentence)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Opened:
    """A packet that passed every check: `sender` is our own card of the partner, `digest` the SHA-256 of the file."""

    header: Header
    shared: Shared
    bundle: dict[str, object]
    sender: Card
    files: dict[str, bytes]
    digest: str

    @property
    def journal(self) -> bytes | None:
        """How the sender's log shows itself (`custody.read_shown`), unread; None in packets of earlier releases."""
        return self.files.get(packets.JOURNAL)


def open_packet(
    data: bytes,
    *,
    identity: bytes,
    me: Card,
    partners: Mapping[str, Card],
    now: datetime,
    seen: Callable[[uuid.UUID], bool],
    max_bytes: int = MAX_PACKET_BYTES,
) -> Opened:
    """Open a packet that came in, or raise `PacketRefused`.

    `identity` is our age identity, `partners` our partner cards by fingerprint, `seen` says whether a packet id was
    opened here before. The content is not looked at before the signature of a known partner holds over it, and the
    addressee inside must be us, so that nobody can pass on to us what was written to another.
    """
    files = _unsealed(data, _identity(identity, me), max_bytes)
    candidates = _signers(files, partners)
    try:
        header = packets.read_header(files[packets.HEADER])
        sender = _named_sender(header, candidates)
        _refuse_unless_current(header, me, now, seen)
        bundle = read_object(files[packets.BUNDLE], packets.BUNDLE)
        shared = read_bundle(bundle)
    except Malformed as refusal:
        raise PacketRefused(Reason.MALFORMED, str(refusal)) from None
    return Opened(header, shared, bundle, sender, files, hashlib.sha256(data).hexdigest())


def _identity(identity: bytes, me: Card) -> pyrage.x25519.Identity:
    try:
        key = pyrage.x25519.Identity.from_str(identity.decode("ascii").strip())
    except (pyrage.IdentityError, ValueError):
        raise ValueError("This node's age identity cannot be read.") from None
    if str(key.to_public()) != me.recipient:
        raise ValueError("This node's age identity does not belong to its card.")
    return key


def _unsealed(data: bytes, identity: pyrage.x25519.Identity, max_bytes: int) -> dict[str, bytes]:
    if len(data) > max_bytes:
        raise PacketRefused(Reason.TOO_LARGE)
    if not data.startswith(_AGE) or b"\n---" not in data[:_LONGEST_AGE_HEADER]:
        raise PacketRefused(Reason.NOT_A_PACKET)
    try:
        return archive.unpack(pyrage.decrypt(data, [identity]), names=PACKET_FILES, perhaps=PERHAPS)
    except pyrage.DecryptError as refusal:
        ours = "No matching keys" not in str(refusal)
        raise PacketRefused(Reason.TAMPERED if ours else Reason.NOT_FOR_US) from None
    except Malformed as refusal:
        raise PacketRefused(Reason.MALFORMED, str(refusal)) from None


def _signers(files: Mapping[str, bytes], partners: Mapping[str, Card]) -> list[Card]:
    """Return our cards that carry the key of the sender, whose signature holds over every file."""
    try:
        claimed = raw_public(files[packets.SENDER])
    except Malformed as refusal:
        raise PacketRefused(Reason.MALFORMED, str(refusal)) from None
    cards = [card for card in partners.values() if card.verifying_key == claimed]
    if not cards:
        raise PacketRefused(Reason.UNKNOWN_SENDER)
    manifest = files[packets.MANIFEST]
    if not is_signed_by(cards[0].verifying_key, files[packets.SIGNATURE], manifest):
        raise PacketRefused(Reason.TAMPERED)
    if manifest != packets.manifest_of(files):
        raise PacketRefused(Reason.TAMPERED)
    return cards


def _named_sender(header: Header, cards: list[Card]) -> Card:
    for card in cards:
        if packets.sender_of(card) == header.sender:
            return card
    raise PacketRefused(Reason.UNKNOWN_SENDER)


def _refuse_unless_current(header: Header, me: Card, now: datetime, seen: Callable[[uuid.UUID], bool]) -> None:
    if (header.to.node, header.to.mark) != (me.node, me.recipient):
        raise PacketRefused(Reason.NOT_FOR_US)
    if header.expires <= now:
        raise PacketRefused(Reason.EXPIRED)
    if seen(header.id):
        raise PacketRefused(Reason.REPLAYED)
