"""The template of a family: what stays among its copies, and what changes, by its kind.

The copies are laid beside the middle one (longest common subsequence of words); what enough of them share stays, and
what differs becomes a slot: {phone}, {pay}, {link}, {mail}, {contact} (an account or an app with its number), {date},
{number}, {place}, {name} or, of words of which nothing is known, {slot}.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from lali.engines.families.calendar import is_date, may_be_date
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
_CURRENCIES = (
    "usd|aud|nzd|fjd|vuv|vnd|vnđ|eur|gbp|inr|cny|rmb|thb|php|sgd|hkd|xpf|cfp|fcfp|sbd|pgk|wst|myr|idr|jpy|krw|twd|aed|qar"
    "|sar|kwd|cad|chf|rs|vt|dollars?|dola|euros?|vatu|dong|đồng|rupees?|yuan|francs?|kina|tala|pa'anga|paanga|baht|pesos?"
    "|ringgit|dirhams?|riyals?"
)
_PAY = re.compile(rf"[$€£¥₫₹฿₱]|(?:\b|\d)(?:{_CURRENCIES})\b|[元円]", re.IGNORECASE)
_MARK = re.compile(r"[.,;:!?\n]")
_PHONE_DIGITS = 7
_CALLED_DIGITS = 5  # after a word such as "call"
_IN_PAIRS = re.compile(r"\d\d([ .-])\d\d(?:\1\d\d)+")  # 22 33 44
_IN_THOUSANDS = re.compile(r"\d{1,3}(?:[ .,]\d{3})*[ .,]000")  # 180 000
_SHORT_DATE = re.compile(r"[0-3]\d[.-][01]\d[.-]\d\d")  # may be one as well as a telephone number
_BEFORE_PHONE = frozenset(
    (
        *("call", "phone", "telephone", "tel", "mobile", "cell", "text", "ring", "sms", "contact"),
        *("appelez", "appeler", "appelle", "tél", "téléphone", "portable", "gọi", "sđt", "đt", "kolem", "ringim"),
        *("fon", "qirita", "qiri", "talevoni", "foon", "kontak"),
    )
)
_APPS = frozenset(
    (
        *("whatsapp", "telegram", "viber", "messenger", "wechat", "weixin", "zalo", "skype", "imo", "facebook", "fb"),
        *("instagram", "insta", "tiktok", "snapchat"),
    )
)
_MAIL = re.compile(r"[^\s@]@[^\s@]+\.[^\s@]")
_HANDLE = re.compile(r"@?(?=\S*[_\d])(?=\S*[^\W\d])[\w.]+")  # no common word: mere_jobs, mere24
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
_BEFORE_NAME = {"contact", "call", "mr", "mrs", "ms", "name", "madame", "monsieur", "chị", "anh"}


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
    """What changes, by its kind: of what is there and of the words beside it."""
    said = text[parts[places[0]].start : parts[places[-1]].end]
    if _SIGNS_ALONE.fullmatch(said):
        return ""  # a sign that this copy put between the words says nothing of the template
    before = parts[places[0] - 1].said if places[0] else ""
    after = parts[places[-1] + 1].said if places[-1] + 1 < len(parts) else ""
    if reached := _of_reaching(said, [parts[place].said for place in places], before):
        return reached
    if _DIGITS.search(said):
        return _of_digits(said, before, after, _beside(text, parts, places))
    looked_back = [part.said for part in parts[max(0, places[0] - _LOOKED_BACK) : places[0]]]
    return "{date}" if is_date(said, before, after) else _of_words(said, looked_back)


def _of_reaching(said: str, words: list[str], before: str) -> str:
    """A link, an address or an account; "" of other words."""
    if "://" in said or "www." in said:
        return "{link}"
    if _MAIL.search(said):
        return "{mail}"
    return "{contact}" if "@" in said or _is_of_an_app(words, before) else ""


def _of_digits(said: str, before: str, after: str, beside: tuple[str, str]) -> str:
    if any(map(_PAY.search, (said, *beside))):
        return "{pay}"
    if is_date(said, before, after):
        return "{date}"
    return "{phone}" if _is_phone(said, before) else "{number}"


def _beside(text: str, parts: list[_Part], places: list[int]) -> tuple[str, str]:
    """The words on either side that no mark parts from what changes; after it two, as in "180 000 F CFP"."""
    first, last = places[0], places[-1]
    start = parts[first - 1].start if first else 0
    before = re.split(r"[,;!?\n]", text[start : parts[first].start])[-1]
    end = parts[last + 1].end if last + 1 < len(parts) else len(text)
    if last + 2 < len(parts) and parts[last + 1].said == "f":
        end = parts[last + 2].end
    return before, _MARK.split(text[parts[last].end : end])[0]


def _is_of_an_app(words: list[str], before: str) -> bool:
    """Whether words are an app, with or without its number, or stand after one and can only be an account."""
    others = [word for word in words if word not in _APPS]
    if len(others) < len(words):
        return all(_HANDLE.fullmatch(word) or not word.strip("+0123456789 ().:/-") for word in others)
    return before in _APPS and len(words) == 1 and _HANDLE.fullmatch(words[0]) is not None


def _is_phone(said: str, before: str) -> bool:
    """Whether digits are a telephone number: by how many, how they are grouped and the word before them."""
    digits = sum(map(len, _DIGITS.findall(said)))
    if before in _BEFORE_PHONE or before in _APPS:
        return digits >= _CALLED_DIGITS
    if _IN_PAIRS.fullmatch(said):
        return not _SHORT_DATE.fullmatch(said)
    return digits >= _PHONE_DIGITS and not _IN_THOUSANDS.fullmatch(said)


def _of_words(said: str, before: list[str]) -> str:
    words = said.split()
    last = before[-1] if before else ""
    is_named = len(words) <= _LONGEST_NAME and all(word[:1].isupper() for word in words)
    is_sent_to = last in _TO and not _SENDING.isdisjoint(before)
    is_place = last in _BEFORE_PLACE and not is_sent_to and not any(map(may_be_date, words))
    if is_named and (recognise(said) or is_place):
        return "{place}"
    is_asked_for = last == "for" and before[-2:-1] == ["ask"]
    return "{name}" if is_named and (is_sent_to or is_asked_for or last in _BEFORE_NAME) else "{slot}"


def _parts(text: str) -> list[_Part]:
    parts = []
    is_plain = text.isascii()
    for found in (_PLAIN_PART if is_plain else _PART).finditer(text):
        said = found.group().lower()
        plain = said if is_plain else seen(said)
        parts.append(_Part(said, plain, _DIGITS.sub("0", plain) if not plain.isalpha() else plain, *found.span()))
    return parts
