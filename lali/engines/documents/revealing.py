"""What a file would reveal of whoever made it, and a clean copy of it without that.

Both are done in the worker, within limits: the file may be hostile. What cannot be read reveals nothing that we know
of, which is not the same as nothing: callers say so.
"""

import json
from dataclasses import dataclass
from enum import StrEnum

from lali.engines.documents.pictures import CannotRedact, Kind, asked, kind_of

SECONDS_TO_LOOK = 20
MOST_PAGES = 30


class Hint(StrEnum):
    """What of somebody a file may hold."""

    PLACE = "place"
    TIME = "time"
    DEVICE = "device"
    PERSON = "person"
    COMPANY = "company"
    SENDERS = "senders"


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that was looked at: its kind, what it reveals, and a clean copy where one can be made."""

    kind: Kind
    office: bool
    reveals: tuple[tuple[Hint, str], ...]
    clean: bytes | None


def look_at(data: bytes) -> Looked:
    """Look at a file. Never raises: what is damaged or too large has no clean copy."""
    kind, office = kind_of(data[:4096], len(data)), data.startswith(b"PK\x03\x04")
    try:
        told = json.loads(asked(data, kind, "reveal", seconds=SECONDS_TO_LOOK)[0])
        reveals = tuple((Hint(hint), str(words)) for hint, words in told)
    except (CannotRedact, ValueError, TypeError):
        reveals = ()
    return Looked(kind, office, reveals, _clean(data, kind))


def _clean(data: bytes, kind: Kind) -> bytes | None:
    if kind not in {Kind.PICTURE, Kind.PDF}:
        return None
    try:
        return asked(data, kind, "clean", seconds=SECONDS_TO_LOOK, pages=MOST_PAGES)[0]
    except CannotRedact:
        return None
