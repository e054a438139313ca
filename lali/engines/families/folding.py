"""Words of a text as families compare them: case, width, signs and numbers do not count.

A word with a digit in it is the one word NUMBER (phones, pay, dates, links full of digits); several in a row are one.
What is written over and over (a line fifty times) is read once. Scripts that do not part words (Chinese, Japanese,
Thai, Lao, Khmer, Burmese) are read sign by sign.
"""

import re
import unicodedata
from itertools import pairwise

NUMBER = "0"
MOST_WORDS = 4096  # of one text; what follows is not compared
MOST_CHARACTERS = 16 * MOST_WORDS
_OPENING = 24  # characters of a text; where they come again, it may be one line over and over
_SIGNS = "".join(map(chr, range(128)))
_PLAIN = bytes.maketrans(  # letters small, digits 0, all else a blank
    _SIGNS.encode(),
    "".join("0" if sign.isdigit() else sign.lower() if sign.isalpha() else " " for sign in _SIGNS).encode(),
)
MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0dff"
ALONE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_WORD = re.compile(rf"[{ALONE}]|(?:(?![{ALONE}_])[\w{MARKS}])+")
_SIGN = re.compile(r"[^\s\W]|[^\s\w]")
_UNSEEN = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_DIGITS = re.compile(r"\d")
_LOOKALIKES = str.maketrans("аеорсухіјѕԁɡνοαеικρτυ", "aeopcyxijsdgvoaeikptu")
_LATIN = re.compile(r"[a-z]")
_LOOKS_LATIN = re.compile(r"[\u0370-\u03ff\u0400-\u052f\u0261]")


def words_of(text: str) -> list[str]:
    """Return the folded words, at most MOST_WORDS; of a text of signs alone (emoji), the signs; [] of nothing.

    Numbers that follow one another are still apart here: `without_runs` puts them together.
    """
    text = text[:MOST_CHARACTERS]
    if text.isascii():
        words = text.encode().translate(_PLAIN).decode().split()
    else:
        words = [_latin(word) for word in _WORD.findall(_seen(text))]
    words = (words or _SIGN.findall(text))[:MOST_WORDS]
    return _once(words) if text.find(text[:_OPENING], _OPENING) > 0 else words


def folded(word: str) -> str:
    """Return a word of `words_of` as it is compared: NUMBER when a digit stands in it."""
    return NUMBER if _DIGITS.search(word) else word


def without_runs(words: list[str]) -> list[str]:
    """Return folded words with each run of NUMBER as one."""
    return words[:1] + [word for before, word in pairwise(words) if not word == before == NUMBER]


def _once(words: list[str]) -> list[str]:
    """What is written over and over, written once; a text of which more than half is new stays as it is."""
    seen = set[tuple[str, str]]()
    kept = list[str]()
    for pair in pairwise([*map(folded, words), ""]):
        if pair not in seen:
            seen.add(pair)
            kept.append(pair[0])
    return kept if len(kept) * 2 <= len(words) else words


def _seen(text: str) -> str:
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text[:MOST_CHARACTERS]).casefold())


def _latin(word: str) -> str:
    """A word of two alphabets was disguised: letters that look Latin are read so."""
    return word.translate(_LOOKALIKES) if _LOOKS_LATIN.search(word) and _LATIN.search(word) else word
