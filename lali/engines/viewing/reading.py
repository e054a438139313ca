"""What every reader of one kind is given, and how it says that it cannot."""

import re
from dataclasses import dataclass
from typing import BinaryIO

from lali.engines.viewing.described import Beware, Caution, Kind, line

_PROGRAMS = """
    apk app bat cmd com cpl dll dmg exe gadget hta inf ipa jar js jse lnk msi msp ps1 pif reg scr sct sh sys
    url vb vbe vbs wsf wsh xpi desktop
"""
PROGRAMS = frozenset(re.findall(r"\w+", _PROGRAMS))
ROWS_ON_A_PAGE = 100
LETTERS_ON_A_PAGE = 60_000
MEMBERS_ON_A_PAGE = 200
PIECE = 1024 * 1024  # the most that is asked for or said at once
MOST_PAGES = 100_000


class Cannot(Exception):
    """A fixed word for why."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """The family that decides who reads a file, what it is to a reader, the name of its format, its first bytes."""

    family: str
    kind: Kind
    format: str
    head: bytes = b""


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted of which file; `seconds`, `memory` and `most` are the limits, `found` what its first bytes say."""

    job: str
    name: str
    size: int
    seconds: int
    memory: int
    most: int
    part: int = 0
    page: int = 1
    wide: int = 1600
    member: int = 0
    pages: int = 0
    found: Recognised = Recognised("other", Kind.UNKNOWN, "")

    def first(self, on_a_page: int) -> int:
        """Where the page begins, from 0."""
        return (max(1, min(self.page, MOST_PAGES)) - 1) * on_a_page


def whole(file: BinaryIO, most: int) -> bytes:
    """All bytes of a file. Cannot("too_large") when they are more."""
    file.seek(0)
    data = file.read(most + 1)
    if len(data) > most:
        raise Cannot("too_large")
    return data


def ending_of(name: str) -> str:
    """The ending of a name, in small letters, without its dot."""
    last = name.replace("\\", "/").rpartition("/")[2].strip().lower()
    return last.rpartition(".")[2] if "." in last else ""


def of_name(name: str) -> list[str]:
    """What a name inside an archive has against it: a way out of its folder, a program."""
    plain = name.replace("\\", "/")
    found = []
    if plain.startswith("/") or ".." in plain.split("/") or plain[1:2] == ":":
        found.append(str(Beware.TRAVERSAL))
    if ending_of(plain) in PROGRAMS:
        found.append(str(Beware.PROGRAM))
    if any(not letter.isprintable() for letter in plain):
        found.append(str(Beware.HIDDEN_SIGNS))
    return found


def shown_name(name: str) -> str:
    """A name with its hidden signs made visible, cut to a length."""
    return line("".join(one if one.isprintable() else f"‹U+{ord(one):04X}›" for one in name[:600]), 500)


def caution(code: Beware, about: object = "") -> Caution:
    """A caution with words of the file in one line."""
    return Caution(str(code), line(about, 300))
