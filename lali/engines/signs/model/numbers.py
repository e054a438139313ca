"""Words by number, so that many texts become arrays; what is known of a word is worked out once, when it is first met.

The bucket of a pair follows from what is known of its two words: the CRC-32 of two strings put together is that of the
first, moved on by as many zero bytes as the second has, and combined with that of the second. A pair that was never
met costs no more than any other.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from .pieces import BITS, LONGEST_PART, LONGEST_WORD, MASK, PART_START, SHORTEST_PART, part_buckets, shape

Numbers = npt.NDArray[np.int64]
Rows = npt.NDArray[Any]
_BYTES = 4 * LONGEST_WORD  # of the longest shape
_ALL = np.uint32(0xFFFFFFFF)
_LOW = np.uint32(0xFF)
_BYTE = np.uint32(8)


class Growing:
    """An array that grows at its end."""

    def __init__(self, width: int, kind: type[np.generic]) -> None:
        """Begin empty: rows of `width` numbers of that kind."""
        self._kept: Rows = np.empty((64, width), dtype=kind)
        self.size = 0

    def add(self, rows: Rows) -> None:
        """Put rows at the end."""
        size = self.size + len(rows)
        if size > len(self._kept):
            grown = np.empty((max(size, 2 * len(self._kept)), self._kept.shape[1]), dtype=self._kept.dtype)
            grown[: self.size] = self._kept[: self.size]
            self._kept = grown
        self._kept[self.size : size] = rows
        self.size = size

    @property
    def rows(self) -> Rows:
        """All rows there are."""
        return self._kept[: self.size]


class Numbered:
    """Strings by number, in the order in which they were met."""

    def __init__(self) -> None:
        """Begin with none."""
        self._numbers: dict[str, int] = {}
        self._listed: list[str] = []

    def __len__(self) -> int:
        return len(self._listed)

    def of(self, strings: Iterable[str]) -> Numbers:
        """Give the number of each."""
        strings = list(strings)
        found = list(map(self._numbers.get, strings))
        if None in found:
            new = [string for string in dict.fromkeys(strings) if string not in self._numbers]
            self._numbers.update(zip(new, range(len(self), len(self) + len(new)), strict=True))
            self._listed += new
            found = list(map(self._numbers.get, strings))
        return np.array(found, dtype=np.int64)

    def after(self, count: int) -> list[str]:
        """Give the strings met after the first `count`."""
        return self._listed[count:]

    def named(self, numbers: Numbers) -> list[str]:
        """Give the strings of some numbers."""
        return [self._listed[number] for number in numbers.tolist()]


class Words(Numbered):
    """Words by number, with what the buckets of pairs follow from."""

    def __init__(self) -> None:
        """Begin with none."""
        super().__init__()
        self._known = Growing(3, np.uint32)

    def of(self, strings: Iterable[str]) -> Numbers:
        """Give the number of each."""
        numbers = super().of(strings)
        if self._known.size < len(self):
            shapes = [shape(word).encode("utf-8", "replace") for word in self.after(self._known.size)]
            known = [(crc32(b"p%b " % one), crc32(one), len(one)) for one in shapes]
            self._known.add(np.array(known, dtype=np.uint32))
        return numbers

    def pair_buckets(self, first: Numbers, second: Numbers) -> Numbers:
        """Give the bucket of each pair of words, as `pieces.pair_bucket` does."""
        moved, known = _moved(), self._known.rows
        begin = known[first, 0]
        _, end, size = known[second].T
        at = size.astype(np.int64) * 1024
        for byte in range(4):
            end = end ^ moved[at + 256 * byte + (begin >> np.uint32(8 * byte) & _LOW)]
        return np.asarray(end & np.uint32(MASK), dtype=np.int64)


@cache
def _steps() -> npt.NDArray[np.uint32]:
    """What CRC-32 makes of each byte."""
    table = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        table = np.where(table & np.uint32(1), table >> np.uint32(1) ^ np.uint32(0xEDB88320), table >> np.uint32(1))
    return table


@cache
def _moved() -> npt.NDArray[np.uint32]:
    """What each byte of a CRC becomes after so many zero bytes: [bytes, place of the byte, its value], in one row."""
    table = _steps()
    rows = [np.arange(256, dtype=np.uint32) << np.arange(0, 32, 8, dtype=np.uint32)[:, None]]
    for _ in range(_BYTES):
        rows.append(table[rows[-1] & _LOW] ^ rows[-1] >> _BYTE)
    return np.concatenate(rows, axis=None)


def parts_of(words: Sequence[str]) -> tuple[Numbers, Numbers]:
    """Give the different parts of words, as `pieces.part_buckets` does: the place of the word, and the bucket."""
    shapes = list(map(shape, words))
    plain = [at for at, one in enumerate(shapes) if one.isascii()]
    keys = [_plain_parts(plain, [shapes[at] for at in plain])] if plain else []
    if len(plain) < len(shapes):
        odd = [
            at << BITS | bucket for at, one in enumerate(shapes) if not one.isascii() for bucket in part_buckets(one)
        ]
        keys.append(np.array(odd, dtype=np.int64))
    found = different(np.concatenate(keys)) if keys else np.array([], dtype=np.int64)
    return found >> BITS, found & MASK


def different(keys: Numbers, below: int = 0) -> Numbers:
    """Give the different keys in ascending order; of those that differ in their lowest `below` bits alone, the least.

    Ten times as fast as `np.unique`, which hashes.
    """
    keys = np.sort(keys)
    found: Numbers = keys[starts(keys >> below)]
    return found


def starts(sorted_: Numbers) -> Numbers:
    """Give the places where another number begins."""
    first = np.ones(len(sorted_), dtype=bool)
    np.not_equal(sorted_[1:], sorted_[:-1], out=first[1:])
    return first.nonzero()[0]


def _plain_parts(places: Sequence[int], shapes: Sequence[str]) -> Numbers:
    """Give the parts of words whose letters are bytes, all at once: place of the word << BITS | bucket."""
    letters = np.frombuffer(f" {'  '.join(shapes)} ".encode(), dtype=np.uint8).astype(np.uint32)
    sizes = np.fromiter(map(len, shapes), dtype=np.int64, count=len(shapes)) + 2  # with its edges
    word = np.repeat(np.array(places, dtype=np.int64), sizes)
    size = np.repeat(sizes, sizes)
    left = np.repeat(np.cumsum(sizes), sizes) - np.arange(len(letters))  # letters from here to the end of the word
    table = _steps()
    crc = np.full(len(letters), np.uint32(PART_START) ^ _ALL)
    found = []
    for count in range(1, LONGEST_PART + 1):
        crc = crc[: len(letters) - count + 1]
        crc = table[(crc ^ letters[count - 1 :]) & _LOW] ^ crc >> _BYTE
        if count >= SHORTEST_PART:
            fits = (left[: len(crc)] >= count) & (size[: len(crc)] > count)
            found.append(word[: len(crc)][fits] << BITS | (crc[fits] ^ _ALL).astype(np.int64) & MASK)
    return np.concatenate(found)
