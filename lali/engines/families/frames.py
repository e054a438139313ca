"""One frame around different ads: what a platform, a house or a custom puts around them is no hand.

Copies of one template differ in slots, which are short. Where two texts each hold a whole block of their own within the
same words, and those words are everybody's, the words are a frame and the texts two ads. In a small file this is all
there is to tell it by: counts of fifty texts do not say what is common.
"""

import numpy as np
from numpy.typing import NDArray

from lali.engines.families.likeness import BESIDE, Flags, apart, around, found, sums_of
from lali.engines.families.pieces import Pieces, Places, blocks_of, spread, starts_of
from lali.engines.families.rarity import Weights

SLOTS = 3  # at least: what differs in one place may be what a platform frames
SLOT = 5  # pieces that a slot is long where there are fewer
LONG_SLOT = 10  # and where there are so many
BLOCK = 12  # pieces of its own instead of others of the template, with which a text is another ad in the same frame
BETWEEN = 4  # pieces that stay parts one slot from the next
WORD = 2  # pieces in which copies differ where one word was changed
SHORT = 5  # or one part in so many of the text
RARER = 1.5  # times as heavy as what two share is what each has of its own
FEW = 1000  # texts: of more, counts tell what is common
MOSTLY = 0.7  # of a text that is everybody's words must stand beside what it shares: phrases here and there tie nobody
OF_BOTH = 2  # one part in so many of a block that two share of rarer words makes them more than neighbours in a frame
ANOTHER = 16  # pieces of its own with which a text is another ad, where two are held against one another


def is_frame(kept: Flags) -> bool:
    """Whether what copies do not keep of a middle is an ad of its own, which the rest only frames."""
    changing = np.flatnonzero(~kept)
    slots = np.count_nonzero(np.diff(changing) > BETWEEN) + 1
    block = longest_block(own_places(kept), np.array([len(kept)]))[0]
    return bool(block > (LONG_SLOT if slots >= SLOTS else SLOT))


def of_everybody(texts: Pieces, weights: Weights, everybodys: int) -> Flags:
    """Whether half of each text has `everybodys` weight or less."""
    answer = np.zeros(len(texts), np.bool_)
    for block in texts.blocks():
        bounds = texts.starts[block.start : block.stop + 1]
        held = weights[bounds[0] : bounds[-1]] <= everybodys
        answer[block] = sums_of(held, bounds - bounds[0]) * 2 >= texts.lengths[block]
    return answer


def framed(texts: Pieces, weights: Weights, everybodys: int, one: Places, other: Places) -> Flags:
    """Whether two texts, pair by pair, are other ads in one frame.

    What they share is everybody's words, and each holds a whole block of its own that is rarer; or it is phrases here
    and there, and most of a text stands beside none.
    """
    answer = np.zeros(len(one), np.bool_)
    for block in blocks_of(texts.lengths[one] + texts.lengths[other]):
        here, there = one[block], other[block]
        forth, little = _own(texts, weights, everybodys, here, there)
        back, also_little = _own(texts, weights, everybodys, there, here)
        answer[block] = (forth & back) | little | also_little
    return answer


def _own(texts: Pieces, weights: Weights, everybodys: int, these: Places, those: Places) -> tuple[Flags, Flags]:
    """Whether these hold a whole block of their own, and whether little of them stands beside what is shared."""
    lengths = texts.lengths[these]
    bounds = starts_of(lengths)
    shared = found(texts, these, those)
    weight = weights[spread(texts.starts[these], lengths)].astype(np.int32)
    counts = weight > 0
    own = ~shared & counts
    of_both = sums_of(shared & (weight > everybodys), bounds)
    in_common = sums_of(weight * shared, bounds) / np.maximum(sums_of(shared & counts, bounds), 1)
    is_rarer = sums_of(weight * own, bounds) >= RARER * in_common * sums_of(own, bounds)
    longest = longest_block(own_places(shared), lengths)
    beside = sums_of(near(shared, lengths) & counts, bounds)
    is_little = beside < MOSTLY * sums_of(counts, bounds)
    return (longest > ANOTHER) & (of_both * OF_BOTH < longest) & is_rarer, is_little & (of_both * OF_BOTH < beside)


def near(hits: Flags, lengths: Places) -> Flags:
    """Whether what is shared stands right beside each place of texts, one after another: two of five."""
    return hits | around(apart(lengths), hits * np.int32(5) - np.int32(2), BESIDE)


def own_places(shared: Flags) -> NDArray[np.int8]:
    """1 for each place that a text has of its own, -1 for one that it shares: what `longest_block` adds up."""
    return np.where(shared, np.int8(-1), np.int8(1))


def longest_block(own: NDArray[np.int8], lengths: Places) -> Places:
    """How long the longest block of each text is: places of its own (1), less those that it shares (-1), 0 neither."""
    bounds = starts_of(lengths)
    sums = np.zeros(len(own) + 1, np.int64)
    np.cumsum(own, out=sums[1:])
    apart = np.repeat(np.arange(len(lengths)) * (2 * len(own) + 2), lengths)
    before, after = sums[:-1] - apart, sums[1:] - apart
    answer = np.zeros(len(lengths), np.int64)
    if len(own):
        filled = lengths > 0
        answer[filled] = np.maximum.reduceat(after - np.minimum.accumulate(before), bounds[:-1][filled])
    return np.maximum(answer, 0)


def strewn(own: NDArray[np.int8], lengths: Places) -> Places:
    """How many places of its own each text has in runs longer than a word or two."""
    bounds = starts_of(lengths)
    edges = np.ones(len(own) + 1, np.bool_)
    edges[1:-1] = own[1:] != own[:-1]
    edges[bounds] = True
    begins = np.flatnonzero(edges)
    runs = np.diff(begins)
    sums = starts_of(np.where((own[begins[:-1]] > 0) & (runs > WORD), runs, 0))
    return np.diff(sums[np.searchsorted(begins, bounds)])
