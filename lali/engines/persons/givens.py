"""Which word of a name is given, whether two plainly differ, and Vietnamese accents that tell names apart."""

import re
import unicodedata
from collections import Counter

from rapidfuzz.distance import DamerauLevenshtein

from lali.engines.names import sounds

from .nicknames import TITLES, VIETNAMESE_FAMILY
from .tokens import words

SHORT = 4  # letters up to which one other letter makes another name: Linh and Minh
ALIKE = 0.6  # likeness of longer words from which one may be the other, mistyped
ALIKE_IN_THE_END = 0.8  # the same of words that begin otherwise: twins are called Anita and Sunita
MIXED_UP = 0.75  # of the letters of the shorter word, and half of the longer, with the first: Jayden, Jayaned
BEGINNING = 3  # letters with which a short form begins: Tom, Tomasi
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_SHAPES = frozenset("\u0302\u0306\u031b")  # of a letter: circumflex, breve, horn
_ONLY_HERE = re.compile("[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
_TICKET = re.compile(r"[A-Z' -]+/[A-Z' -]{2,}$")  # as airlines write names
MARKED = "="  # stands between a word and its accents


def given_of(text: str, *, is_full: bool) -> str | None:
    """The first given word of a name, folded; None where it is not told from the family's or only an initial.

    A whole name is read as it is mostly written: given name first, a Vietnamese one last; the family's first where it
    stands before a comma or alone in capitals. Who compares two givens must look for each among all words of the other.
    """
    family, comma, rest = text.partition("/" if _TICKET.match(text) else ",")
    if is_full and comma and rest.strip():
        return _first(rest)
    parts = words(text)
    if is_full and len(parts) > 1:
        if parts[0] in VIETNAMESE_FAMILY:
            return _long(parts[-1])
        written = family.split()
        loud = [word.isupper() and len(word) > 1 for word in written]
        if loud and loud[0] and not all(loud):
            return _first(" ".join(written[loud.index(False) :]))
    return _long(parts[0]) if parts else None


def _first(text: str) -> str | None:
    parts = words(text)
    return _long(parts[0]) if parts else None


def _long(word: str) -> str | None:
    return word if len(word) > 1 and word not in TITLES else None


def plainly_differ(one: str, other: str) -> bool:
    """Whether two folded words are two names: no spelling, slip or short form of each other."""
    if one == other or sorted(one) == sorted(other):
        return False
    least = min(len(one), len(other))
    if least >= BEGINNING and (one.startswith(other) or other.startswith(one)):
        return False
    common = sum((Counter(one) & Counter(other)).values())
    if one[0] == other[0] and common >= max(MIXED_UP * least, max(len(one), len(other)) / 2):
        return False
    likeness = DamerauLevenshtein.normalized_similarity(one, other)
    sound_alike = bool(set(sounds(one)) & set(sounds(other)))
    if max(len(one), len(other)) <= SHORT:
        return not (likeness > 1 / 2 and sound_alike and one[0] == other[0])
    return bool(likeness < (ALIKE if one[0] == other[0] or sound_alike else ALIKE_IN_THE_END))


def accents_of(text: str) -> str | None:
    """Each word of a name with its Vietnamese accents after a mark, wherever its tone stands; None without."""
    found = []
    text = unicodedata.normalize("NFC", text.casefold())
    is_vietnamese = _ONLY_HERE.search(text) is not None
    for word in re.findall(r"[^\W\d_]+", text):
        signs = unicodedata.normalize("NFD", word)
        tones = "".join(sorted(sign for sign in signs if sign in _TONES))
        shaped = "".join(sign for sign in signs if sign not in _TONES)
        bare = "".join(sign for sign in shaped if sign not in _SHAPES).replace("đ", "d")
        found.append(f"{bare}{MARKED}{shaped}{tones}" if is_vietnamese else bare)
    return " ".join(found) if is_vietnamese else None


def accents_differ(one: str, other: str) -> bool:
    """Whether a word of both has other accents in one than in the other; both as `accents_of` gives them."""
    mine, theirs = _by_word(one), _by_word(other)
    return any(its and theirs.get(bare) and not its & theirs[bare] for bare, its in mine.items())


def _by_word(accents: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for part in accents.split():
        bare, mark, written = part.partition(MARKED)
        if mark:
            found.setdefault(bare, set()).add(written)
    return found
