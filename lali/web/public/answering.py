"""Answers one message of a channel: what it says, what is kept of it, and nothing of who wrote or what.

The key of a channel is half in the database and half in the secret that its gateway or platform knows. Under it a
number becomes a digest, and what must wait is sealed.
"""

import hmac
import os
from collections.abc import Callable
from dataclasses import dataclass, field

import phonenumbers
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from django.conf import settings
from django.utils import timezone

from lali.engines.helplines import COUNTRIES, ELSEWHERE
from lali.records.audit.vocabulary import PUBLIC
from lali.records.channels.actions import (
    AnsweredAlready,
    claim_message,
    keep_turn,
    let_go_of_message,
    make_number_key,
)
from lali.records.channels.queries import answered_before, place_of
from lali.records.channels.vocabulary import Channel
from lali.records.letterbox.queries import addressee
from lali.records.refusals import Refused
from lali.web.public.gateway import Delivery
from lali.web.public.talking import Asked, turn

NONCE = 12


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message as a gateway gives it."""

    number: str = field(repr=False)
    to: str
    text: str = field(repr=False)
    id: str


def channel_key(channel: Channel) -> bytes:
    """Return the key of a channel."""
    return hmac.digest(make_number_key(by=PUBLIC), settings.CHANNELS[channel].encode(), "sha256")


def answer(
    channel: Channel, incoming: Incoming, deliver: Callable[[str], Delivery] | None = None
) -> tuple[str, Delivery]:
    """Return the answer and what became of it; a message that came before is answered as it was, and handed over once.

    What is to be handed over is claimed first, so that of two copies at the same moment one goes out.
    """
    key = channel_key(channel)
    token = digest(key, "number", incoming.number)
    message = digest(key, "message", incoming.number, incoming.id) if incoming.id else None
    if message and (earlier := answered_before(message)) is not None:
        return _opened(key, incoming, earlier), Delivery.TAKEN
    today = timezone.localdate()
    before = place_of(channel, token, today)
    here = turn(before, Asked(incoming.text, country_of(incoming.number), host(), salt()))
    if not here.answer and here.place == before:  # nothing is said and nothing changes: nothing is kept
        return "", Delivery.TAKEN
    sealed = _sealed(key, incoming, here.answer)
    try:
        if deliver and here.answer:
            claim_message(by=PUBLIC, message=message, sealed=sealed, today=today)
            delivery = deliver(here.answer)
            if delivery is Delivery.LATER:
                let_go_of_message(by=PUBLIC, message=message)
            if delivery is not Delivery.TAKEN:
                return here.answer, delivery
        claimed = deliver is not None and bool(here.answer)
        keep_turn(
            by=PUBLIC,
            channel=channel,
            token=token,
            message=None if claimed else message,
            sealed=sealed,
            before=before,
            place=here.place,
            hop=here.hop,
            today=today,
        )
    except AnsweredAlready:
        return _opened(key, incoming, answered_before(message) or b""), Delivery.TAKEN
    return here.answer, Delivery.TAKEN


def digest(key: bytes, *parts: str) -> bytes:
    """Return a digest under a channel's key: of a number, or of a message."""
    return hmac.digest(key, "\x00".join(parts).encode("utf-8", "replace"), "sha256")


def _sealed(key: bytes, incoming: Incoming, words: str) -> bytes:
    """Seal an answer under a key that only the same message from the same number gives again."""
    return seal(digest(key, "answer", incoming.number, incoming.id), words.encode())


def _opened(key: bytes, incoming: Incoming, sealed: bytes) -> str:
    return (unseal(digest(key, "answer", incoming.number, incoming.id), sealed) or b"").decode()


def seal(key: bytes, content: bytes) -> bytes:
    """Seal what must wait for its next reader."""
    nonce = os.urandom(NONCE)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, content, None)


def unseal(key: bytes, sealed: bytes) -> bytes | None:
    """Open what was sealed; None under another key."""
    try:
        return ChaCha20Poly1305(key).decrypt(sealed[:NONCE], sealed[NONCE:], None)
    except (InvalidTag, ValueError):
        return None


def country_of(number: str) -> str:
    """Return the country of a number, where we know whom to ring there; else the node's. It is kept nowhere."""
    try:
        region = phonenumbers.region_code_for_number(phonenumbers.parse(f"+{number}")) or ""
    except phonenumbers.NumberParseException:
        region = ""
    return region if region in COUNTRIES or region in ELSEWHERE else settings.COUNTRY


def host() -> str:
    """Return the host under which people know the site: the first that it answers to."""
    return settings.ALLOWED_HOSTS[0]


def salt() -> bytes:
    """Return the salt of the codes; none on a node that takes no reports."""
    try:
        return bytes(addressee().code_salt)
    except Refused:
        return b""
