"""Whether two texts are nearly the same words: a sketch of each, compared without the texts.

MinHash (Broder, "On the resemblance and containment of documents", 1997) over pairs of neighbouring words; digits
count as one digit, since a machine that sends a message five thousand times changes its numbers.
"""

import re
import unicodedata
from functools import cache
from hashlib import blake2b
from itertools import pairwise

NEAR = 0.6  # of pairs of words in common: one word changed in eight, more where changes stand together
_PLACES = 64
_MOST_WORDS = 400
_PRIME = (1 << 61) - 1
_WORD = re.compile(r"\w+")
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
    words = _WORD.findall(_DIGIT.sub("0", text[: _MOST_WORDS * 12].casefold()))[:_MOST_WORDS]
    pairs = {f"{first} {second}" for first, second in pairwise(words)} or set(words)
    if not pairs:
        return ""
    numbers = [int.from_bytes(blake2b(pair.encode(errors="replace"), digest_size=7).digest()) for pair in pairs]
    return "".join(f"{min((a * n + b) % _PRIME for n in numbers) & 0xFFFFFFFF:08x}" for a, b in _factors())


def nearness(one: str, other: str) -> float:
    """Return about which share of pairs of words two sketches have in common, from 0 to 1."""
    if not one or len(one) != len(other):
        return 0.0
    same = sum(one[place : place + 8] == other[place : place + 8] for place in range(0, len(one), 8))
    return same * 8 / len(one)


@cache
def _factors() -> tuple[tuple[int, int], ...]:
    drawn = [int.from_bytes(blake2b(bytes([number]), digest_size=16).digest()) for number in range(_PLACES)]
    return tuple(((number >> 64) % (_PRIME - 1) + 1, number % (1 << 64) % _PRIME) for number in drawn)
