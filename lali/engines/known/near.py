"""Hashes of pictures that are near one another, found among millions without looking at all.

A hash is cut into sixteen pieces of sixteen bits. Two that differ in at most 31 bits have a piece in which they differ
in one bit at most (Norouzi, Punjani, Fleet: "Fast search in Hamming space with multi-index hashing", 2012), so what is
near is found by looking up each piece and its sixteen neighbours: nothing within the distance is missed.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from lali.engines.known.pdq import BAND_BITS, BANDS, MATCHES_WITHIN, Hashes

Places = NDArray[np.int64]
LENGTH = 32  # bytes of a hash
_FLIPS = np.array([0, *(1 << bit for bit in range(BAND_BITS))], np.uint16)
_VALUES = 1 << BAND_BITS
_AT_ONCE = 1 << 21  # comparisons


class Near:
    """Hashes to be searched: 32 bytes each, told by their place. About 100 bytes of memory for each."""

    def __init__(self, hashes: Hashes) -> None:
        self._words = np.ascontiguousarray(hashes).view(np.uint64).reshape(-1, LENGTH // 8)
        pieces = _pieces(hashes)
        self._order = np.empty((BANDS, len(hashes)), np.uint32)
        self._begins = np.zeros((BANDS, _VALUES + 1), np.int64)
        for band in range(BANDS):
            self._order[band] = np.argsort(pieces[:, band], kind="stable")
            np.cumsum(np.bincount(pieces[:, band], minlength=_VALUES), out=self._begins[band, 1:])

    def __len__(self) -> int:
        return len(self._words)

    def within(
        self, asked: Hashes, distance: int = MATCHES_WITHIN, *, most: int | None = None
    ) -> tuple[Places, Places, Places]:
        """Pairs at most so far apart: the place of the one that was asked for, of the one found, their distance.

        Sorted by the one asked for, then by the one found. Up to 31 bits nothing is missed; of what lies farther,
        most is found to about 48 and half at 70. `most` bounds how many hashes of the same piece are looked at, the
        first ones first: where thousands are one picture, the first of them are found all the same.
        """
        found = [np.empty((3, 0), np.int64), *self._found(asked, distance, most)]
        one, other, apart = np.concatenate(found, axis=1)
        return one, other, apart

    def _found(self, asked: Hashes, distance: int, most: int | None) -> Iterator[Places]:
        words = np.ascontiguousarray(asked).view(np.uint64).reshape(-1, LENGTH // 8)
        pieces = _pieces(asked)
        each = BANDS * len(_FLIPS) * len(self) // _VALUES + 1  # candidates to be expected for one
        at_once = max(1, min(_AT_ONCE // each, _AT_ONCE // _VALUES * BAND_BITS))
        for start in range(0, len(asked), at_once):
            one, other = self._candidates(pieces[start : start + at_once], most)
            one += start
            apart = np.bitwise_count(words[one] ^ self._words[other]).sum(axis=1, dtype=np.int64)
            near = apart <= distance
            pairs, first = np.unique(one[near] * len(self) + other[near], return_index=True)
            yield np.stack([pairs // len(self), pairs % len(self), apart[near][first]])

    def _candidates(self, pieces: NDArray[np.uint16], most: int | None) -> tuple[Places, Places]:
        """Who has a piece of those asked for, or one that differs in a bit: (asked, found), some more than once."""
        probes = (pieces[:, :, None] ^ _FLIPS).astype(np.int64)
        bands = np.arange(BANDS)[:, None]
        begins, ends = self._begins[bands, probes], self._begins[bands, probes + 1]
        lengths = (ends - begins if most is None else np.minimum(ends - begins, most)).ravel()
        shift = np.broadcast_to(bands * len(self), probes.shape).ravel()
        sums = np.cumsum(lengths)
        places = np.repeat(begins.ravel() + shift - (sums - lengths), lengths) + np.arange(sums[-1] if len(sums) else 0)
        asked = np.repeat(np.arange(len(pieces)), lengths.reshape(len(pieces), -1).sum(axis=1))
        return asked, self._order.ravel()[places].astype(np.int64)


def _pieces(hashes: Hashes) -> NDArray[np.uint16]:
    return np.ascontiguousarray(hashes).view(">u2").reshape(-1, BANDS).astype(np.uint16)
