"""Words with their places in the text as it was written: to mark there what was found."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from lali.engines.names.folding import LONGEST_WORD, folded, runs_of

Place = tuple[str, int, int]  # a word as `words_of` gives it, and the half-open span it came from


def placed_words(text: str) -> list[Place]:
    """The words of `words_of(text)`, in its order, each with its place in `text`."""
    found: list[Place] = []
    for pieces in _written(text):
        found += _words(pieces)
    return found


def _written(text: str) -> Iterator[list[Place]]:
    """What stands between two gaps: each character as it is compared, with its place; what is not compared left out."""
    pieces: list[Place] = []
    for place, char in enumerate(text):
        first, *others = _alone(char)
        if first:
            pieces.append((first, place, place + 1))
        elif not others and pieces:
            pieces[-1] = (pieces[-1][0], pieces[-1][1], place + 1)  # a mark belongs to what stands before it
        for other in others:
            if pieces:
                yield pieces
            pieces = [(other, place, place + 1)] if other else []
    if pieces:
        yield pieces


@lru_cache(maxsize=20_000)
def _alone(char: str) -> tuple[str, ...]:
    """What one character is compared as: in several pieces where it parts words, empty ones at a gap."""
    return tuple(folded(f"a{char}a")[1:-1].split(" "))


def _words(pieces: list[Place]) -> Iterator[Place]:
    word = unicodedata.normalize("NFC", "".join(written for written, _start, _end in pieces))
    whole = (pieces[0][1], pieces[-1][2])
    if word.isascii():
        yield word[:LONGEST_WORD], *whole
        return
    places = [(start, end) for written, start, end in pieces for _char in written]
    known = len(places) == len(word)
    at = 0
    for run, kind in runs_of(word):
        first = at
        at += len(run)
        size = {"each": 1, "run on": min(2, len(run))}.get(kind, len(run))
        for start in range(first, at - size + 1):
            span = (places[start][0], places[start + size - 1][1]) if known else whole
            yield word[start : start + size][:LONGEST_WORD], *span
