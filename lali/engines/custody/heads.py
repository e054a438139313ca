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
from datetime import datetime

from lali.engines.custody.keys import Role
from lali.engines.custody.merkle import HASH_SIZE, MAX_SIZE
from lali.engines.custody.notes import NoteRefused, countersign_note, sign_note, text_of, utc, verify_note

_LINES = 3
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


class HeadRefused(NoteRefused):
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


def sign_head(*, origin: str, size: int, root: bytes, signing_key: bytes, at: datetime | None = None) -> str:
    """Write and sign a head. `signing_key` is PEM; `at` goes into an extension line, in UTC to the second.

    A log never signs two heads that cannot both be true: append only, then sign.
    """
    lines = (f"time {utc(at):%Y-%m-%dT%H:%M:%SZ}",) if at else ()
    text = Head(origin, size, root, lines).text()
    _read_text(text)
    return sign_note(text, name=origin, signing_key=signing_key)


def countersign(head: str, *, name: str, signing_key: bytes, at: datetime) -> str:
    """Add a partner's countersignature. The caller has verified the head and its consistency with earlier ones."""
    read_head(head)
    return countersign_note(head, name=name, signing_key=signing_key, at=at)


def read_head(head: str) -> Head:
    """Read a head without trusting it; `HeadRefused` if its form is wrong."""
    try:
        return _read_text(text_of(head))
    except NoteRefused as refusal:
        raise HeadRefused(str(refusal)) from None


def verify_head(head: str, keys: Iterable[str]) -> Head:
    """Give the head if the log itself signed it with one of these verifier keys (`name+hash+base64`).

    The key's name must be the head's origin: a countersignature alone does not speak for the log.
    """
    try:
        text, signatures = verify_note(head, keys)
    except NoteRefused as refusal:
        raise HeadRefused(str(refusal)) from None
    read = _read_text(text)
    if not any(one.key.role is Role.LOG and one.key.name == read.origin for one in signatures):
        raise HeadRefused("No known key of this log has signed the head.")
    return read


def countersignatures(head: str, keys: Iterable[str]) -> tuple[Countersignature, ...]:
    """Give the countersignatures made with these verifier keys, in the order they stand on the head."""
    try:
        _text, signatures = verify_note(head, keys)
    except NoteRefused as refusal:
        raise HeadRefused(str(refusal)) from None
    return tuple(Countersignature(one.key.name, one.at) for one in signatures if one.at)


def _read_text(text: str) -> Head:
    if text.count("\n") < _LINES:
        raise HeadRefused("The head has fewer than three lines.")
    origin, size, root, *lines = text[:-1].split("\n")
    if not origin or not _SIZE.fullmatch(size) or int(size) > MAX_SIZE:
        raise HeadRefused("The head does not begin with the name of a log and its size.")
    if not all(lines):
        raise HeadRefused("The head holds an empty line.")
    return Head(origin, int(size), _read_root(root), tuple(lines))


def _read_root(line: str) -> bytes:
    try:
        root = base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError):
        root = b""
    if len(root) != HASH_SIZE or base64.b64encode(root).decode() != line:
        raise HeadRefused("The head's third line is not a root.")
    return root
