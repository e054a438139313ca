"""Partner cards: how one agency introduces its node to another.

A card is a small JSON file, signed with the very key it carries. The signature only proves that the card is whole; that
it is the partner's is proved by two officers who read its fingerprint to each other by phone.
"""

import base64
import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime

import pyrage

from lali.engines.custody.keys import load_signing_key, new_signing_key
from lali.engines.exchange.documents import (
    Malformed,
    canonical,
    is_signed_by,
    line,
    read_document,
    read_stamp,
    sign_document,
    stamp,
    unbase64,
)

CARD_FORMAT = "lali-card-1"

_MEMBERS = ("format", "agency", "country", "node", "issued", "verifying_key", "recipient")
_NODE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_COUNTRY = re.compile(r"[A-Z]{2}")
_FINGERPRINT_BYTES = 16  # 128 bits: nobody can make a second card with the fingerprint of the first
_RAW_KEY_BYTES = 32


class CardRefused(ValueError):
    """The file is no card we can trust to be whole; the sentence says why."""

    def __init__(self, why: str) -> None:
        super().__init__(f"This is not a usable partner card: {why}.")


@dataclass(frozen=True, slots=True)
class PacketKeys:
    """The secret half of a node: an age identity and an Ed25519 key in PEM, and the age recipient anyone may know."""

    identity: bytes = field(repr=False)
    signing_key: bytes = field(repr=False)
    recipient: str


@dataclass(frozen=True, slots=True)
class Card:
    """A partner's node as its card shows it; `fingerprint` is 32 hexadecimal digits in groups of four."""

    agency: str
    country: str
    node: str
    issued: datetime
    verifying_key: bytes
    recipient: str
    fingerprint: str


def new_packet_keys() -> PacketKeys:
    """Return fresh keys for one node; the caller keeps them secret."""
    identity = pyrage.x25519.Identity.generate()
    return PacketKeys(str(identity).encode(), new_signing_key(), str(identity.to_public()))


def make_card(*, agency: str, country: str, node: str, issued: datetime, keys: PacketKeys) -> bytes:
    """Return the card file of a node.

    `country` is an ISO 3166-1 alpha-2 code, `node` a short name of lower-case letters, digits and hyphens. Raises
    `CardRefused` if the card would not be readable by `read_card`.
    """
    verifying_key = load_signing_key(keys.signing_key).public_key().public_bytes_raw()
    fields: dict[str, str | None] = {
        "format": CARD_FORMAT,
        "agency": agency,
        "country": country,
        "node": node,
        "issued": stamp(issued),
        "verifying_key": base64.b64encode(verifying_key).decode(),
        "recipient": keys.recipient,
    }
    try:
        data = sign_document(fields, signing_key=keys.signing_key)
    except Malformed as refusal:
        raise CardRefused(str(refusal)) from None
    read_card(data)
    return data


def read_card(data: bytes) -> Card:
    """Return the card in `data`; raise `CardRefused` if it is malformed, too large or not signed by its own key."""
    try:
        fields, signature = read_document(data, form=CARD_FORMAT, members=_MEMBERS)
        card = _card(fields)
    except Malformed as refusal:
        raise CardRefused(str(refusal)) from None
    if not is_signed_by(card.verifying_key, signature, canonical(fields)):
        raise CardRefused("its signature does not match, so it was changed or damaged")
    return card


def _card(fields: dict[str, object]) -> Card:
    return Card(
        agency=line(fields["agency"], "the agency"),
        country=_matching(_COUNTRY, fields["country"], "the country"),
        node=_matching(_NODE, fields["node"], "the node"),
        issued=read_stamp(fields["issued"]),
        verifying_key=_verifying_key(fields["verifying_key"]),
        recipient=_recipient(fields["recipient"]),
        fingerprint=_fingerprint(canonical(fields)),
    )


def _matching(pattern: re.Pattern[str], value: object, what: str) -> str:
    text = line(value, what)
    if not pattern.fullmatch(text):
        raise Malformed(f"{what} is not written as it should be")
    return text


def _verifying_key(text: object) -> bytes:
    raw = unbase64(text, "the verifying key")
    if len(raw) != _RAW_KEY_BYTES:
        raise Malformed("the verifying key does not have 32 bytes")
    return raw


def _recipient(value: object) -> str:
    text = line(value, "the age recipient")
    try:
        recipient = pyrage.x25519.Recipient.from_str(text)
    except (pyrage.RecipientError, ValueError):
        raise Malformed("the age recipient is not an age X25519 key") from None
    if str(recipient) != text:
        raise Malformed("the age recipient is not in its usual spelling")
    return text


def _fingerprint(body: bytes) -> str:
    digits = hashlib.sha256(body).digest()[:_FINGERPRINT_BYTES].hex()
    return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))
