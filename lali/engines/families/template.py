"""The template of a family: what stays among its copies, and what changes, by its kind.

The copies are laid beside the middle one (longest common subsequence of words); what enough of them share stays, and
what differs becomes a slot: {phone}, {pay}, {link}, {mail}, {number}, {place}, {name} or {slot}.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import groupby
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from lali.engines.families.folding import ALONE, MARKS
from lali.engines.places import recognise

COPIES = 5  # of a family that are laid side by side
LONGEST = 6000  # characters of a text that are looked at
_STAYS = 2 / 3  # of the copies
_NUMBER = r"(?:[$€£¥₫₹฿₱]\s?)?\+?\(?\d(?:[\d ().,:/-]*\d)?"
_SIGN = "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff]\ufe0f?"  # one of those that are put between words
_PLAIN_PART = re.compile(rf"{_NUMBER}|@?\w(?:\S*\w)?", re.ASCII)
_PART = re.compile(rf"{_NUMBER}|{_SIGN}|[{ALONE}]|@?\w(?:(?:(?!{_SIGN})[^\s{ALONE}])*\w)?[{MARKS}]*")
_SIGNS_ALONE = re.compile(rf"(?:{_SIGN}|\s)+")
_DIGITS = re.compile(r"\d+")
_PAY = re.compile(
    r"[$€£¥₫₹฿₱]|(?:\b|\d)(?:usd|aud|nzd|fjd|vuv|vnd|eur|gbp|inr|cny|rmb|thb|php|sgd|hkd|dollars?|vatu|dong|rupees?|yuan)\b|[元円]",
    re.IGNORECASE,
)
_PHONE_DIGITS = 7
_LONGEST_NAME = 3  # words
_BEFORE_PLACE = {"in", "at", "to", "near", "from", "location", "à", "au", "ở", "tại", "long", "e", "mai", "में"}
_BEFORE_NAME = {"for", "contact", "call", "mr", "mrs", "ms", "name", "madame", "monsieur", "chị", "anh", "with", "am"}


class _Part(NamedTuple):
    """A word of a copy: as it is compared, by what it is laid beside those of other copies, and where it stands."""

    said: str
    sign: str
    start: int
    end: int


@dataclass(slots=True)
class Copies:
    """Some copies of each family: those nearest to its middle, whatever the order in which they come."""

    _of: dict[int, list[tuple[float, bytes, str]]] = field(default_factory=dict)

    def add(self, family: int, score: float, text: str) -> None:
        """Keep a copy if it is among the nearest of its family."""
        copies = self._of.setdefault(family, [])
        if len(copies) == COPIES and -score > copies[-1][0]:
            return
        text = text[:LONGEST]
        entry = (-score, blake2b(text.encode(errors="replace"), digest_size=8).digest(), text)
        if entry not in copies:
            copies.append(entry)
            copies.sort()
            del copies[COPIES:]

    def templates(self) -> dict[int, str]:
        """The template of each family that has copies here."""
        return {family: template_of([text for _, _, text in copies]) for family, copies in self._of.items()}


def template_of(copies: Sequence[str]) -> str:
    """The template of some copies, the middle one first; "" of none. What only some copies add is not shown."""
    if not copies:
        return ""
    middle = copies[0][:LONGEST]
    parts = _parts(middle)
    others = [_parts(copy[:LONGEST]) for copy in copies[1:]]
    stays = _staying(parts, others)
    pieces: list[str] = []
    done = 0
    for stay, run in groupby(range(len(parts)), key=stays.__getitem__):
        places = list(run)
        first, last = parts[places[0]], parts[places[-1]]
        if not stay:
            pieces += middle[done : first.start], _slot(middle, parts, places)
            done = last.end
    return " ".join("".join([*pieces, middle[done:]]).split())


def _staying(parts: list[_Part], others: list[list[_Part]]) -> list[bool]:
    """Which parts of the middle stand in enough of the copies, and say the same there."""
    same = [0] * len(parts)
    signs = [part.sign for part in parts]
    for other in others:
        for block in LCSseq.opcodes(signs, [part.sign for part in other]):
            if block.tag == "equal":
                for here, there in zip(
                    range(block.src_start, block.src_end), range(block.dest_start, block.dest_end), strict=True
                ):
                    same[here] += parts[here].said == other[there].said
    return [count >= _STAYS * len(others) for count in same]


def _slot(text: str, parts: list[_Part], places: list[int]) -> str:
    """What changes, by its kind: of what is there and of the word before it."""
    said = text[parts[places[0]].start : parts[places[-1]].end]
    if _SIGNS_ALONE.fullmatch(said):
        return ""  # a sign that this copy put between the words says nothing of the template
    before = parts[places[0] - 1].said if places[0] else ""
    after = parts[places[-1] + 1].said if places[-1] + 1 < len(parts) else ""
    digits = sum(map(len, _DIGITS.findall(said)))
    if "@" in said:
        return "{mail}" if "." in said else "{name}"
    if "://" in said or "www." in said:
        return "{link}"
    if digits and any(map(_PAY.search, (said, before, after))):
        return "{pay}"
    if digits:
        return "{phone}" if digits >= _PHONE_DIGITS else "{number}"
    return _of_words(said, before)


def _of_words(said: str, before: str) -> str:
    words = said.split()
    is_named = len(words) <= _LONGEST_NAME and all(word[:1].isupper() for word in words)
    if is_named and (before in _BEFORE_PLACE or recognise(said)):
        return "{place}"
    return "{name}" if is_named and before in _BEFORE_NAME else "{slot}"


def _parts(text: str) -> list[_Part]:
    parts = []
    for found in (_PLAIN_PART if text.isascii() else _PART).finditer(text):
        said = found.group().lower()
        parts.append(_Part(said, _DIGITS.sub("0", said) if not said.isalpha() else said, *found.span()))
    return parts
