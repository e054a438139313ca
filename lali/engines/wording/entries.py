"""A string to be translated, a translation that somebody offers, and a file full of them."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

MOST_BYTES = 3_000_000  # of a file; the whole site in one language takes a sixth of it
MOST_LINES = 200_000
MOST_ENTRIES = 20_000
MOST_FORMS = 6  # of a plural; Arabic has most


@dataclass(frozen=True, slots=True)
class Entry:
    """A string as the code says it: `source` is one text, or the form for one and the form for many.

    `texts`: what a language says, as many as the language has forms; empty where nothing is said yet. `places`: files
    of the program in a catalogue of ours; names of pages in what goes to a translator.
    """

    source: tuple[str, ...]
    context: str = ""
    texts: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    signed: bool = False

    @property
    def key(self) -> str:
        """What the string is known by: other words in English are another string."""
        return key_of(self.context, *self.source)


@dataclass(frozen=True, slots=True)
class Offered:
    """A translation out of a file. `source` as the file gives it: it may be of another day than ours.

    `unsure`: a tool guessed it from other English, or the translator left it open.
    """

    key: str
    source: tuple[str, ...]
    texts: tuple[str, ...]
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file says: its language, as far as it says one, the translations in it, and when it went out from here."""

    language: str
    offered: tuple[Offered, ...]
    went_out: datetime | None = None


class Unreadable(ValueError):
    """The file cannot be read. `why`: too_long, not_utf8, not_po, not_xliff, doctype, too_deep; `line`: where, or 0."""

    def __init__(self, why: str, line: int = 0) -> None:
        super().__init__(f"{why} in line {line}" if line else why)
        self.why = why
        self.line = line


def key_of(context: str, *source: str) -> str:
    """Return what a string is known by: a digest of its context and its English words."""
    return hashlib.sha256("\0".join(["lali wording 1", context, *source]).encode()).hexdigest()[:32]


def moment_of(written: str) -> datetime | None:
    """Return the moment that a file says it went out; None for anything that is no moment of one place on earth."""
    try:
        moment = datetime.fromisoformat(written.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else None
