"""Cuts a text at the borders of the spans that mark it, so that overlapping spans can be shown side by side."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` up to but not including `end` of a text, and the sign's name."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the text with the numbers (from 1, in the order given) of the spans that cover, open and close it."""

    text: str
    covered_by: tuple[int, ...]
    opens: tuple[int, ...]
    closes: tuple[int, ...]


def segments(text: str, spans: Iterable[Span]) -> Iterator[Segment]:
    """Yield the pieces of `text` in order; joined they are `text` again, character for character.

    Spans may overlap, nest or reach past the end (they are cut to the text); empty ones are left out.
    """
    openings: dict[int, list[int]] = {}
    closings: dict[int, list[int]] = {}
    for number, span in enumerate(spans, start=1):
        start, end = max(0, span.start), min(len(text), span.end)
        if start < end:
            openings.setdefault(start, []).append(number)
            closings.setdefault(end, []).append(number)
    borders = sorted({0, len(text), *openings, *closings})
    covering: set[int] = set()
    for start, end in pairwise(borders):
        covering -= set(closings.get(start, ()))
        opened = openings.get(start, ())
        covering |= set(opened)
        yield Segment(text[start:end], tuple(sorted(covering)), tuple(opened), tuple(closings.get(end, ())))
