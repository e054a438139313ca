"""PDQ: 256 bits that say what a picture looks like, after "The TMK+PDQF video-hashing algorithm and the PDQ
image-hashing algorithm" (Facebook, 2019; https://github.com/facebook/ThreatExchange/blob/main/hashing/hashing.pdf).

The authors call pictures within a Hamming distance of 31 the same and do not trust a hash of a quality below 50.

The reference's Python package was looked at and not taken: it comes as source that needs a C++ compiler and NumPy,
which no island machine has. This is the same computation in plain Python (a third of a second a picture); a test
holds it against hashes that the reference gave. As the reference does, a picture is brought to 512 by 512 at most
before. Rotated and mirrored pictures are not found.
"""  # noqa: D205 - the source belongs to the first sentence

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

MATCHES_WITHIN = 31
QUALITY_AT_LEAST = 50
LARGEST = 512  # pixels a side
SMALLEST = 5
_SIDE, _KEPT = 64, 16
_BANDS, _BAND_BITS = 16, 16
_WAVES = [
    [math.sqrt(2 / _SIDE) * math.cos(math.pi / 2 / _SIDE * (i + 1) * (2 * j + 1)) for j in range(_SIDE)]
    for i in range(_KEPT)
]


@dataclass(frozen=True, slots=True)
class Pdq:
    """A hash of 64 hexadecimal digits, and from 0 to 100 how much there is in the picture to tell it by."""

    hex: str
    quality: int

    @property
    def counts(self) -> bool:
        """Whether the picture has enough in it to be compared."""
        return self.quality >= QUALITY_AT_LEAST


def pdq_of(luma: Sequence[Sequence[float]]) -> Pdq:
    """Hash a picture given as rows of luminance (0 to 255), at most LARGEST a side. Too small: quality 0."""
    if len(luma) < SMALLEST or len(luma[0]) < SMALLEST:
        return Pdq("0" * 64, 0)
    small = _blurred_to_64(luma)
    return Pdq(_bits(_cosines(small)), _quality(small))


def _blurred_to_64(luma: Sequence[Sequence[float]]) -> list[list[float]]:
    """Two passes of a box a half of a 64th wide, then the middle of each of 64 by 64 fields."""
    rows, columns = len(luma), len(luma[0])
    if rows == columns == _SIDE:  # the reference takes such a picture for one that was brought down already
        return [list(row) for row in luma]
    width, height = (-(-side // (2 * _SIDE)) for side in (columns, rows))
    across = [_boxed(row, width, range(columns)) for row in luma]
    down = [_boxed(column, height, range(rows)) for column in zip(*across, strict=True)]
    kept = [int((j + 0.5) * columns / _SIDE) for j in range(_SIDE)]  # the second time only what is kept
    across = [_boxed(row, width, kept) for row in zip(*down, strict=True)]
    kept = [int((i + 0.5) * rows / _SIDE) for i in range(_SIDE)]
    down = [_boxed(column, height, kept) for column in zip(*across, strict=True)]
    return [list(row) for row in zip(*down, strict=True)]


def _boxed(line: Sequence[float], window: int, places: Sequence[int]) -> list[float]:
    """The mean of the `window` values around each place, fewer at the ends; more after than before where even."""
    ahead = (window + 2) // 2  # so many from the value itself on
    sums = [0.0, *accumulate(line)]
    last = len(line)
    spans = ((max(i + ahead - window, 0), min(i + ahead, last)) for i in places)
    return [(sums[end] - sums[start]) / (end - start) for start, end in spans]


def _quality(small: Sequence[Sequence[float]]) -> int:
    """How much changes from field to field, in steps of a hundredth of the whole range."""
    columns = list(zip(*small, strict=True))
    steps = (
        abs(int((here - there) * 100 / 255))
        for lines in (small, columns)
        for line in lines
        for here, there in pairwise(line)
    )
    return min(sum(steps) // 90, 100)


def _cosines(small: Sequence[Sequence[float]]) -> list[float]:
    """The 16 by 16 lowest waves but the mean (a discrete cosine transform), row by row."""
    columns = list(zip(*small, strict=True))
    half = [[sum(map(_product, wave, column)) for column in columns] for wave in _WAVES]
    return [sum(map(_product, row, wave)) for row in half for wave in _WAVES]


def _product(one: float, other: float) -> float:
    return one * other


def _bits(waves: Sequence[float]) -> str:
    """A one where a wave is above the median; the first wave is the last bit."""
    middle = sorted(waves)[(len(waves) - 1) // 2]
    return f"{sum(1 << place for place, wave in enumerate(waves) if wave > middle):064x}"


def distance(one: str, other: str) -> int:
    """In how many of 256 bits two hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def bands(pdq: str) -> list[int]:
    """The 16 pieces of 16 bits of a hash, each with its place in the upper bits: what an index holds."""
    return [(place << _BAND_BITS) | int(pdq[4 * place : 4 * place + 4], 16) for place in range(_BANDS)]


def bands_near(pdq: str) -> Iterator[int]:
    """Every band one of which is in every hash within MATCHES_WITHIN: 31 differences over 16 bands leave one with one.

    (Norouzi, Punjani, Fleet: "Fast search in Hamming space with multi-index hashing", 2012.)
    """
    for band in bands(pdq):
        yield band
        for bit in range(_BAND_BITS):
            yield band ^ (1 << bit)
