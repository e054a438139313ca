"""Pieces of many texts as numbers in flat arrays: each word with the one after it, hashed to 32 bits.

A piece stands for every word of a text (the last one with a sign for the end), so a text of n words has n pieces and
whatever is told of pieces is told of places in the text.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from lali.engines.families.folding import NUMBER, folded, words_of

Numbers = NDArray[np.uint32]
Keys = NDArray[np.uint64]
Places = NDArray[np.int64]
MOST_REMEMBERED = 2_000_000  # words whose hash is remembered
_END = np.uint32(0x9E3779B9)


class _Hashes(dict[str, int]):
    """The 32-bit hash of every word that came by."""

    def __missing__(self, word: str) -> int:
        number = int.from_bytes(blake2b(folded(word).encode(errors="replace"), digest_size=4).digest())
        if len(self) > MOST_REMEMBERED:
            self.clear()
        self[word] = number
        return number


_hashes = _Hashes()
_NUMBER = np.uint32(_hashes[NUMBER])


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces of texts one after another: of text t from starts[t] to starts[t + 1]. `keys` tell texts apart."""

    pieces: Numbers
    starts: Places
    keys: Keys

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def lengths(self) -> Places:
        """Pieces of each text."""
        return np.diff(self.starts)

    def chosen(self, which: Places) -> "Pieces":
        """Only these texts, in this order."""
        lengths = self.lengths[which]
        chosen = Pieces(np.empty(int(lengths.sum()), np.uint32), starts_of(lengths), self.keys[which])
        for block in chosen.blocks():
            begin, end = chosen.starts[block.start], chosen.starts[block.stop]
            chosen.pieces[begin:end] = self.pieces[spread(self.starts[which[block]], lengths[block])]
        return chosen

    def blocks(self) -> Iterator[slice]:
        """Slices of texts that can be worked on in one go, in little memory."""
        yield from blocks_of(self.lengths)


def pieces_of(texts: Sequence[str]) -> Pieces:
    """Read texts into pieces. Texts of the same folded words have the same key; one of no words has the key 0."""
    words = [words_of(text) for text in texts]
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    hashes = np.fromiter(map(_hashes.__getitem__, chain.from_iterable(words)), np.uint32, int(lengths.sum()))
    return _pieces(*_without_runs(hashes, lengths))


def joined(parts: Iterable[Pieces]) -> Pieces:
    """Several, one after another."""
    every = list(parts)
    return Pieces(
        np.concatenate([part.pieces for part in every] or [np.empty(0, np.uint32)]),
        starts_of(np.concatenate([part.lengths for part in every] or [np.empty(0, np.int64)])),
        np.concatenate([part.keys for part in every] or [np.empty(0, np.uint64)]),
    )


def starts_of(lengths: Places) -> Places:
    """Where each of pieces of these lengths begins, and where the last ends."""
    starts = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=starts[1:])
    return starts


def spread(starts: Places, lengths: Places) -> Places:
    """All places of ranges, one range after another."""
    begins = starts_of(lengths)
    places = np.repeat(starts - begins[:-1], lengths)
    places += np.arange(begins[-1])
    return places


def blocks_of(work: Places, most: int = 1 << 20) -> Iterator[slice]:
    """Slices whose work is at most so much, or one by one where a single one is more."""
    done = np.cumsum(work)
    start = 0
    while start < len(work):
        before = int(done[start - 1]) if start else 0
        end = max(int(np.searchsorted(done, before + most, side="right")), start + 1)
        yield slice(start, end)
        start = end


def mixed(numbers: Keys) -> Keys:
    """Bits well shuffled (the finaliser of SplitMix64)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


def _without_runs(hashes: Numbers, lengths: Places) -> tuple[Numbers, Places]:
    again = hashes == _NUMBER
    again[1:] &= again[:-1].copy()
    starts = starts_of(lengths)
    if not len(hashes):
        return hashes, lengths
    again[starts[:-1][lengths > 0]] = False
    return hashes[~again], lengths - np.diff(starts_of(again)[starts])


def _pieces(hashes: Numbers, lengths: Places) -> Pieces:
    starts = starts_of(lengths)
    after = np.empty_like(hashes)
    after[:-1], after[-1:] = hashes[1:], _END
    after[starts[1:][lengths > 0] - 1] = _END
    pairs = mixed((hashes.astype(np.uint64) << np.uint64(32)) | after)
    within = np.arange(len(hashes), dtype=np.uint64)
    within -= np.repeat(starts[:-1], lengths).astype(np.uint64)
    sums = np.zeros(len(hashes) + 1, np.uint64)
    np.cumsum(mixed(pairs + within * np.uint64(0x9E3779B97F4A7C15)), out=sums[1:])
    return Pieces((pairs >> np.uint64(32)).astype(np.uint32), starts, sums[starts[1:]] - sums[starts[:-1]])
