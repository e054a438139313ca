"""By what a text is found: its words, Han in pairs, and pieces of its numbers."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from lali.engines.names import GRAM, digit_grams, digits_of, words_of

NUMBER = re.compile(r"(?<![^\W_])\+?\(?\d[\d \t().+/-]{0,200}\d(?![^\W_])")  # never inside a word
MOST_NUMBERS = 200  # in one text
_STRIDE = 32  # digits that are cut into pieces at once
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def tokens_of(text: str) -> set[str]:
    """What a text is found by. A piece of a number has a sign before it, so that it is no word."""
    words = words_of(text)
    found = set(words)
    if not text.isascii():
        found.update(pairs_of_han(words))
    for digits in numbers_in(text):
        found.update(digit_tokens(digits))
    return found


def numbers_in(text: str) -> Iterator[str]:
    """The digits of each number of a text, whatever stands between them, that is long enough to be found in part."""
    for place, found in enumerate(NUMBER.finditer(text)):
        if place == MOST_NUMBERS:
            return
        digits = digits_of(found[0])
        if len(digits) >= GRAM:
            yield digits


def digit_tokens(digits: str) -> Iterator[str]:
    """Every four digits in a row."""
    for start in range(0, len(digits), _STRIDE):
        for gram in digit_grams(digits[start : start + _STRIDE + GRAM - 1]):
            yield f"#{gram}"


def pairs_of_han(words: Sequence[str]) -> Iterator[str]:
    """Han characters that stand side by side."""
    for first, second in pairwise(words):
        if _HAN.fullmatch(first) and _HAN.fullmatch(second):
            yield first + second


def tokens_of_row(words: Sequence[str]) -> tuple[str, ...]:
    """The tokens that every text has in which these words stand in a row: Han by its pairs, which say more."""
    pairs = tuple(pairs_of_han(words))
    paired = {char for pair in pairs for char in pair}
    return tuple(dict.fromkeys((*pairs, *(word for word in words if word not in paired))))
