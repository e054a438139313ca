"""Signs and identifiers of very many messages: the same as `read` gives, without reading what can show none.

A pattern whose steps are not all filled somewhere in a message is not in it, and of most messages of a conversation
that is known at a glance, before anything is walked. What is left is read as every other message is.
"""

import re
from dataclasses import dataclass
from functools import cache

from lali.engines.identifiers import Folded, Identifier, find, fold

from .catalogue import high_pay
from .matcher import Matcher
from .reading import LONGEST_TEXT, Reading, hidden_contacts, matcher, read
from .speech import is_accented_vietnamese
from .vocabulary import bits_of

# What `tokens.cut` calls a word, without what stands between words.
_WORD = re.compile(r"[^\W\d_]+(?:['’](?:t|m|re|ve|ll|s|d)(?![^\W_]))?|\d+(?:[.,]\d+)*|[$€£₫]")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Glance:
    """What a message shows: the signs by id, each once, and the identifiers as `find` gives them."""

    signs: tuple[str, ...]
    identifiers: tuple[Identifier, ...]


def glance(text: str, *, country: str = "FJ") -> Glance:
    """Signs and identifiers of one message: those of `read`. Never raises, whatever the text holds."""
    text = text[:LONGEST_TEXT]
    folded = fold(text)
    if _outlook().may_show(folded):
        reading = read(text, country=country)
        return Glance(tuple(dict.fromkeys(sign.id for sign in reading.signs)), reading.identifiers)
    identifiers = tuple(find(text, country=country, folded=folded))
    hidden = hidden_contacts(identifiers, "unknown")
    return Glance(tuple(dict.fromkeys(sign.id for sign in hidden)), identifiers)


def read_if_telling(text: str, *, country: str = "FJ") -> Reading | None:
    """`read(text)` where it has a sign; None, and quickly, where it has none."""
    folded = fold(text[:LONGEST_TEXT])
    if not _outlook().may_show(folded):
        identifiers = find(text[:LONGEST_TEXT], country=country, folded=folded)
        if not hidden_contacts(identifiers, "unknown"):
            return None
    reading = read(text, country=country)
    return reading if reading.signs else None


@cache
def _outlook() -> "_Outlook":
    return _Outlook(matcher())


class _Outlook:
    """Says of a message whether any pattern that stands for a sign could be in it."""

    def __init__(self, patterns: Matcher) -> None:
        self._patterns = patterns
        self._needed: dict[int, tuple[int, ...]] = {}
        for rarest, found in patterns.by_rarest():
            if needed := {one.needed for one in found if not one.target.startswith(":")}:
                self._needed[rarest] = tuple(needed)
        self._anchors = bits_of(self._needed)

    def may_show(self, folded: Folded) -> bool:
        """Whether the words of a message fill all steps of such a pattern, in whatever order."""
        words, accented = _words(folded)
        pays = _DIGIT.search(folded.plain) is not None and not high_pay().keys().isdisjoint(words)
        present = self._patterns.present(words, accented, pays=pays)
        anchors = present & self._anchors
        while anchors:
            lowest = anchors & -anchors
            anchors ^= lowest
            for needed in self._needed[lowest.bit_length() - 1]:
                if needed & present == needed:
                    return True
        return False


def _words(folded: Folded) -> tuple[list[str], list[str] | None]:
    """The words of a message, and as they are written where its writer types Vietnamese accents."""
    if is_accented_vietnamese(folded.text):
        spans = [one.span() for one in _WORD.finditer(folded.plain)]
        return [_short(folded.plain[start:end]) for start, end in spans], [
            folded.text[start:end] for start, end in spans
        ]
    words = _WORD.findall(folded.plain)
    return (words if "'" not in folded.plain and "’" not in folded.plain else [_short(word) for word in words]), None


def _short(word: str) -> str:
    return word.replace("'", "").replace("’", "")
