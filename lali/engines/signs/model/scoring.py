"""How much the words of a text weigh, and which of them weighed most.

What every word and every pair of neighbours weighs is worked out once and remembered: messages repeat their words. The
sums of all heads travel in one integer, one field of bits a head, so that a text is summed by a single pass in C.
"""

import struct
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from math import sqrt

from .pieces import (
    EXTRAS_SHARE,
    LEAST_CUES,
    LEAST_EXTRAS,
    LEAST_PARTS,
    LEAST_PIECES,
    MOST_WORDS,
    Extras,
    extra_bucket,
    pair_bucket,
    part_buckets,
    shape,
    word_bucket,
)
from .weights import HEADS, Weights, weights

_FIELD = 64  # bits of one sum
_COUNT = len(HEADS)
_PARTS_AT = _COUNT * _FIELD  # the sums of the parts of a word stand above those of words and pairs
_NUMBER_AT = 2 * _PARTS_AT  # and above them how many parts, and how many words that were met
_MET_AT = _NUMBER_AT + _FIELD
_FIELDS = 2 * _COUNT + 2  # of a piece; a text has the sums of its extras and of its cues above them
_EXTRAS_AT = _FIELDS * _FIELD
_CUES_AT = _EXTRAS_AT + _PARTS_AT
_ALL_FIELDS = _FIELDS + 2 * _COUNT
_SHAPES = {count: struct.Struct(f"<{count}q") for count in (_FIELDS, _ALL_FIELDS)}
_LIFTS = {count: sum(1 << _FIELD * (place + 1) - 1 for place in range(count)) for count in _SHAPES}
_REMEMBERED = 200_000
_SHORT, _LONG = 60, 140  # words: what is shorter is read as a message, what is longer as an ad, between as both
_LEAST = 0.04  # of the log-odds: what weighs less explains nothing

Piece = str | tuple[str, str]
NO_CUES: Extras = frozenset()


@dataclass(frozen=True, slots=True)
class Scores:
    """Calibrated probabilities that a text resembles lures (`lure`), frauds (`fraud`) and calls for help (`help`).

    `as_ad` says in 0..1 how far it was read as a job ad. `known` is the share of its words that the training met.
    """

    lure: float
    fraud: float
    help: float
    as_ad: float
    known: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """A piece of the text that raised a probability: words [first, last) and by how much (log-odds)."""

    first: int
    last: int
    weight: float


class _Sides(dict[bytes, int]):
    """What the bytes of all heads at one bucket weigh, in one integer."""

    def __missing__(self, side_by_side: bytes) -> int:
        found = self[side_by_side] = packed([squared(byte) for byte in memoryview(side_by_side).cast("b")])
        return found


class Remembered(dict[Piece, int]):
    """What each word (with its parts) and each pair weighs, all heads in one integer."""

    def __init__(self, read: Weights) -> None:
        """Take the weights to look up."""
        super().__init__()
        self._side_by_side = read.side_by_side()
        self._sides = _Sides()
        self._has_met = read.has_met

    def __missing__(self, piece: Piece) -> int:
        packed = self._weighed(piece)
        if len(self) >= _REMEMBERED:
            self.clear()
        self[piece] = packed
        return packed

    def _weighed(self, piece: Piece) -> int:
        if isinstance(piece, tuple):
            return self._packed(pair_bucket(shape(piece[0]), shape(piece[1])))
        word = shape(piece)
        parts = part_buckets(word)
        of_parts = sum(map(self._packed, parts))
        bucket = word_bucket(word)
        counts = (len(parts) << _NUMBER_AT) + (self._has_met(bucket) << _MET_AT)
        return self._packed(bucket) + (of_parts << _PARTS_AT) + counts

    def _packed(self, bucket: int) -> int:
        at = bucket * _COUNT
        return self._sides[self._side_by_side[at : at + _COUNT]]


def squared(byte: int) -> int:
    """Give the steps that a byte of the file stands for."""
    return byte * abs(byte)


def packed(sums: Iterable[int]) -> int:
    """Hold the sums of all heads in one integer."""
    return sum([one << _FIELD * place for place, one in enumerate(sums)])


def unpacked(whole: int, count: int = _FIELDS) -> tuple[int, ...]:
    """Take the heads' sums out of one integer: a field that is negative has borrowed from the next.

    Lifted by half of a field each, none is negative and none borrows; then its highest bit says the sign the other way.
    """
    lift, shape_ = _LIFTS[count], _SHAPES[count]
    return shape_.unpack(((whole + lift) ^ lift).to_bytes(shape_.size, "little"))


@cache
def _remembered() -> Remembered:
    return Remembered(weights())


def extra_of(read: Weights) -> Callable[[str], int]:
    """Give a function that says what an extra weighs, all heads in one integer, and remembers it."""

    @lru_cache(maxsize=_REMEMBERED)
    def weight(extra: str) -> int:
        bucket = extra_bucket(extra)
        return packed([squared(steps[bucket]) for steps in read.steps])

    return weight


@cache
def _extras() -> Callable[[str], int]:
    return extra_of(weights())


def pieces_of(words: Sequence[str]) -> set[Piece]:
    """Give the different words of a text and the different pairs of neighbours."""
    words = words[:MOST_WORDS]
    pieces: set[Piece] = set(words)
    pieces.update(pairwise(words))
    return pieces


def _per(count: int, least: int) -> float:
    return 1 / sqrt(max(count, least))


def sums_of(words: Sequence[str], extras: Extras, cues: Extras) -> tuple[list[float], int]:
    """Give the sum of weights of each head, in steps, and how many of the different words were met in the training."""
    pieces, weigh = pieces_of(words), _extras()
    of_pieces = sum(map(_remembered().__getitem__, pieces))
    beside = (sum(map(weigh, extras)) << _EXTRAS_AT) + (sum(map(weigh, cues)) << _CUES_AT)
    fields = unpacked(of_pieces + beside, _ALL_FIELDS)
    whole, part = _per(len(pieces), LEAST_PIECES), _per(fields[_FIELDS - 2], LEAST_PARTS)
    extra, cue = EXTRAS_SHARE * _per(len(extras), LEAST_EXTRAS), _per(len(cues), LEAST_CUES)
    of_extras, of_cues = fields[_FIELDS : _FIELDS + _COUNT], fields[_FIELDS + _COUNT :]
    sums = [
        one * whole + parts * part + beside_it * extra + cued * cue
        for one, parts, beside_it, cued in zip(fields, fields[_COUNT:], of_extras, of_cues, strict=False)
    ]
    return sums, fields[_FIELDS - 1]


def score(words: Sequence[str], extras: Extras, *, cues: Extras = NO_CUES, as_ad: float | None = None) -> Scores:
    """Score a text by its words (folded, unaccented), extras and cues.

    `as_ad`: 1 where it is known to be a job ad, 0 where it is none; else its length tells.
    """
    heads = weights().heads
    sums, met = sums_of(words, extras, cues)
    lure, scam, ad, plea = [head.probability(one) for head, one in zip(heads, sums, strict=True)]
    if as_ad is None:
        as_ad = min(max((len(words) - _SHORT) / (_LONG - _SHORT), 0.0), 1.0)
    return Scores(
        lure=round(lure, 4),
        fraud=round(scam + (ad - scam) * as_ad, 4),
        help=round(plea, 4),
        as_ad=round(as_ad, 2),
        known=round(met / (len(set(words[:MOST_WORDS])) or 1), 2),
    )


def weighed(words: Sequence[str], *, of: str, as_ad: float, most: int = 6) -> tuple[Weighed, ...]:
    """Words and pairs that raised a probability most, the heaviest first, none inside another.

    `of`: lure, help or fraud.
    """
    words = words[:MOST_WORDS]
    first_place = places_of(words)
    known, heads = _remembered(), weights().heads
    fields = {piece: unpacked(packed) for piece in first_place if (packed := known[piece])}
    whole = _per(len(first_place), LEAST_PIECES)
    part = _per(sum([one[-2] for one in fields.values()]), LEAST_PARTS)
    shares = {"lure": [1.0, 0.0, 0.0, 0.0], "help": [0.0, 0.0, 0.0, 1.0]}.get(of, [0.0, 1 - as_ad, as_ad, 0.0])
    factors = [
        (at, share * head.scale * head.slope)
        for at, (share, head) in enumerate(zip(shares, heads, strict=True))
        if share
    ]
    heavy = []
    for piece, own in fields.items():
        weight = 0.0
        for at, factor in factors:
            weight += factor * (own[at] * whole + own[at + _COUNT] * part)
        if weight >= _LEAST:
            place = first_place[piece]
            heavy.append(Weighed(place, place + (1 if isinstance(piece, str) else 2), round(weight, 3)))
    return apart(sorted(heavy, key=lambda one: (-one.weight, one.first)), most)


def places_of(words: Sequence[str]) -> dict[Piece, int]:
    """Give the first place of each different word and pair of a text."""
    words = words[:MOST_WORDS]
    places: dict[Piece, int] = {}
    for place in range(len(words) - 1, -1, -1):
        places[words[place]] = place
        if place + 1 < len(words):
            places[words[place], words[place + 1]] = place
    return places


def apart(heavy: Iterable[Weighed], most: int) -> tuple[Weighed, ...]:
    """Keep the first `most` that do not touch one before them."""
    kept: list[Weighed] = []
    for one in heavy:
        if all(one.last <= other.first or one.first >= other.last for other in kept):
            kept.append(one)
        if len(kept) == most:
            break
    return tuple(kept)
