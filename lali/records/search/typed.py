"""What a member typed, read into parts that a record must meet, and the terms by which it can meet each.

Bounded whatever is typed: so many characters, so many parts. Nothing typed is an operator but the double quote.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lali.engines.names import GRAM, digit_grams, digits_of, neighbours, sounds, words_of
from lali.records.search.terms import (
    NAME,
    NAME_NEAR,
    NAME_PAIR,
    NAME_SOUND,
    NUMBER,
    PIECE,
    STOP_WORDS,
    WHOLE,
    WORD,
    WORD_NEAR,
    WORD_PAIR,
    WORD_PIECE,
    WORD_SOUND,
    digest,
    index_key,
    joined,
    running_words,
    sounds_in_text,
)
from lali.records.search.vocabulary import WEIGHTS, How

LONGEST = 200  # characters that are read
MOST_PARTS = 8  # that a record must meet; what is typed after them is left out
_QUOTED = re.compile(r"[\"“”«»„]([^\"“”«»„]*)[\"“”«»„]")
# Letters and digits that belong together: FJ-2026-00001, N7654321, FJ 1234567; a word and a sum do not.
_REFERENCE = re.compile(r"(?<![^\W_])(?:[^\W\d_]+[-/._]?\d|[^\W\d_]{1,3} \d{5})[\w/.-]*")
_LONGEST_WHOLE = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """One way to meet a part: any of these terms, with what it is worth."""

    term: int
    weight: int


@dataclass(frozen=True, slots=True)
class Part:
    """Something that a record must meet: one of `ways`, or all pieces of one of `groups`."""

    said: str
    ways: tuple[Asked, ...]
    groups: tuple[tuple[tuple[Asked, ...], ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Typed:
    """A search as it was read. `whole` alone is enough: a reference or document number typed in full."""

    parts: tuple[Part, ...]
    whole: Part | None


def surest(part: Part) -> Part:
    """The part as it is met most surely: as written, or a phrase whole."""
    return Part(part.said, best_of(part.ways)) if part.ways else part


def best_of(ways: tuple[Asked, ...]) -> tuple[Asked, ...]:
    """The surest of some ways."""
    best = max((way.weight for way in ways), default=0)
    return tuple(way for way in ways if way.weight == best)


def read_typed(words: str, drawers: Sequence[str] | None = None, as_typed: Collection[str] = ()) -> Typed:
    """Read what was typed: the terms of texts, names and numbers that are keyed alike for all.

    With `drawers`, those of names that are kept apart there instead. Both have the same parts in the same order. Words
    that are to be met only `as_typed` get no looser ways.
    """
    terms = _Terms(index_key(), drawers, as_typed)
    words = words[:LONGEST]
    parts = [*_phrases(words, terms), *_loose(_QUOTED.sub(" ", words), terms)]
    together = joined(words)
    whole = None
    if together.isalnum() and any(char.isdigit() for char in together) and len(together) <= _LONGEST_WHOLE:
        whole = Part(words.strip(), terms.of(WHOLE, together, How.WHOLE))
    return Typed(tuple(parts[:MOST_PARTS]), whole)


@dataclass(frozen=True, slots=True)
class _Terms:
    """Makes the terms of a token."""

    key: bytes
    drawers: Sequence[str] | None
    as_typed: Collection[str]

    def of(self, sort: str, token: str, how: How) -> tuple[Asked, ...]:
        """Of a name or a number: the common term, or one for each drawer."""
        drawers = ("",) if self.drawers is None else self.drawers
        return tuple(Asked(digest(self.key, sort, token, drawer), WEIGHTS[how]) for drawer in drawers)

    def of_text(self, sort: str, token: str, how: How) -> tuple[Asked, ...]:
        """Of a word of a text; texts are never kept apart."""
        return self.of(sort, token, how) if self.drawers is None else ()


def _phrases(words: str, terms: _Terms) -> Iterator[Part]:
    for quoted in _QUOTED.finditer(words):
        said = quoted[1].strip()
        if NUMBER.fullmatch(said) and len(digits_of(said)) >= GRAM:
            yield _number(said, terms)
            continue
        running, named = running_words(said), words_of(said)
        pairs = list(dict.fromkeys(pairwise(running)))
        if len(named) == 1 or not pairs:
            yield from (_word(word, terms, exact=True) for word in running or named)
            continue
        pieces = tuple(_pair(f"{one} {two}", terms) for one, two in pairs[:MOST_PARTS])
        whole = terms.of(NAME, joined(said), How.PHRASE) if any(char.isdigit() for char in said) else ()
        yield Part(said, whole, (pieces,))


def _pair(pair: str, terms: _Terms) -> tuple[Asked, ...]:
    return (*terms.of_text(WORD_PAIR, pair, How.PHRASE), *terms.of(NAME_PAIR, pair, How.PHRASE))


def _loose(words: str, terms: _Terms) -> Iterator[Part]:
    numbers: list[Part] = []

    def reference(match: re.Match[str]) -> str:
        numbers.append(_reference(match[0], terms))
        return " "

    def number(match: re.Match[str]) -> str:
        if len(digits_of(match[0])) < GRAM:
            return match[0]
        numbers.append(_number(match[0], terms))
        return " "

    rest = list(dict.fromkeys(words_of(NUMBER.sub(number, _REFERENCE.sub(reference, words)))))
    kept = [word for word in rest if word not in STOP_WORDS]
    if not kept and not numbers:
        kept = rest
    yield from (_word(word, terms) for word in kept)
    yield from numbers


def _word(word: str, terms: _Terms, *, exact: bool = False) -> Part:
    ways = [*terms.of_text(WORD, word, How.EXACT), *terms.of(NAME, word, How.EXACT)]
    if not exact and word not in terms.as_typed:
        for form in neighbours(word):
            ways += [*terms.of_text(WORD_NEAR, form, How.NEAR), *terms.of(NAME_NEAR, form, How.NEAR)]
        ways += [way for sound in sounds(word) for way in terms.of(NAME_SOUND, sound, How.SOUND)]
        ways += [way for sound in sounds_in_text(word) for way in terms.of_text(WORD_SOUND, sound, How.SOUND)]
    return Part(word, tuple(ways))


def _reference(typed: str, terms: _Terms) -> Part:
    """A reference, a document's number, a handle with digits: as one, or each of its words and numbers."""
    ways = [*terms.of(NAME, joined(typed), How.EXACT)]
    ways += [way for form in neighbours(joined(typed)) for way in terms.of(NAME_NEAR, form, How.NEAR)]
    apart = [_word(word, terms).ways for word in words_of(re.sub(r"\d+", " ", typed))]
    pieces = (*apart, *_pieces(typed, terms))
    return Part(" ".join(typed.split()), tuple(ways), (pieces[:MOST_PARTS],))


def _number(typed: str, terms: _Terms) -> Part:
    """A number, or a part of one: written as one, or every piece of it in the record; or several, side by side."""
    digits = digits_of(typed)
    ways = (*terms.of_text(WORD, digits, How.EXACT), *terms.of(NAME, digits, How.EXACT))
    as_one = tuple(_piece(gram, terms) for gram in digit_grams(digits)[:MOST_PARTS])
    several = _pieces(typed, terms)[:MOST_PARTS]
    return Part(" ".join(typed.split()), ways, (as_one, several) if several and several != as_one else (as_one,))


def _pieces(typed: str, terms: _Terms) -> tuple[tuple[Asked, ...], ...]:
    """Each run of digits: its pieces, or a short one as it stands."""
    pieces: list[tuple[Asked, ...]] = []
    for run in re.findall(r"\d+", typed):
        if grams := digit_grams(run):
            pieces += [_piece(gram, terms) for gram in grams]
        else:
            pieces.append((*terms.of_text(WORD, run, How.EXACT), *terms.of(NAME, run, How.EXACT)))
    return tuple(dict.fromkeys(pieces))


def _piece(gram: str, terms: _Terms) -> tuple[Asked, ...]:
    return (*terms.of(PIECE, gram, How.PART), *terms.of_text(WORD_PIECE, gram, How.PART))
