"""What a member typed, read into parts that a record must meet, and the terms by which it can meet each.

Bounded whatever is typed: so many characters, so many parts. Nothing typed is an operator but the double quote.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from lali.engines.names import GRAM, digit_grams, digits_of, neighbours, sounds, words_of
from lali.records.search.terms import (
    NAME,
    NAME_NEAR,
    NAME_PAIR,
    NAME_SOUND,
    PIECE,
    SHORTEST_SOUND,
    STOP_WORDS,
    WHOLE,
    WORD,
    WORD_NEAR,
    WORD_PAIR,
    WORD_SOUND,
    digest,
    joined,
    running_words,
)
from lali.records.search.vocabulary import WEIGHTS, How

LONGEST = 200  # characters that are read
MOST_PARTS = 8  # that a record must meet; what is typed after them is left out
MANY_APART = 200  # doors; with more, names behind them are not looked for mistyped
_QUOTED = re.compile(r"[\"“”«»„]([^\"“”«»„]*)[\"“”«»„]")
_NUMBER = re.compile(r"(?<![^\W_])\+?\(?\d[\d\s().+/-]*\d(?![^\W_])")  # never inside a word
_LONGEST_WHOLE = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """One way to meet a part: any of these terms, with what it is worth."""

    term: int
    weight: int


@dataclass(frozen=True, slots=True)
class Part:
    """Something that a record must meet: one of `ways`, or every list of `pieces`."""

    said: str
    ways: tuple[Asked, ...]
    pieces: tuple[tuple[Asked, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Typed:
    """A search as it was read. `whole` alone is enough: a reference or document number typed in full."""

    parts: tuple[Part, ...]
    whole: Part | None


def read_typed(words: str, apart: Iterable[str] = ()) -> Typed:
    """Read what was typed. `apart` are the doors behind which names are keyed with the door."""
    doors = _Doors(tuple(apart))
    words = words[:LONGEST]
    parts = [*_phrases(words, doors), *_loose(_QUOTED.sub(" ", words), doors)]
    together = joined(words)
    whole = None
    if together.isalnum() and any(char.isdigit() for char in together) and len(together) <= _LONGEST_WHOLE:
        whole = Part(words.strip(), tuple(doors.ways(WHOLE, together, How.WHOLE)))
    return Typed(tuple(parts[:MOST_PARTS]), whole)


@dataclass(frozen=True, slots=True)
class _Doors:
    """Makes the terms of a token: the common one, and one for each door whose names are keyed apart."""

    apart: tuple[str, ...]

    def ways(self, sort: str, token: str, how: How) -> Iterator[Asked]:
        weight = WEIGHTS[how]
        yield Asked(digest(sort, token), weight)
        if sort == NAME_NEAR and len(self.apart) > MANY_APART:
            return
        for door in self.apart:
            yield Asked(digest(sort, token, door), weight)


def _phrases(words: str, doors: _Doors) -> Iterator[Part]:
    for quoted in _QUOTED.finditer(words):
        running, named = running_words(quoted[1]), words_of(quoted[1])
        pairs = list(dict.fromkeys(pairwise(running)))
        if len(named) == 1 or not pairs:
            yield from (_word(word, doors, exact=True) for word in running or named)
            continue
        yield Part(quoted[1].strip(), (), tuple(_pair(f"{one} {two}", doors) for one, two in pairs[:MOST_PARTS]))


def _pair(pair: str, doors: _Doors) -> tuple[Asked, ...]:
    return (Asked(digest(WORD_PAIR, pair), WEIGHTS[How.PHRASE]), *doors.ways(NAME_PAIR, pair, How.PHRASE))


def _loose(words: str, doors: _Doors) -> Iterator[Part]:
    numbers: list[Part] = []

    def number(match: re.Match[str]) -> str:
        if len(digits_of(match[0])) < GRAM:
            return match[0]
        numbers.append(_number(match[0], doors))
        return " "

    rest = list(dict.fromkeys(words_of(_NUMBER.sub(number, words))))
    kept = [word for word in rest if word not in STOP_WORDS]
    if not kept and not numbers:
        kept = rest
    yield from (_word(word, doors) for word in kept)
    yield from numbers


def _word(word: str, doors: _Doors, *, exact: bool = False) -> Part:
    ways = [Asked(digest(WORD, word), WEIGHTS[How.EXACT]), *doors.ways(NAME, word, How.EXACT)]
    if not exact:
        for form in neighbours(word):
            ways += [Asked(digest(WORD_NEAR, form), WEIGHTS[How.NEAR]), *doors.ways(NAME_NEAR, form, How.NEAR)]
        for sound in sounds(word):
            ways += doors.ways(NAME_SOUND, sound, How.SOUND)
            if len(word) >= SHORTEST_SOUND:
                ways.append(Asked(digest(WORD_SOUND, sound), WEIGHTS[How.SOUND]))
    return Part(word, tuple(ways))


def _number(typed: str, doors: _Doors) -> Part:
    """A number, or a part of one: written as one, or every piece of it in the record."""
    digits = digits_of(typed)
    ways = [Asked(digest(WORD, digits), WEIGHTS[How.EXACT]), *doors.ways(NAME, digits, How.EXACT)]
    pieces = [tuple(doors.ways(PIECE, gram, How.PART)) for gram in digit_grams(digits)[:MOST_PARTS]]
    return Part(" ".join(typed.split()), tuple(ways), tuple(pieces))
