"""How rare a piece is among texts that differ: what everybody writes says little about one hand."""

from typing import Self

import numpy as np
from numpy.typing import NDArray

from lali.engines.families.pieces import Keys, Numbers, Pieces, Places, mixed

PRIOR = 100  # texts thought of beside those that are there: a handful of texts tells nothing about rarity
FEWEST_IMAGINED = 20  # where few families are left of many texts, fewer are thought of
MANY = 8  # texts that have a piece: when they are more than half of all, it says the less for it, and of all nothing
EVERYBODYS = 50  # what one text in so many has tells nobody from others, if the texts are one of each family
SAMPLED = 24  # pieces of a text by which it is found, on average
HEAVIEST = 255  # weight of a piece that stands in one text
Weights = NDArray[np.uint8]
_FEWEST_BITS, _MOST_BITS = 16, 26
_NEW_TABLE = 50  # one part in so many more texts
_DRAWN = 24  # bits of the variate that decides whether a piece is taken


def imagined(left: int, among: int) -> int:
    """How many texts are thought of beside those left of so many: the fewer are left, the fewer."""
    return max(PRIOR * left // among, FEWEST_IMAGINED) if among else PRIOR


class Rarity:
    """Counts of pieces among distinct texts, by the low bits of their hash."""

    def __init__(self, bits: int = _FEWEST_BITS) -> None:
        self.counts = np.zeros(1 << bits, np.uint32)
        self.texts = 0
        self.imagined = PRIOR
        self._table_at, self._table = -1, np.empty(0, np.uint8)

    @classmethod
    def of(cls, texts: Pieces, among: int = 0) -> Self:
        """Counts of these texts, in a table that fits them; `among`: of so many texts they are the middles."""
        rarity = cls(min(max(len(texts.pieces).bit_length() + 1, _FEWEST_BITS), _MOST_BITS))
        rarity.imagined = imagined(len(texts), among)
        rarity.add(texts)
        return rarity

    def add(self, texts: Pieces) -> None:
        """Count more texts."""
        for block in texts.blocks():
            pieces = texts.pieces[texts.starts[block.start] : texts.starts[block.stop]]
            np.add.at(self.counts, self._places(pieces), np.uint32(1))
        self.texts += len(texts)

    def weights(self, texts: Pieces) -> Weights:
        """Weight of each piece, from 1 (in every text) to HEAVIEST (in one)."""
        table = self._weight_by_count()
        weights = np.empty(len(texts.pieces), np.uint8)
        for block in texts.blocks():
            within = slice(texts.starts[block.start], texts.starts[block.stop])
            counts = self.counts[self._places(texts.pieces[within])]
            weights[within] = table[np.minimum(counts, len(table) - 1)]
        return weights

    def met(self, pieces: Numbers) -> NDArray[np.bool_]:
        """Whether each piece stands in more than one text: by no other can one text find another."""
        return np.asarray(self.counts[self._places(pieces)] > 1)

    def count_of(self, pieces: Numbers) -> Numbers:
        """In how many texts each piece stands, or a little more."""
        return self.counts[self._places(pieces)]

    def put(self, pieces: Numbers, count: int) -> None:
        """Count pieces as if they stood in so many texts."""
        self.counts[self._places(pieces)] = count

    def is_everybodys(self, pieces: Numbers) -> NDArray[np.bool_]:
        """Whether one text in EVERYBODYS has each piece."""
        return np.asarray(self.count_of(pieces) * np.int64(EVERYBODYS) >= self.texts + self.imagined)

    def everybodys(self) -> int:
        """The weight of a piece that one text in EVERYBODYS has: what weighs so little is everybody's."""
        table = self._weight_by_count()
        return int(table[min(-(-(self.texts + self.imagined) // EVERYBODYS), len(table) - 1)])

    def _places(self, pieces: Numbers) -> Numbers:
        return pieces & np.uint32(len(self.counts) - 1)

    def _weight_by_count(self) -> Weights:
        """Weight by count; beyond the last, all are as common as that. Made anew when the texts have become more."""
        if self._table_at < 0 or self.texts > self._table_at + self._table_at // _NEW_TABLE:
            counts = np.maximum(np.arange(min(self.texts, 1 << 16) + 2), 1)
            every = self.texts + self.imagined / np.sqrt(counts)
            weight = HEAVIEST * np.log(every / counts) / np.log(every[0])
            weight *= np.where(counts >= MANY, np.minimum(2 - 2 * counts / max(self.texts, 1), 1), 1)
            self._table = np.maximum(weight, 1).astype(np.uint8)
            self._table_at = self.texts
        return self._table


def sampled(texts: Pieces, weights: Weights, met: Rarity | None = None) -> Keys:
    """About SAMPLED pieces of each text, rare ones rather: like texts have the same ones taken.

    Poisson sampling coordinated by the hash (Cohen and Kaplan, "Leveraging discarded samples", 2009): a piece is taken
    when an exponential variate drawn from its hash lies below its weight times the text's rate. Given `met`, pieces
    that stand in one text only are passed over. Returns piece and number of the text, 32 bits each.
    """
    taken = [np.empty(0, np.uint64)]
    for block in texts.blocks():
        begin, end = texts.starts[block.start], texts.starts[block.stop]
        pieces, weight = texts.pieces[begin:end], weights[begin:end]
        if met is not None:
            weight = weight * met.met(pieces)
        places = _taken(pieces, weight, texts.starts[block.start : block.stop + 1] - begin)
        owners = np.searchsorted(texts.starts, places + begin, side="right") - 1
        taken.append((pieces[places].astype(np.uint64) << np.uint64(32)) | owners.astype(np.uint64))
    return np.concatenate(taken)


def _taken(pieces: Numbers, weight: Weights, bounds: Places) -> Places:
    """Which pieces of some texts are taken."""
    sums = np.zeros(len(pieces) + 1, np.int64)
    np.cumsum(weight, out=sums[1:])
    totals = np.maximum(sums[bounds[1:]] - sums[bounds[:-1]], 1)
    rates = np.repeat((SAMPLED / totals).astype(np.float32), np.diff(bounds))
    drawn = (mixed(pieces.astype(np.uint64)) >> np.uint64(64 - _DRAWN)).astype(np.float32)
    return np.flatnonzero(-np.log((drawn + np.float32(0.5)) / np.float32(1 << _DRAWN)) < weight * rates)
