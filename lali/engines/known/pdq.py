"""PDQ: 256 bits that say what a picture looks like, after "The TMK+PDQF video-hashing algorithm and the PDQ
image-hashing algorithm" (Facebook, 2019; https://github.com/facebook/ThreatExchange/blob/main/hashing/hashing.pdf).

The authors call pictures within a Hamming distance of 31 the same and do not trust a hash of a quality below 50.

The reference's Python package comes as source that needs a C++ compiler, so this is the same computation with numpy;
a test holds it against hashes that the reference gave. As the reference does, a picture is brought to 512 by 512 at
most before. A picture that was turned or mirrored has another hash: `turned` gives all eight.
"""  # noqa: D205 - the source belongs to the first sentence

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

MATCHES_WITHIN = 31
QUALITY_AT_LEAST = 50
LARGEST = 512  # pixels a side
SMALLEST = 5
SIDE = 64  # fields of a picture that is hashed, each way
_KEPT = 16
BANDS, BAND_BITS = 16, 16  # pieces of a hash by which it is found
_WAVES = np.array(
    [
        [math.sqrt(2 / SIDE) * math.cos(math.pi / 2 / SIDE * (i + 1) * (2 * j + 1)) for j in range(SIDE)]
        for i in range(_KEPT)
    ]
)
_SIGNS = (-1.0) ** np.arange(1, _KEPT + 1)  # of each wave when a picture is mirrored
Numbers = NDArray[np.float64]
Hashes = NDArray[np.uint8]
"""Hashes one under another, 32 bytes each, most significant first: what `Pdq.hex` says."""


@dataclass(frozen=True, slots=True)
class Pdq:
    """A hash of 64 hexadecimal digits, and from 0 to 100 how much there is in the picture to tell it by."""

    hex: str
    quality: int

    @property
    def counts(self) -> bool:
        """Whether the picture has enough in it to be compared."""
        return self.quality >= QUALITY_AT_LEAST


def pdq_of(luma: ArrayLike) -> Pdq:
    """Hash a picture given as rows of luminance (0 to 255), at most LARGEST a side. Too small: quality 0."""
    rows = np.asarray(luma, np.float64)
    if rows.ndim != 2 or min(rows.shape) < SMALLEST:  # noqa: PLR2004 - rows and columns
        return Pdq("0" * 64, 0)
    small = blurred(rows)
    return Pdq(bits_of(waves_of(small)).tobytes().hex(), quality_of(small))


def blurred(luma: Numbers) -> Numbers:
    """Two passes of a box a half of a 64th wide, then the middle of each of 64 by 64 fields."""
    rows, columns = luma.shape
    if rows == columns == SIDE:  # the reference takes such a picture for one that was brought down already
        return luma
    width, height = (-(-side // (2 * SIDE)) for side in (columns, rows))
    once = _boxed(_boxed(luma, width, np.arange(columns)).T, height, np.arange(rows)).T
    across = _boxed(once, width, _middles(columns))  # the second time only what is kept
    return _boxed(across.T, height, _middles(rows)).T


def _middles(side: int) -> NDArray[np.int64]:
    return ((np.arange(SIDE) + 0.5) * side / SIDE).astype(np.int64)


def _boxed(lines: Numbers, window: int, places: NDArray[np.int64]) -> Numbers:
    """Of each line the mean of the `window` values around each place, fewer at the ends; more after than before."""
    ahead = (window + 2) // 2  # so many from the value itself on
    sums = np.zeros((lines.shape[0], lines.shape[1] + 1))
    np.cumsum(lines, axis=1, out=sums[:, 1:])
    starts, ends = np.maximum(places + ahead - window, 0), np.minimum(places + ahead, lines.shape[1])
    return np.asarray((sums[:, ends] - sums[:, starts]) / (ends - starts))


def quality_of(small: Numbers) -> int:
    """How much changes from field to field, in steps of a hundredth of the whole range."""
    steps = (np.abs(np.trunc(np.diff(small, axis=axis) * 100 / 255)).sum() for axis in (0, 1))
    return min(int(sum(steps)) // 90, 100)


def waves_of(small: Numbers) -> Numbers:
    """The 16 by 16 lowest waves but the mean (a discrete cosine transform) of one picture of 64 by 64, or of many."""
    return np.asarray(_WAVES @ small @ _WAVES.T)


def turned(waves: Numbers) -> Numbers:
    """The waves of a picture in its eight positions: as it is, turned by quarters, and each of these mirrored.

    From the waves alone: a mirrored picture has every second wave the other way round. Gives (..., 8, 16, 16).
    """
    upright = (waves, waves * _SIGNS, waves * _SIGNS[:, None], waves * _SIGNS * _SIGNS[:, None])
    return np.stack([*upright, *(one.swapaxes(-1, -2) for one in upright)], axis=-3)


def bits_of(waves: Numbers) -> Hashes:
    """A one where a wave is above the median; the first wave is the last bit."""
    flat = waves.reshape(*waves.shape[:-2], _KEPT * _KEPT)
    middle = np.partition(flat, (flat.shape[-1] - 1) // 2, axis=-1)[..., [(flat.shape[-1] - 1) // 2]]
    return np.packbits((flat > middle)[..., ::-1], axis=-1)


def distance(one: str, other: str) -> int:
    """In how many of 256 bits two hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def bands(pdq: str) -> list[int]:
    """The 16 pieces of 16 bits of a hash, each with its place in the upper bits: what an index holds."""
    return [(place << BAND_BITS) | int(pdq[4 * place : 4 * place + 4], 16) for place in range(BANDS)]


def bands_near(pdq: str) -> Iterator[int]:
    """Every band one of which is in every hash within MATCHES_WITHIN: 31 differences over 16 bands leave one with one.

    (Norouzi, Punjani, Fleet: "Fast search in Hamming space with multi-index hashing", 2012.)
    """
    for band in bands(pdq):
        yield band
        for bit in range(BAND_BITS):
            yield band ^ (1 << bit)
