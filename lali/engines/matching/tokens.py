"""Words by which two records that may be one find each other: equality is all it takes, so they can be kept blind.

A token stands alone when it is enough by itself: a document, a screen name, two words of a name by their sound, the
single name of who has no other. Each word of a longer name is a token that counts only where it meets a single name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from lali.engines.names import folded, sounds

from .known import MOST_NAMES, Known
from .naming import name_words

MOST_TOKENS = 400
WORDS_PAIRED = 5  # of one name


@dataclass(frozen=True, slots=True, order=True)
class Token:
    """A word to be kept as a keyed digest."""

    text: str
    alone: bool


def tokens(record: Known) -> frozenset[Token]:
    """The tokens of a record, of a bounded number. Two records worth comparing share one that stands alone for one."""
    found = dict.fromkeys(_tokens(record))
    return frozenset(list(found)[:MOST_TOKENS])


def _tokens(record: Known) -> Iterator[Token]:
    for paper in record.papers:
        if number := folded(paper.number).replace(" ", ""):
            yield Token(f"paper {paper.kind} {number}", alone=True)
    for name in record.screen_names:
        if screen := folded(name):
            yield Token(f"screen {screen}", alone=True)
    for name in record.names[:MOST_NAMES]:
        yield from _of_name(name_words(name)[:WORDS_PAIRED])


def _of_name(words: tuple[str, ...]) -> Iterator[Token]:
    for word in words:
        for sound in _codes(word):
            yield Token(f"word {sound}", alone=len(words) == 1)
    for one, other in combinations(words, 2):
        for pair in _pairs(one, other):
            yield Token(f"pair {pair}", alone=True)


def _codes(word: str) -> tuple[str, ...]:
    return sounds(word) or (word,)


def _pairs(one: str, other: str) -> Iterator[str]:
    """Two words by their sounds in a fixed order; and each by its first letter beside the other, for initials."""
    for mine in _codes(one):
        for theirs in _codes(other):
            if not _is_initial(one) and not _is_initial(other):
                yield " ".join(sorted((mine, theirs)))
    for initial, whole in ((one, other), (other, one)):
        if initial.isascii() and not _is_initial(whole):
            yield from (f"{initial[0]}. {sound}" for sound in _codes(whole))


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isascii()
