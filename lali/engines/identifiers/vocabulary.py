"""The kinds of identifier, and what one found in a text looks like."""

from dataclasses import dataclass
from typing import NamedTuple

KINDS: tuple[str, ...] = (
    "phone", "email", "url", "domain", "telegram", "whatsapp", "viber", "facebook", "tiktok", "instagram",
    "bitcoin", "ethereum", "tron", "iban", "bank", "passport",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Identifier:
    """One identifier in a text.

    `raw` is text[start:end] as written; `normalised` is the form to compare and to store. `weak` means that the shape
    or the surroundings allow another reading (a phone that is possible but not allocated, a handle without the name of
    its platform, every passport-like number): show it, do not rely on it alone.
    """

    kind: str
    raw: str
    normalised: str
    start: int
    end: int
    weak: bool


class Seen(NamedTuple):
    """A text on its way through the finders, all of the same length, character for character.

    `text` keeps case; `genuine` also keeps look-alike letters; `plain` is lower-case without accents; `read` is `plain`
    with leetspeak read as letters, for words but never for values; `words` are the Latin words of `read` and `spelt`
    says how many words of `plain` are digits spelt out, so that a finder can tell at once that it has nothing to do.
    What one finder took is blank for the next.
    """

    text: str
    genuine: str
    plain: str
    read: str
    words: frozenset[str]
    spelt: int
    country: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a finder found: half-open span in `Seen.text`."""

    kind: str
    start: int
    end: int
    normalised: str
    weak: bool = False


def words(written: str) -> frozenset[str]:
    """Read a word list written as one line, which is easier on the eye than a column of quoted words."""
    return frozenset(written.split())
