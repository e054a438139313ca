"""How much the words of a text weigh, and which of them weighed most.

What every word and every pair of neighbours weighs is worked out once and remembered: messages repeat their words. The
sums of all heads travel in one integer, one field of bits a head, so that a text is summed by a single pass in C.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from math import sqrt

from .pieces import (
    MOST_WORDS,
    PAIR_NORM,
    PARTS_NORM,
    Extras,
    extra_bucket,
    pair_bucket,
    part_buckets,
    shape,
    word_bucket,
)
from .weights import Weights, weights

_FIELD = 40  # bits of one head's sum
_HALF, _ALL = 1 << _FIELD - 1, (1 << _FIELD) - 1
_FINE = 256  # parts of a step that are kept
_REMEMBERED = 200_000
_SHORT, _LONG = 60, 140  # words: what is shorter is read as a message, what is longer as an ad, between as both
_LEAST = 0.04  # of the log-odds: what weighs less explains nothing
EXTRA_WEIGHT = 0.3  # of one extra beside a text of length one

Piece = str | tuple[str, str]


@dataclass(frozen=True, slots=True)
class Scores:
    """Calibrated probabilities that a text resembles lures (`lure`) and frauds (`fraud`) of the training.

    `as_ad` says in 0..1 how far it was read as a job ad. The others are the probabilities from which resembling lures
    counts for *watch* and for *likely*.
    """

    lure: float
    fraud: float
    as_ad: float
    lure_watch: float
    lure_likely: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """A piece of the text that raised a probability: words [first, last) and by how much (log-odds)."""

    first: int
    last: int
    weight: float


class Remembered(dict[Piece, int]):
    """What each word (with its parts) and each pair weighs, all heads in one integer."""

    def __init__(self, read: Weights) -> None:
        """Take the weights to look up."""
        super().__init__()
        self._steps = read.steps

    def __missing__(self, piece: Piece) -> int:
        packed = _packed(self._sums(piece))
        if len(self) >= _REMEMBERED:
            self.clear()
        self[piece] = packed
        return packed

    def _sums(self, piece: Piece) -> Iterator[int]:
        if isinstance(piece, tuple):
            bucket = pair_bucket(shape(piece[0]), shape(piece[1]))
            return (steps[bucket] * _FINE for steps in self._steps)
        word = shape(piece)
        whole, parts = word_bucket(word), part_buckets(word)
        share = _FINE / sqrt(len(parts)) if parts else 0.0
        return (steps[whole] * _FINE + round(share * sum(steps[part] for part in parts)) for steps in self._steps)


def _packed(sums: Iterable[int]) -> int:
    return sum(one << _FIELD * place for place, one in enumerate(sums))


def _unpacked(packed: int, count: int) -> list[int]:
    """Take the heads' sums out of one integer: a field that is negative has borrowed from the next."""
    sums = []
    for _ in range(count):
        low = ((packed + _HALF) & _ALL) - _HALF
        sums.append(low)
        packed = (packed - low) >> _FIELD
    return sums


@cache
def _remembered() -> Remembered:
    return Remembered(weights())


def extra_of(read: Weights) -> Callable[[str], int]:
    """Give a function that says what an extra weighs, all heads in one integer, and remembers it."""

    @lru_cache(maxsize=_REMEMBERED)
    def weight(extra: str) -> int:
        bucket = extra_bucket(extra)
        return _packed(steps[bucket] for steps in read.steps)

    return weight


@cache
def _extras() -> Callable[[str], int]:
    return extra_of(weights())


def _pieces(words: Sequence[str]) -> tuple[set[Piece], float]:
    """Give the different pieces of a text, and the length of the text as the model measures it."""
    words = words[:MOST_WORDS]
    pieces: set[Piece] = set(words)
    alone = len(pieces)
    pieces.update(pairwise(words))
    return pieces, sqrt(alone * PARTS_NORM + (len(pieces) - alone) * PAIR_NORM)


def score(words: Sequence[str], extras: Extras, *, as_ad: float | None = None) -> Scores:
    """Score a text by its words (folded, unaccented) and extras.

    `as_ad`: 1 where it is known to be a job ad, 0 where it is none; else its length tells.
    """
    read = weights()
    pieces, length = _pieces(words)
    share = 1 / (_FINE * length) if length else 0.0
    summed = _unpacked(sum(map(_remembered().__getitem__, pieces)), len(read.heads))
    beside = _unpacked(sum(map(_extras(), extras)), len(read.heads))
    lure, scam, ad = [
        head.probability(one * share + more * EXTRA_WEIGHT)
        for head, one, more in zip(read.heads, summed, beside, strict=True)
    ]
    if as_ad is None:
        as_ad = min(max((len(words) - _SHORT) / (_LONG - _SHORT), 0.0), 1.0)
    return Scores(
        lure=round(lure, 4),
        fraud=round(scam + (ad - scam) * as_ad, 4),
        as_ad=round(as_ad, 2),
        lure_watch=read.heads[0].watch,
        lure_likely=read.heads[0].likely,
    )


def weighed(words: Sequence[str], *, of: str, as_ad: float, most: int = 6) -> tuple[Weighed, ...]:
    """Words and pairs that raised a probability most (`of`: lure or fraud), the heaviest first, none inside another."""
    words = words[:MOST_WORDS]
    _, length = _pieces(words)
    if not length:
        return ()
    first_place: dict[Piece, int] = {}
    for place in range(len(words) - 1, -1, -1):
        first_place[words[place]] = place
        if place + 1 < len(words):
            first_place[words[place], words[place + 1]] = place
    known, heads = _remembered(), weights().heads
    shares = [1.0, 0.0, 0.0] if of == "lure" else [0.0, 1 - as_ad, as_ad]
    factors = [share * head.scale * head.slope / (_FINE * length) for share, head in zip(shares, heads, strict=True)]
    heavy = []
    for piece, place in first_place.items():
        sums = _unpacked(known[piece], len(heads))
        weight = sum(one * factor for one, factor in zip(sums, factors, strict=True))
        if weight >= _LEAST:
            heavy.append(Weighed(place, place + (1 if isinstance(piece, str) else 2), round(weight, 3)))
    return _apart(sorted(heavy, key=lambda one: (-one.weight, one.first)), most)


def _apart(heavy: Iterable[Weighed], most: int) -> tuple[Weighed, ...]:
    kept: list[Weighed] = []
    for one in heavy:
        if all(one.last <= other.first or one.first >= other.last for other in kept):
            kept.append(one)
        if len(kept) == most:
            break
    return tuple(kept)
