"""What somebody typed, read into parts that a text must meet. Nothing typed is an operator but the double quote."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lali.engines.finding.tokens import NUMBER, digit_tokens, tokens_of_row
from lali.engines.names import GRAM, digits_of, words_of

LONGEST = 200  # characters that are read
MOST_PARTS = 8  # what is typed after them is left out
_MOST_TOKENS = 12  # of one part that an index is asked for
_QUOTED = re.compile(r"[\"“”«»„]([^\"“”«»„]*)[\"“”«»„]")


@dataclass(frozen=True, slots=True)
class Part:
    """Something a text must meet: `words` in a row, or `digits` in one of its numbers. `tokens` it then has."""

    said: str
    words: tuple[str, ...]
    tokens: tuple[str, ...]
    digits: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """Parts of which a text must meet every one; none when nothing can be looked for."""

    parts: tuple[Part, ...]

    @property
    def tokens(self) -> tuple[str, ...]:
        """All tokens of all parts, each once."""
        return tuple(dict.fromkeys(token for part in self.parts for token in part.tokens))


def read_asked(typed: str, *, common: frozenset[str] = frozenset()) -> Asked:
    """Read what was typed: numbers, what stands in double quotes, and each other word by itself.

    Words that are `common` are left out where something else remains.
    """
    typed = typed[:LONGEST]
    rest = _QUOTED.sub(" ", typed)
    parts = [*_quoted(typed), *_numbers(rest)]
    words = [part for part in _words(NUMBER.sub(_kept_if_short, rest)) if part.words]
    kept = [part for part in words if len(part.words) > 1 or part.words[0] not in common]
    parts += kept if kept or parts else words
    return Asked(tuple(dict.fromkeys(parts))[:MOST_PARTS])


def _quoted(typed: str) -> Iterator[Part]:
    for quoted in _QUOTED.finditer(typed):
        said = quoted[1].strip()
        if NUMBER.fullmatch(said) and len(digits_of(said)) >= GRAM:
            yield _number(said)
        elif words := tuple(words_of(said)):
            yield Part(said, words, tokens_of_row(words)[:_MOST_TOKENS])


def _numbers(rest: str) -> Iterator[Part]:
    for found in NUMBER.finditer(rest):
        if len(digits_of(found[0])) >= GRAM:
            yield _number(found[0])


def _kept_if_short(found: re.Match[str]) -> str:
    return found[0] if len(digits_of(found[0])) < GRAM else " "


def _number(said: str) -> Part:
    digits = digits_of(said)
    return Part(" ".join(said.split()), (), tuple(dict.fromkeys(digit_tokens(digits)))[:_MOST_TOKENS], digits)


def _words(rest: str) -> Iterator[Part]:
    """Each piece between spaces: `don't` is one word, a run of Han or Thai some signs in a row, `a/b` two words."""
    for piece in rest.split():
        words = tuple(words_of(piece))
        if piece.isascii():
            yield from (Part(word, (word,), (word,)) for word in words)
        else:
            yield Part(piece, words, tokens_of_row(words)[:_MOST_TOKENS])
