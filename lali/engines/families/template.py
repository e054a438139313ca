"""The template of a family: what stays among its copies, and what changes, by its kind.

The copies are laid beside the middle one (longest common subsequence of words); what enough of them share stays, and
what differs becomes a slot: {phone}, {pay}, {link}, {mail}, {number}, {place}, {name} or {slot}.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from lali.engines.families.folding import ALONE, MARKS, disguised, put_together, seen, shown
from lali.engines.places import recognise

COPIES = 5  # of a family that are laid side by side
LONGEST = 6000  # characters of a text that are looked at
_STAYS = 2 / 3  # of the copies
_NUMBER = r"(?:[$€£¥₫₹฿₱]\s?)?\+?\(?\d(?:[\d ().,:/-]*\d)?"
_SIGN = "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff]\ufe0f?"  # one of those that are put between words
_PLAIN_PART = re.compile(rf"{_NUMBER}|@?\w(?:\S*\w)?", re.ASCII)
_PART = re.compile(rf"{_NUMBER}|{_SIGN}|[{ALONE}]|@?\w(?:(?:(?!{_SIGN})[^\s{ALONE}])*\w)?[{MARKS}]*")
_SIGNS_ALONE = re.compile(rf"(?:{_SIGN}|\s)+")
_VIETNAMESE = re.compile("[đươĐƯƠạ-ỹẠ-Ỹ]")
_DIGITS = re.compile(r"\d+")
_PAY = re.compile(
    r"[$€£¥₫₹฿₱]|(?:\b|\d)(?:usd|aud|nzd|fjd|vuv|vnd|eur|gbp|inr|cny|rmb|thb|php|sgd|hkd|dollars?|dola|euros?|vatu|dong|rupees?|yuan)\b|[元円]",
    re.IGNORECASE,
)
_MARK = re.compile(r"[.,;:!?\n]")
_PHONE_DIGITS = 7
_LONGEST_NAME = 3  # words
_BEFORE_PLACE = {"in", "at", "to", "near", "from", "location", "à", "au", "ở", "tại", "long", "e", "mai", "में"}
# What is sent, paid or told "to" somebody goes to a name, not to a place: looked for in the words before "to".
_TO = {"to", "long", "à", "au"}
_SENDING = frozenset(
    (
        *("send", "email", "text", "write", "talk", "speak", "message", "pay", "deposit", "apply", "reply", "report"),
        *("envoie", "envoyez", "envoyer", "écris", "écrivez", "écrire", "parle", "paie", "payez", "payer"),
        *("sendem", "salem", "raet", "raetem", "toktok", "pem", "pei"),
    )
)
_LOOKED_BACK = 8  # words
_BEFORE_NAME = {"for", "contact", "call", "mr", "mrs", "ms", "name", "madame", "monsieur", "chị", "anh", "with", "am"}


class _Part(NamedTuple):
    """A word of a copy: said, as compared, as laid beside those of other copies, and where it stands."""

    said: str
    plain: str
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
    """The template of some copies, the middle one first; "" of none. What only some copies add is not shown.

    Of copies that are written in disguise (letters of another alphabet, signs between them) the plainest is shown.
    """
    if not copies:
        return ""
    laid = sorted((put_together(shown(copy[:LONGEST])) for copy in copies), key=_hard_to_read)
    middle, parts = laid[0], _parts(laid[0])
    others = [_parts(copy if copy.isascii() else seen(copy)) for copy in laid[1:]]
    stays = _staying(parts, others)
    pieces: list[str] = []
    done = 0
    for stay, run in itertools.groupby(range(len(parts)), key=stays.__getitem__):
        for places in [] if stay else _things(middle, parts, list(run)):
            pieces += middle[done : parts[places[0]].start], _slot(middle, parts, places)
            done = parts[places[-1]].end
    return " ".join("".join([*pieces, middle[done:]]).split())


def _hard_to_read(text: str) -> tuple[int, bool, bool]:
    """How much a copy is disguised, whether it shouts, whether Vietnamese may have lost its accents: least first."""
    return disguised(text), text.isupper(), not _VIETNAMESE.search(text)


def _things(text: str, parts: list[_Part], run: list[int]) -> list[list[int]]:
    """Cut a run of what changes where words and numbers meet at a mark: "Bangkok. 1800" is a place and a pay."""
    things = [run[:1]]
    for last, place in itertools.pairwise(run):
        is_cut = _MARK.search(text, parts[last].end, parts[place].start) is not None
        if is_cut and _has_digit(parts[last]) != _has_digit(parts[place]):
            things.append([])
        things[-1].append(place)
    return things


def _has_digit(part: _Part) -> bool:
    return _DIGITS.search(part.said) is not None


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
                    same[here] += parts[here].plain == other[there].plain
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
    return _of_words(said, [part.said for part in parts[max(0, places[0] - _LOOKED_BACK) : places[0]]])


def _of_words(said: str, before: list[str]) -> str:
    words = said.split()
    last = before[-1] if before else ""
    is_named = len(words) <= _LONGEST_NAME and all(word[:1].isupper() for word in words)
    is_sent_to = last in _TO and not _SENDING.isdisjoint(before)
    if is_named and (recognise(said) or (last in _BEFORE_PLACE and not is_sent_to)):
        return "{place}"
    return "{name}" if is_named and (is_sent_to or last in _BEFORE_NAME) else "{slot}"


def _parts(text: str) -> list[_Part]:
    parts = []
    is_plain = text.isascii()
    for found in (_PLAIN_PART if is_plain else _PART).finditer(text):
        said = found.group().lower()
        plain = said if is_plain else seen(said)
        parts.append(_Part(said, plain, _DIGITS.sub("0", plain) if not plain.isalpha() else plain, *found.span()))
    return parts
