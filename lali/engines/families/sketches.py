"""Whether two texts are nearly the same words: a sketch of each, compared without the texts.

MinHash (Broder, "On the resemblance and containment of documents", 1997) over the pieces by which families are told:
pairs of neighbouring words as `folding` reads them, numbers as one word, since a machine that sends a message five
thousand times changes its numbers. For a queue that must say at once, with nothing else at hand, whether a text came
before; what belongs together among many says `fold`.
"""

import re
import unicodedata

import numpy as np

from lali.engines.families.pieces import mixed, pieces_of

NEAR = 0.6  # of pairs of words in common: one word changed in eight, more where changes stand together
_PLACES = 64
_MOST_WORDS = 400
_SALTS = mixed(np.arange(1, _PLACES + 1, dtype=np.uint64)) << np.uint64(32)
_DIGIT = re.compile(r"\d+")
_LONGEST_LINK = 300
_AROUND = re.compile(r"^\W+|\W+$")
_LINK = re.compile(r"\w+://.*|www\..*|\w[\w-]*(?:\.[\w-]+)*\.[^\W\d_]{2,}(?:[/?#:].*)?")


def same_words(text: str) -> str:
    """Return what two texts have in common that say the same: without case, width and spacing; digits stay."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def without_numbers(text: str) -> str:
    """Return the words of `same_words` with each number and each link put as one sign: what a machine changes."""
    return " ".join("\N{LINK SYMBOL}" if _is_link(word) else _DIGIT.sub("0", word) for word in same_words(text).split())


def _is_link(word: str) -> bool:
    return len(word) <= _LONGEST_LINK and "@" not in word and bool(_LINK.fullmatch(_AROUND.sub("", word)))


def sketch(text: str) -> str:
    """Return the sketch of a text as hexadecimal digits; empty for a text without words."""
    pieces = pieces_of([text]).pieces[:_MOST_WORDS].astype(np.uint64)
    if not len(pieces):
        return ""
    least = (mixed(pieces[:, None] ^ _SALTS) >> np.uint64(32)).min(axis=0)
    return "".join(f"{number:08x}" for number in least.tolist())


def nearness(one: str, other: str) -> float:
    """Return about which share of pairs of words two sketches have in common, from 0 to 1."""
    if not one or len(one) != len(other):
        return 0.0
    same = sum(one[place : place + 8] == other[place : place + 8] for place in range(0, len(one), 8))
    return same * 8 / len(one)
