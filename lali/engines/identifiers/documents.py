"""Passport-like numbers: weak by nature, and only beside a word that speaks of a passport."""

import re
from collections.abc import Iterator

from .vocabulary import Found, Seen, words

_WORDS = words("passport passports pasport passsport paspot paspoti pasipote passeport passeports chieu ppt")
_SHAPE = r"(?:[a-z]{1,2} ?\d{6,8}|\d{2}[a-z]{2}\d{5}|[a-z]\d{2}[a-z0-9]{6}|\d{8,9})"  # ICAO 9303: up to nine characters
_TOLD = re.compile(
    r"(?<!\w)(?:passports?|pas+port|paspoti?|pasipote|passeports?|ho chieu|ppt)\b[^\d\n]{0,24}?(?<![^\W_])"
    rf"(?P<number>{_SHAPE})(?![^\W_])"
)
_NUMBER = re.compile(_SHAPE, re.IGNORECASE)


def find_passports(seen: Seen) -> Iterator[Found]:
    """Find numbers of the shape of a passport's shortly after the word."""
    if seen.words.isdisjoint(_WORDS):
        return
    for told in _TOLD.finditer(seen.plain):
        yield Found("passport", *told.span("number"), told["number"].upper().replace(" ", ""), weak=True)


def normalise_passport(value: str) -> str | None:
    """Give the number in capitals without spaces, or None when it has not the shape of one."""
    written = re.sub(r"[\s-]", "", value)
    return written.upper() if _NUMBER.fullmatch(written) else None
