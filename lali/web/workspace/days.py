"""A small picture of how many came on which day, drawn as bars on the server."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH, HEIGHT = 600, 48
MOST_BARS = 60
THINNEST = 3


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: where it stands, how wide and high, the first and last day it tells of, and how many came."""

    x: float
    y: float
    width: float
    height: float
    first: date
    last: date
    count: int


def bars_of(days: Iterable[tuple[date, int]]) -> list[Bar]:
    """Bars from the first day to the last, of one day each or of as many as fit; empty where all came on one day."""
    found = sorted(days)
    if len(found) < 2:  # noqa: PLR2004 - a line needs two
        return []
    first, last = found[0][0], found[-1][0]
    span = (last - first).days + 1
    each = -(-span // MOST_BARS)
    slots = -(-span // each)
    counts = [0] * slots
    for day, count in found:
        counts[(day - first).days // each] += count
    most, step = max(counts), WIDTH / slots
    return [
        Bar(
            round(place * step, 1),
            round(HEIGHT - HEIGHT * count / most, 1),
            round(max(THINNEST, step * 0.8), 1),
            round(HEIGHT * count / most, 1),
            first + timedelta(days=place * each),
            min(last, first + timedelta(days=(place + 1) * each - 1)),
            count,
        )
        for place, count in enumerate(counts)
        if count
    ]
