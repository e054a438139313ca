"""The language of a message, and how sure that is."""

import re
from functools import cache
from math import exp, sqrt
from string import ascii_letters
from typing import NamedTuple

from . import scripts
from .model import model

LANGUAGES = ("en", "fr", "vi", "hi", "bi", "fj", "hif", "zh")
UNKNOWN = "unknown"
LONGEST = 4_000  # characters that are looked at: more do not make the answer better

_WORD = re.compile(r"(?:[ldnsjcmt]|qu)'(?=[^\W\d_]{2})|[^\W\d_]+(?:['‘ʻ][^\W\d_]+)*")  # French l', d', qu' stand apart
_LETTERS_ALONE = bytes(byte if chr(byte) in ascii_letters else ord(" ") for byte in range(256))
_ADDRESS = re.compile(r"\S*(?:://|@|www\.)\S*")
_VIETNAMESE = re.compile("[ăđơưạảấầẩẫậắằẳẵặẻẽếềểễệỉỏốồổỗộớờởỡợủứừửữựỳỵỷỹ]")
# Natural log of how much likelier, where Lali is used, the first is than its sisters in the second.
_SISTERS = {("bi", "melanesian"): 0.4, ("hif", "indic"): 0.9}
_SURE = 0.5
_LEAST_KNOWN = 0.12  # of the words must be words of the language, or it is one that only looks like it
_FEW_LETTERS = 3


class Identified(NamedTuple):
    """A language code of `LANGUAGES` or "unknown", and how sure it is, 0 to 1 (of "unknown": that none of them is)."""

    language: str
    confidence: float


_NOTHING = Identified(UNKNOWN, 1.0)


def identify(text: str) -> Identified:
    """Say which language a text is written in: of several, the one most of its words are in.

    Style does not matter: capitals, missing accents, shortened words, addresses and numbers. Texts of fewer than some
    twenty letters are guesses; the confidence says so.
    """
    text = text[:LONGEST]
    if not text.isascii():
        text = scripts.composed(text)
        script = scripts.script_of(text)
        if script == scripts.HAN:
            return Identified("zh", 0.99)
        if script == scripts.DEVANAGARI:
            share = scripts.share_of_hindi(text)
            return Identified("hi", share) if share >= _SURE else Identified(UNKNOWN, 1 - share)
        if script == scripts.OTHER:
            return _NOTHING
    return _in_latin(words_of(text), text)


def words_of(text: str) -> list[str]:
    """Give the words of a text in small letters, without numbers and addresses."""
    text = text.lower()
    if "@" in text or "://" in text or "www." in text:
        text = _ADDRESS.sub(" ", text)
    if text.isascii() and "'" not in text:
        return text.encode().translate(_LETTERS_ALONE).decode().split()
    if "’" in text:
        text = text.replace("’", "'")
    return _WORD.findall(text)


@cache
def _sisters() -> tuple[tuple[int, float], ...]:
    """Places of the sisters among the classes, and how much less likely they are."""
    return tuple((model().classes.index(sisters), likelier) for (_, sisters), likelier in _SISTERS.items())


def _in_latin(words: list[str], text: str) -> Identified:
    trained = model()
    weighed = trained.weigh(words)
    if weighed.pieces < _FEW_LETTERS:
        return _NOTHING
    size = trained.scale * sqrt(weighed.pieces)
    sums = [*weighed.sums]
    for at, likelier in _sisters():
        sums[at] -= round(likelier * size)
    top = max(sums)
    at = sums.index(top)
    best = trained.classes[at]
    sure = 1 / sum([exp((one - top) / size) for one in sums])
    if best not in LANGUAGES:
        named_best = max(one for one, name in zip(sums, trained.classes, strict=True) if name in LANGUAGES)
        return Identified(UNKNOWN, 1 - sure * exp((named_best - top) / size))
    known = weighed.known[at]
    if best == "vi" and not text.isascii():
        known += len(_VIETNAMESE.findall(text.lower()))
    if sure < _SURE or known < _LEAST_KNOWN * len(words):
        return Identified(UNKNOWN, 1 - sure if sure < _SURE else 0.5)
    return Identified(best, sure)
