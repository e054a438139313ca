"""How far two texts are one: which share of each finds its counterpart in the other, stretch by stretch.

A slot is short: where two copies of one template differ, what they share is never far. A paragraph that two companies
share leaves long stretches with nothing in common. So each place of a text counts, by its weight, when enough of the
stretch around it stands in the other text, wherever it stands there. Whole numbers throughout: the same on any engine.
"""

import numpy as np
from numpy.typing import NDArray

from lali.engines.families.pieces import Pieces, Places, blocks_of, spread, starts_of
from lali.engines.families.rarity import Weights

STRETCH = 8  # pieces to each side
ENOUGH = 7  # one part in so many of the weight of a stretch must be shared for its place to count
BESIDE = 2  # pieces to each side that words everybody has speak for: a slot is short
SOME = (7, 2)  # seven times what is shared beside a place must be twice what is there, whatever it weighs
Shares = NDArray[np.float32]
Flags = NDArray[np.bool_]
_ROOM = 32  # places in a table of marks for each piece: 3 % of strangers are taken for known
_MOST = 1 << 19  # pieces looked at in one go


def likeness(texts: Pieces, weights: Weights, one: Places, other: Places) -> Shares:
    """Share of the text that has the smaller share in the other, pair by pair: 0 nothing, 1 all."""
    answer = np.empty(len(one), np.float32)
    for block in blocks_of(texts.lengths[one] + texts.lengths[other], _MOST):
        forth = _covered(texts, weights, one[block], other[block])
        answer[block] = np.minimum(forth, _covered(texts, weights, other[block], one[block]))
    return answer


def found(texts: Pieces, these: Places, those: Places) -> Flags:
    """Whether each piece of these texts stands in those, pair by pair, one pair after another."""
    unique, which = np.unique(those, return_inverse=True)
    lengths = texts.lengths[unique]
    sizes = np.int64(1) << np.ceil(np.log2(np.maximum(lengths, 1) * _ROOM)).astype(np.int64)
    begins = starts_of(sizes)
    masks = (sizes - 1).astype(np.uint32)
    marks = np.zeros(begins[-1], np.bool_)
    own = texts.pieces[spread(texts.starts[unique], lengths)]
    marks[(own & np.repeat(masks, lengths)) + np.repeat(begins[:-1], lengths)] = True
    lengths = texts.lengths[these]
    asked = texts.pieces[spread(texts.starts[these], lengths)]
    return np.asarray(marks[(asked & np.repeat(masks[which], lengths)) + np.repeat(begins[which], lengths)])


def add_support(texts: Pieces, counts: NDArray[np.uint16], middles: Places, members: Places, times: Places) -> None:
    """Add to the counts, which stand beside the pieces, in how many copies each piece of a middle stands."""
    for block in blocks_of(texts.lengths[middles] + texts.lengths[members], _MOST):
        lengths = texts.lengths[middles[block]]
        hits = found(texts, middles[block], members[block]) * np.repeat(times[block], lengths)
        np.add.at(counts, spread(texts.starts[middles[block]], lengths), hits.astype(np.uint16))


def _covered(texts: Pieces, weights: Weights, these: Places, those: Places) -> Shares:
    """Share by weight of these texts that is near to what they share with those."""
    lengths = texts.lengths[these]
    weight = weights[spread(texts.starts[these], lengths)].astype(np.int32)
    apart = spread(starts_of(lengths + STRETCH)[:-1] + STRETCH, lengths)  # no stretch reaches into the next text
    hits = found(texts, these, those).astype(np.int32)
    near = _around(apart, weight * (hits * ENOUGH - 1), STRETCH)
    near |= _around(apart, (weight > 0) * (hits * SOME[0] - SOME[1]), BESIDE)
    bounds = starts_of(lengths)
    total, covered = sums_of(weight, bounds), sums_of(weight * near, bounds)
    return (covered / np.maximum(total, 1)).astype(np.float32)


def _around(apart: Places, balance: NDArray[np.int32], reach: int) -> Flags:
    """Of each place whether what is shared within reach outweighs what is not: a balance not below zero."""
    sums = np.zeros(int(apart[-1] if len(apart) else 0) + STRETCH + 3, np.int32)
    sums[apart + 1] = balance
    np.cumsum(sums, out=sums)
    width = 2 * reach + 1
    return np.asarray((sums[width:] >= sums[:-width])[apart - reach])


def sums_of(values: NDArray[np.int32] | Flags, bounds: Places) -> Places:
    """Sums of values between bounds."""
    sums = np.zeros(len(values) + 1, np.int64)
    np.cumsum(values, out=sums[1:])
    return sums[bounds[1:]] - sums[bounds[:-1]]
