"""What a file would reveal of whoever made it, and a clean copy of it without that.

Both are done in the worker, within limits: the file may be hostile. Of what cannot be read `inside` says so: that we
know of nothing is not the same as nothing.
"""

import json
from dataclasses import dataclass
from enum import StrEnum

from lali.engines.documents.pictures import CannotRedact, Kind, asked, kind_of

SECONDS_TO_LOOK, SECONDS_TO_COPY = 3, 7  # somebody waits, and nobody else's file is looked at meanwhile
MOST_PAGES = 30


class Hint(StrEnum):
    """What of somebody a file may hold."""

    PLACE = "place"
    TIME = "time"
    DEVICE = "device"
    PERSON = "person"
    COMPANY = "company"
    SENDERS = "senders"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that was looked at: its kind, what it reveals, and a clean copy where one can be made.

    `inside` says whether all places were looked at in which files of its kind hide such things.
    """

    kind: Kind
    office: bool
    inside: bool
    reveals: tuple[tuple[Hint, str], ...]
    clean: bytes | None


def look_at(data: bytes) -> Looked:
    """Look at a file. Never raises: what is damaged or too large has no clean copy."""
    kind, office = kind_of(data[:4096], len(data)), data.startswith(b"PK\x03\x04")
    try:
        told = json.loads(asked(data, kind, "reveal", seconds=SECONDS_TO_LOOK)[0])
        inside, reveals = told["inside"], tuple((Hint(hint), str(words)) for hint, words in told["reveals"])
    except (CannotRedact, ValueError, TypeError):
        inside, reveals = False, ()
    return Looked(kind, office, inside, reveals, _clean(data, kind))


def _clean(data: bytes, kind: Kind) -> bytes | None:
    if kind not in {Kind.PICTURE, Kind.PDF}:
        return None
    try:
        return asked(data, kind, "clean", seconds=SECONDS_TO_COPY, pages=MOST_PAGES)[0]
    except CannotRedact:
        return None
