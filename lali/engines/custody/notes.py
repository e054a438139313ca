"""Signed notes (C2SP signed-note): a text, an empty line, and signature lines over the text.

Two kinds of signature are known: Ed25519 by the owner of the text, and the timed Ed25519 countersignature of a witness
(C2SP tlog-cosignature). Whoever reads a note believes nothing in it before `verify_note` has returned.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from lali.engines.custody.keys import Role, VerifierKey, load_signing_key

MAX_NOTE = 64 * 1024
MAX_SIGNATURES = 64  # C2SP asks for 16 at least
_KEY_ID = 4
_TIME = 8
_SIGNATURE_LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/=]+)")


class NoteRefused(ValueError):
    """The text is not a signed note, or a signature on it is wrong; the sentence says which."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature that was found genuine: by which key and, for a countersignature, when."""

    key: VerifierKey
    at: datetime | None


@dataclass(frozen=True, slots=True)
class _Line:
    name: str
    key_id: bytes
    packed: bytes


def sign_note(text: str, *, name: str, signing_key: bytes) -> str:
    """Sign a text that ends in a line end. `signing_key` is PEM."""
    key = load_signing_key(signing_key)
    return text + "\n" + _signature_line(VerifierKey.of(name, key), key.sign(text.encode()))


def countersign_note(note: str, *, name: str, signing_key: bytes, at: datetime) -> str:
    """Add the countersignature of a witness, with its time to the second."""
    text, lines = _split(note)
    if len(lines) == MAX_SIGNATURES:
        raise NoteRefused(f"The note has {MAX_SIGNATURES} signatures already.")
    seconds = int(utc(at).timestamp())
    key = load_signing_key(signing_key)
    packed = seconds.to_bytes(_TIME, "big") + key.sign(_witnessed(text, seconds))
    return note + _signature_line(VerifierKey.of(name, key, Role.WITNESS), packed)


def text_of(note: str) -> str:
    """Give the text of a note without trusting it; `NoteRefused` if its form is wrong."""
    return _split(note)[0]


def verify_note(note: str, keys: Iterable[str]) -> tuple[str, tuple[Signature, ...]]:
    """Give the text and those signatures that were made with these verifier keys (`name+hash+base64`).

    As C2SP asks, a wrong signature by a known key refuses the whole note, signatures by unknown keys are passed over.
    """
    text, lines = _split(note)
    known = {(key.name, key.hash): key for key in map(VerifierKey.parse, keys)}
    found = ((known.get((line.name, line.key_id)), line) for line in lines)
    return text, tuple(_verified(key, line.packed, text) for key, line in found if key)


def utc(at: datetime) -> datetime:
    """Give a time in UTC; a time without a zone cannot be signed."""
    if at.tzinfo is None:
        raise ValueError("A time without a zone cannot be signed.")
    return at.astimezone(UTC)


def _verified(key: VerifierKey, packed: bytes, text: str) -> Signature:
    if key.role is Role.LOG:
        genuine, at = key.verifies(packed, text.encode()), None
    else:
        seconds = int.from_bytes(packed[:_TIME], "big")
        genuine, at = key.verifies(packed[_TIME:], _witnessed(text, seconds)), _time(seconds)
    if not genuine:
        raise NoteRefused(f"The signature of {key.name} is wrong: the text was changed after it was signed.")
    return Signature(key, at)


def _time(seconds: int) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        raise NoteRefused("A countersignature carries a time that no calendar has.") from None


def _witnessed(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def _signature_line(key: VerifierKey, packed: bytes) -> str:
    return f"— {key.name} {base64.b64encode(key.hash + packed).decode()}\n"


def _split(note: str) -> tuple[str, list[_Line]]:
    """Part a note into its text and its signature lines."""
    if len(note) > MAX_NOTE:
        raise NoteRefused("The text is longer than any signed note is.")
    if not _is_plain(note):
        raise NoteRefused("The text holds characters that no signed note holds.")
    text, blank, tail = note.rpartition("\n\n")
    if not blank or not tail.endswith("\n"):
        raise NoteRefused("This is not a signed note: it has no signatures after an empty line.")
    lines = tail[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise NoteRefused(f"The note has more than {MAX_SIGNATURES} signatures.")
    return text + "\n", [_read_signature(line) for line in lines]


def _read_signature(line: str) -> _Line:
    match = _SIGNATURE_LINE.fullmatch(line)
    try:
        packed = base64.b64decode(match[2], validate=True) if match else b""
    except binascii.Error:
        packed = b""
    if not match or len(packed) <= _KEY_ID or base64.b64encode(packed).decode("ascii") != match[2]:  # RFC 4648, 3.5
        raise NoteRefused("A signature line cannot be read.")
    return _Line(match[1], packed[:_KEY_ID], packed[_KEY_ID:])


def _is_plain(text: str) -> bool:
    """Tell whether the text is Unicode without control characters, as C2SP asks."""
    return not any((letter < " " and letter != "\n") or "\ud800" <= letter <= "\udfff" for letter in text)
