"""Whether a text meets what was asked, and where."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lali.engines.finding.asking import Asked, Part
from lali.engines.finding.tokens import NUMBER, numbers_in
from lali.engines.names import GRAM, digits_of, placed_words, words_of

AROUND = 90  # characters shown on each side of what was met
MOST_MARKED = 20_000  # characters of a text in which places are looked for
_BEFORE = 2_000  # of them, before the first word that is met in a longer text

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text; `met`: they are what was asked for."""

    words: str
    met: bool


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The words around what was met. `before` and `behind` say whether the text goes on there."""

    pieces: tuple[Piece, ...]
    before: bool
    behind: bool


def meets(asked: Asked, text: str) -> bool:
    """Whether a text meets every part. Words that stand together may have anything but a word between them."""
    if not asked.parts or not _may_meet(asked, text):
        return False
    words: list[str] = words_of(text)
    known = set(words)
    return all(_met(part, words, known, text) for part in asked.parts)


def _may_meet(asked: Asked, text: str) -> bool:
    """A cheap look first: in plain letters without apostrophes a word stands as it is compared."""
    if not text.isascii() or "'" in text or "`" in text:
        return True
    low = text.lower()
    return all(word in low for part in asked.parts for word in part.words)


def _met(part: Part, words: Sequence[str], known: set[str], text: str) -> bool:
    if part.digits:
        return any(part.digits in digits for digits in numbers_in(text))
    if not known.issuperset(part.words):
        return False
    return len(part.words) == 1 or any(_rows(part.words, words))


def _rows(wanted: Sequence[str], words: Sequence[str]) -> Iterator[int]:
    """Where these words stand in a row."""
    size, first, wanted = len(wanted), wanted[0], list(wanted)
    for place, word in enumerate(words):
        if word == first and words[place : place + size] == wanted:
            yield place


def excerpt_of(asked: Asked, text: str, *, around: int = AROUND) -> Excerpt:
    """The words around the first match with all matches in it marked; the beginning where no place can be shown."""
    spans = _marked(asked, text)
    first, last = spans[0] if spans else (0, 0)
    begin, end = max(0, first - around), min(len(text), last + around)
    begin, end = _at_gap(text, begin, first), _at_gap(text, end, last)
    return Excerpt(tuple(_pieces(text, begin, end, spans)), begin > 0, end < len(text))


def _marked(asked: Asked, text: str) -> list[Span]:
    """All spans that were met in the part of the text that is looked through."""
    start = 0
    if len(text) > MOST_MARKED:
        low = text.lower()
        places = [place for part in asked.parts for word in part.words if (place := low.find(word)) >= 0]
        start = max(0, min(places, default=0) - _BEFORE) if len(low) == len(text) else 0
    shown = text[start : start + MOST_MARKED]
    return [(one + start, two + start) for one, two in _together(_spans(asked, shown))]


def _spans(asked: Asked, text: str) -> Iterator[Span]:
    placed = placed_words(text)
    words = [word for word, _start, _end in placed]
    for part in asked.parts:
        if part.digits:
            yield from _digit_spans(part.digits, text)
            continue
        for place in _rows(part.words, words):
            yield placed[place][1], placed[place + len(part.words) - 1][2]


def _digit_spans(digits: str, text: str) -> Iterator[Span]:
    for found in NUMBER.finditer(text):
        places = [place for place in range(*found.span()) if digits_of(text[place])]
        at = digits_of(found[0]).find(digits) if len(places) >= GRAM else -1
        if at >= 0:
            yield places[at], places[at + len(digits) - 1] + 1


def _together(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that touch as one."""
    kept: list[Span] = []
    for start, end in sorted(spans):
        if kept and start <= kept[-1][1]:
            kept[-1] = (kept[-1][0], max(kept[-1][1], end))
        else:
            kept.append((start, end))
    return kept


def _at_gap(text: str, cut: int, towards: int) -> int:
    """A place to cut that splits no word, if there is one near."""
    step = 1 if towards > cut else -1
    for place in range(cut, towards, step)[:20]:
        if place in {0, len(text)} or text[place].isspace():
            return place
    return cut


def _pieces(text: str, begin: int, end: int, spans: Iterable[Span]) -> Iterator[Piece]:
    at = begin
    for start, stop in spans:
        if start >= end:
            break
        if at < start:
            yield Piece(text[at:start], met=False)
        yield Piece(text[start : min(stop, end)], met=True)
        at = min(stop, end)
    if at < end:
        yield Piece(text[at:end], met=False)
