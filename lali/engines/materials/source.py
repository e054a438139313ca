"""The one source of all materials: a message in one language and one variant, and what goes with it."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from lali.engines.documents.fonts import can_show, is_devanagari
from lali.engines.materials.pictures import PICTURES

LIMITS = {"headline": 80, "text": 400, "act": 120, "agency": 80, "notice": 120, "address": 120}  # characters
MOST_HELP = 4
CODE = re.compile(r"[2-9A-HJ-NP-Z]{6}")  # none of 0 O 1 I
_ADDRESS = re.compile(r"https?://[!-~]+")
_STICKS = re.compile(r" (?=[?!:;»])|(?<=«) ")  # French spaces that no line ends at
_NEEDED = ("headline", "act", "agency", "address")


class MessageRefused(ValueError):
    """A message that no material is made of: which part, and one of a few fixed words why."""

    def __init__(self, part: str, reason: str) -> None:
        super().__init__(f"{part}: {reason}")
        self.part = part
        self.reason = reason  # empty | too_long | letters | not_an_address | not_a_code | too_many | unknown | no_room


@dataclass(frozen=True, slots=True)
class Help:
    """A number to ring, as it is printed, and whose it is. The caller answers for its having been confirmed."""

    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of a lure in words, and the picture beside it."""

    label: str
    why: str
    picture: str


@dataclass(frozen=True, slots=True)
class Source:
    """A message and what goes with it. Raises `MessageRefused` where it is not fit to be printed.

    `act`: what to do, in one sentence. `address`: where the square code leads. `code`: the place code, or nothing.
    `as_of`: the day on which the words were last changed, so that an old poster on a wall can be told from a new one.
    `place`: the officer's own word for where the code hangs, printed small beside it; it is never refused.
    `draft`: nobody who speaks the language has signed the words. `notice`: what else must stand there (`All invented`).
    """

    language: str
    headline: str
    text: str
    act: str
    address: str
    agency: str
    as_of: date
    code: str = ""
    place: str = ""
    help: tuple[Help, ...] = ()
    picture: str = "hook"
    notice: str = ""
    draft: bool = False
    letter: str = "A"

    def __post_init__(self) -> None:
        for part, most in LIMITS.items():
            object.__setattr__(self, part, checked(part, getattr(self, part), most))
        for part in _NEEDED:
            if not getattr(self, part):
                raise MessageRefused(part, "empty")
        if not _ADDRESS.fullmatch(self.address):
            raise MessageRefused("address", "not_an_address")
        if self.code and not CODE.fullmatch(self.code):
            raise MessageRefused("code", "not_a_code")
        if self.picture not in PICTURES:
            raise MessageRefused("picture", "unknown")
        if len(self.help) > MOST_HELP:
            raise MessageRefused("help", "too_many")
        for line in self.help:
            checked("help", line.number, 24)
            checked("help", line.name, 60)

    @property
    def shown_address(self) -> str:
        """The address as it is typed: without what every browser adds."""
        return self.address.partition("://")[2].rstrip("/")

    def foot(self, draft: str) -> str:
        """What stands small at the foot: whose it is, what must be said, of which month, and that it is a draft."""
        parts = (self.agency, self.notice, self.month, draft if self.draft else "")
        return "\u00a0· ".join(filter(None, parts))

    @property
    def hangs(self) -> str:
        """Where it is to hang, and its code, for the margin: whoever carries many must know which goes where."""
        place = "".join(
            letter if can_show(letter) and not is_devanagari(letter) else "?"
            for letter in unicodedata.normalize("NFC", " ".join(self.place.split()))
            if unicodedata.category(letter)[0] not in "CM"
        )
        return f"{self.spaced_code}\u00a0· {place}" if place and self.code else ""

    @property
    def spaced_code(self) -> str:
        """The code in two halves, as it is read."""
        return f"{self.code[:3]} {self.code[3:]}"

    @property
    def month(self) -> str:
        """The month of the words, for the foot of a poster."""
        return f"{self.as_of:%Y-%m}"


def checked(part: str, text: str, most: int) -> str:
    """Return a text in one line, composed, as it can be printed. Raises `MessageRefused`."""
    if len(text) > 4 * most:
        raise MessageRefused(part, "too_long")
    composed = _STICKS.sub("\u00a0", " ".join(unicodedata.normalize("NFC", text).split()))
    if len(composed) > most:
        raise MessageRefused(part, "too_long")
    if not all(can_show(letter) and not is_devanagari(letter) for letter in composed):
        raise MessageRefused(part, "letters")
    if any(unicodedata.category(letter)[0] in "CM" for letter in composed):
        raise MessageRefused(part, "letters")
    return composed
