"""Heads: what a log says of itself at one moment, signed, in the C2SP tlog-checkpoint form of a signed note.

    fiji.example/journal                             origin: which log
    4711                                             size: number of entries
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=     root of the RFC 9162 tree over them
    time 2026-11-22T03:46:00Z                        extension lines, optional

    — fiji.example/journal Az3g...                   the log's signature
    — vanuatu.example/witness jWbP...                a partner's countersignature (C2SP tlog-cosignature, Ed25519)

A partner countersigns only after it has checked, with a consistency proof, that the head adds to the last one it saw.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from lali.engines.custody.keys import Role, VerifierKey, load_signing_key
from lali.engines.custody.merkle import HASH_SIZE, MAX_SIZE

MAX_TEXT = 64 * 1024
MAX_SIGNATURES = 64  # C2SP asks for 16 at least
_LINES = 3
_KEY_ID = 4
_TIME = 8
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_SIGNATURE_LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/=]+)")


class HeadRefused(ValueError):
    """The text is not a head, or no signature on it can be trusted; the sentence says which."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a log says of itself: its name, how many entries it has, the root over them, further lines."""

    origin: str
    size: int
    root: bytes
    lines: tuple[str, ...] = ()

    def text(self) -> str:
        """Give the note text, which is what is signed."""
        root = base64.b64encode(self.root).decode()
        return "".join(f"{line}\n" for line in (self.origin, str(self.size), root, *self.lines))


@dataclass(frozen=True, slots=True)
class Countersignature:
    """A partner says: at this time I knew this head, and it added to every head of this log I saw before."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class _Signature:
    name: str
    key_id: bytes
    packed: bytes


def sign_head(*, origin: str, size: int, root: bytes, signing_key: bytes, at: datetime | None = None) -> str:
    """Write and sign a head. `signing_key` is PEM; `at` goes into an extension line, in UTC to the second.

    A log never signs two heads that cannot both be true: append only, then sign.
    """
    lines = (f"time {_utc(at):%Y-%m-%dT%H:%M:%SZ}",) if at else ()
    text = Head(origin, size, root, lines).text()
    _read_text(text)
    key = load_signing_key(signing_key)
    return text + "\n" + _signature_line(VerifierKey.of(origin, key), key.sign(text.encode()))


def countersign(head: str, *, name: str, signing_key: bytes, at: datetime) -> str:
    """Add a partner's countersignature. The caller has verified the head and its consistency with earlier ones."""
    text, signatures = _split(head)
    if len(signatures) == MAX_SIGNATURES:
        raise HeadRefused(f"The head has {MAX_SIGNATURES} signatures already.")
    seconds = int(_utc(at).timestamp())
    key = load_signing_key(signing_key)
    packed = seconds.to_bytes(_TIME, "big") + key.sign(_witnessed(text, seconds))
    return head + _signature_line(VerifierKey.of(name, key, Role.WITNESS), packed)


def read_head(head: str) -> Head:
    """Read a head without trusting it; `HeadRefused` if its form is wrong."""
    return _read_text(_split(head)[0])


def verify_head(head: str, keys: Iterable[str]) -> Head:
    """Give the head if the log itself signed it with one of these verifier keys (`name+hash+base64`).

    The key's name must be the head's origin: a countersignature alone does not speak for the log. As C2SP asks, a
    wrong signature by any known key refuses the whole head, signatures by unknown keys are passed over.
    """
    text, signatures = _split(head)
    read = _read_text(text)
    signers = [key for key, _packed in _verified(text, signatures, keys)]
    if not any(key.role is Role.LOG and key.name == read.origin for key in signers):
        raise HeadRefused("No known key of this log has signed the head.")
    return read


def countersignatures(head: str, keys: Iterable[str]) -> tuple[Countersignature, ...]:
    """Give the countersignatures made with these verifier keys, in the order they stand on the head."""
    text, signatures = _split(head)
    return tuple(
        Countersignature(key.name, datetime.fromtimestamp(int.from_bytes(packed[:_TIME], "big"), UTC))
        for key, packed in _verified(text, signatures, keys)
        if key.role is Role.WITNESS
    )


def _verified(text: str, signatures: list[_Signature], keys: Iterable[str]) -> list[tuple[VerifierKey, bytes]]:
    known = {(key.name, key.hash): key for key in map(VerifierKey.parse, keys)}
    verified = []
    for signature in signatures:
        key = known.get((signature.name, signature.key_id))
        if key is None:
            continue
        if not _is_genuine(key, signature.packed, text):
            raise HeadRefused(f"The signature of {key.name} is wrong: the head was changed after it was signed.")
        verified.append((key, signature.packed))
    return verified


def _is_genuine(key: VerifierKey, packed: bytes, text: str) -> bool:
    if key.role is Role.LOG:
        return key.verifies(packed, text.encode())
    seconds = int.from_bytes(packed[:_TIME], "big")
    in_range = seconds < datetime.max.replace(tzinfo=UTC).timestamp()
    return in_range and key.verifies(packed[_TIME:], _witnessed(text, seconds))


def _witnessed(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def _signature_line(key: VerifierKey, packed: bytes) -> str:
    return f"— {key.name} {base64.b64encode(key.hash + packed).decode()}\n"


def _split(head: str) -> tuple[str, list[_Signature]]:
    """Part a signed note into its text and its signatures."""
    if len(head) > MAX_TEXT:
        raise HeadRefused("The head is longer than any head is.")
    if any(letter < " " and letter != "\n" for letter in head):
        raise HeadRefused("The head holds control characters.")
    if not _is_unicode(head):
        raise HeadRefused("The head holds half of a character.")
    text, blank, tail = head.rpartition("\n\n")
    if not blank or not tail.endswith("\n"):
        raise HeadRefused("This is not a signed head: it has no signatures after an empty line.")
    lines = tail[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise HeadRefused(f"The head has more than {MAX_SIGNATURES} signatures.")
    return text + "\n", [_read_signature(line) for line in lines]


def _read_signature(line: str) -> _Signature:
    match = _SIGNATURE_LINE.fullmatch(line)
    try:
        packed = base64.b64decode(match[2], validate=True) if match else b""
    except binascii.Error:
        packed = b""
    if not match or len(packed) <= _KEY_ID:
        raise HeadRefused("A signature line of the head cannot be read.")
    return _Signature(match[1], packed[:_KEY_ID], packed[_KEY_ID:])


def _read_text(text: str) -> Head:
    if text.count("\n") < _LINES:
        raise HeadRefused("The head has fewer than three lines.")
    origin, size, root, *lines = text[:-1].split("\n")
    if not origin or not _SIZE.fullmatch(size) or int(size) > MAX_SIZE:
        raise HeadRefused("The head does not begin with the name of a log and its size.")
    if not all(lines):
        raise HeadRefused("The head holds an empty line.")
    try:
        packed = base64.b64decode(root, validate=True)
    except (binascii.Error, ValueError):
        packed = b""
    if len(packed) != HASH_SIZE or base64.b64encode(packed).decode() != root:
        raise HeadRefused("The head's third line is not a root.")
    return Head(origin, int(size), packed, tuple(lines))


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("A time without a zone cannot be signed.")
    return at.astimezone(UTC)
