"""How far two texts are one: which share of each finds its counterpart in the other, stretch by stretch.

A slot is short: where two copies of one template differ, what they share is never far. A paragraph that two companies
share leaves long stretches with nothing in common. So each place of a text counts, by its weight, when enough of the
stretch around it stands in the other text, wherever it stands there. And what is shared must be more than chance and
stock phrases bring about: a piece that many have says little, a phrase counts as one thing however many words it has,
and all of it together must be rarer than any pair of strangers. Whole numbers throughout: the same on any engine.
"""

import numpy as np
from numpy.typing import NDArray

from lali.engines.families.pieces import Numbers, Pieces, Places, blocks_of, spread, starts_of
from lali.engines.families.rarity import HEAVIEST, Weights

ALIKE = 0.75  # of either text by weight: from here on two are of one hand
STRETCH = 8  # pieces to each side
CHANCE = HEAVIEST // 8  # weight up to which a piece that two share says nothing: chance brings it about
FAINT = 3  # what chance brings about counts one part in 2 ** FAINT of its weight
EXPECTED = 3  # what follows a shared piece is expected, but for one part in 2 ** EXPECTED
SPEAKS = 13  # times that what is shared in a stretch speaks for it
AT_MOST = 750  # for which one piece speaks
AGAINST = HEAVIEST // 2  # at most what a piece that is not shared says against its stretch
BESIDE = 2  # pieces to each side for which any words speak
MOST = 3  # of those five that must be shared; one less where two are known to be of one hand
UNLIKE = 0.4  # likeness below which the other side of a pair is not asked
EVIDENCE = HEAVIEST * 7 // 4  # what two texts share must say so much: rarer than any pair of strangers
OWN = HEAVIEST // 2  # weight above which a piece is rather of a hand than of many
ENOUGH = 16  # pieces of its own that a text has, for all the evidence to be asked
NEARLY_ALL = 3  # of five of those pieces that two have in common, for less to be asked
LEAST = 0.375  # of the evidence: one piece that stands nowhere else
Shares = NDArray[np.float32]
Flags = NDArray[np.bool_]
_ROOM = 32  # places in a table of marks for each piece: one in sixty that is there is not found
_MOST = 1 << 19  # pieces looked at in one go


def likeness(texts: Pieces, weights: Weights, one: Places, other: Places, *, known: bool = False) -> Shares:
    """Share of the text that has the smaller share in the other, pair by pair: 0 nothing, 1 all.

    A piece of no weight counts for nothing, and no other finds it. What both share must be rarer than chance, and makes
    less of the share where it is not; unless they are `known` to be of one hand, and only how like they are is asked.
    Below UNLIKE it may be less than is said.
    """
    answer = np.empty(len(one), np.float32)
    for block in blocks_of(texts.lengths[one] + texts.lengths[other], _MOST):
        answer[block] = _likeness(texts, weights, one[block], other[block], known)
    return answer


def _likeness(texts: Pieces, weights: Weights, one: Places, other: Places, known: bool) -> Shares:
    score = _half(texts, weights, one, other, known)
    near = np.flatnonzero(score >= UNLIKE)
    score[near] = np.minimum(score[near], _half(texts, weights, other[near], one[near], known))
    return score


def _half(texts: Pieces, weights: Weights, these: Places, those: Places, known: bool) -> Shares:
    """Likeness as one side of each pair sees it."""
    share, says, needed = _covered(texts, weights, these, those, known)
    return share if known else share * np.minimum(says / needed, np.float32(1)).astype(np.float32)


def found(texts: Pieces, these: Places, those: Places, weights: Weights | None = None) -> Flags:
    """Whether each piece of these texts stands in those, pair by pair, one pair after another; with weight there."""
    unique, which = np.unique(those, return_inverse=True)
    lengths = texts.lengths[unique]
    sizes = np.int64(1) << np.ceil(np.log2(np.maximum(lengths, 1) * _ROOM)).astype(np.int64)
    begins = starts_of(sizes)
    masks = (sizes - 1).astype(np.uint32)
    marks = np.zeros(begins[-1], np.uint8)
    held = spread(texts.starts[unique], lengths)
    own = texts.pieces[held]
    at = (own & np.repeat(masks, lengths)) + np.repeat(begins[:-1], lengths)
    counts = slice(None) if weights is None else weights[held] > 0
    marks[at[counts]] = _mark(own[counts])
    lengths = texts.lengths[these]
    asked = texts.pieces[spread(texts.starts[these], lengths)]
    at = (asked & np.repeat(masks[which], lengths)) + np.repeat(begins[which], lengths)
    return np.asarray(marks[at] == _mark(asked))


def _mark(pieces: Numbers) -> NDArray[np.uint8]:
    """The bits of a piece that its place in the table does not tell; never the mark of nothing."""
    return (pieces >> np.uint32(24)).astype(np.uint8) | np.uint8(1)


def add_support(texts: Pieces, counts: NDArray[np.uint16], middles: Places, members: Places, times: Places) -> None:
    """Add to the counts, which stand beside the pieces, in how many copies each piece of a middle stands."""
    for block in blocks_of(texts.lengths[middles] + texts.lengths[members], _MOST):
        lengths = texts.lengths[middles[block]]
        hits = found(texts, middles[block], members[block]) * np.repeat(times[block], lengths)
        np.add.at(counts, spread(texts.starts[middles[block]], lengths), hits.astype(np.uint16))


def _covered(
    texts: Pieces, weights: Weights, these: Places, those: Places, known: bool
) -> tuple[Shares, NDArray[np.int64], Shares | np.float32]:
    """Share by weight of these texts that is near to what they share, what that says, and what it must say."""
    lengths = texts.lengths[these]
    bounds = starts_of(lengths)
    weight = weights[spread(texts.starts[these], lengths)].astype(np.int32)
    hits = found(texts, these, those, weights) & (weight > 0)
    says = _says(weight, hits, bounds)
    needed = np.float32(1) if known else _needed(weight > OWN, hits, bounds)
    where = apart(lengths)
    near = around(where, np.where(hits, np.minimum(says * SPEAKS, AT_MOST), -np.minimum(weight, AGAINST)), STRETCH)
    near |= around(where, (weight > 0) * (hits * np.int32(5) - (MOST - known)), BESIDE)
    weight = np.maximum(weight - CHANCE, weight >> FAINT) + (weight > 0)
    return _share(weight, near, bounds), sums_of(says, bounds), needed


def _needed(own: Flags, hits: Flags, bounds: Places) -> Shares:
    """How much what is shared must say: less where a text has few words of its own, a title, and most are shared."""
    many = sums_of(own, bounds)
    is_whole = sums_of(own & hits, bounds) * 5 >= many * NEARLY_ALL
    return (EVIDENCE * np.where(is_whole, np.clip(many / ENOUGH, LEAST, 1), 1)).astype(np.float32)


def apart(lengths: Places) -> Places:
    """Places of texts so far from one another that no stretch reaches from one into the next."""
    return spread(starts_of(lengths + STRETCH)[:-1] + STRETCH, lengths)


def _share(weight: NDArray[np.int32], near: Flags, bounds: Places) -> Shares:
    return (sums_of(weight * near, bounds) / np.maximum(sums_of(weight, bounds), 1)).astype(np.float32)


def _says(weight: NDArray[np.int32], hits: Flags, bounds: Places) -> NDArray[np.int32]:
    """What each shared piece says for one hand, beyond what chance and the piece before it let expect."""
    rare = np.maximum(weight - CHANCE, 0) * hits
    before = np.zeros_like(rare)
    before[1:] = rare[:-1]
    before[bounds[:-1][bounds[:-1] < len(before)]] = 0
    return np.asarray(np.maximum(rare - before + (before >> EXPECTED), 0))


def around(apart: Places, balance: NDArray[np.int32], reach: int) -> Flags:
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
