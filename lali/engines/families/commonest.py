"""Where one hand wrote a good part of all texts, its words are as common as those of a platform.

What tells them apart is what lies between: under the words of a platform stands a whole ad, in the template of a hand a
slot or a word that was changed. So a text that is common words nearly throughout, with short gaps only, is held against
the one that has most of them, and what both share must follow in the same order.
"""

from typing import TYPE_CHECKING

import numpy as np

from lali.engines.families.likeness import Flags, beside, found, sums_of
from lali.engines.families.pieces import Keys, Pieces, Places, blocks_of, spread
from lali.engines.families.rarity import HEAVIEST, Weights

if TYPE_CHECKING:
    from lali.engines.families.gathering import Gathering

COMMON = HEAVIEST // 4  # weight up to which a piece is common: one text in six or eight has it
ENOUGH = 0.5  # of a text by weight
PART = 8  # one text in so many must be of a hand for its words to be that common
FEWEST = 8  # texts that are common throughout, for it to be worth asking
HANDS = 8  # at most that are tried
STEPS = 3  # gaps at least: who differs in one place may be two that a platform frames
NEARLY_ALL = 0.95  # of a text by weight that must be so where the gaps are fewer
SHIFT = 3  # places by which what follows a gap may have moved to be in order


def join_commonest(gathering: "Gathering", weights: Weights) -> None:
    """Put texts that are common words throughout under a middle each, before anything else is compared."""
    texts = gathering.texts
    common = (weights > 0) & (weights <= COMMON)
    many = np.empty(len(texts), np.int64)
    for block in texts.blocks():
        bounds = texts.starts[block.start : block.stop + 1]
        many[block] = sums_of(common[bounds[0] : bounds[-1]], bounds - bounds[0])
    left = np.flatnonzero(many * 2 >= texts.lengths)
    if len(left) >= FEWEST:
        left = left[_throughout(texts, weights, common, left)]
    for _ in range(HANDS):
        if len(left) < FEWEST:
            break
        middle = int(left[np.argmax(many[left] / texts.lengths[left])])
        left = left[left != middle]
        alike = _steady(texts, weights, left, middle)
        if int(alike.sum()) < len(texts) // PART:
            left = left[~alike]
            continue
        for _again in range(2):  # the second time by what the first ones share
            gathering.join(left[alike], np.full(int(alike.sum()), middle))
            left = left[~alike]
            weights[texts.starts[middle] : texts.starts[middle + 1]] *= gathering.kept(np.array([middle]))
            alike = _steady(texts, weights, left, middle)


def _throughout(texts: Pieces, weights: Weights, common: Flags, which: Places) -> Flags:
    answer = np.empty(len(which), np.bool_)
    for block in blocks_of(texts.lengths[which]):
        hits = common[spread(texts.starts[which[block]], texts.lengths[which[block]])]
        answer[block] = beside(texts, weights, hits, which[block]) >= ENOUGH
    return answer


def _steady(texts: Pieces, weights: Weights, one: Places, middle: int) -> Flags:
    """Whether each has what the other has right beside it, all through, and in the same order."""
    answer = np.empty(len(one), np.bool_)
    for block in blocks_of(texts.lengths[one] + texts.lengths[middle]):
        here = one[block]
        there = np.full_like(here, middle)
        forth = beside(texts, weights, found(texts, here, there, weights), here)
        back = beside(texts, weights, found(texts, there, here, weights), there)
        share = np.minimum(forth, back)
        steps, in_order = _in_order(texts, here, there)
        answer[block] = in_order & (share >= np.where(steps >= STEPS, ENOUGH, NEARLY_ALL))
    return answer


def _in_order(texts: Pieces, one: Places, other: Places) -> tuple[Places, Flags]:
    """Steps from one shared run to the next, and whether two in three of them go as far in both."""
    (held, there), (asked, here) = _placed(texts, other), _placed(texts, one)
    order = np.argsort(held, kind="stable")
    at = np.minimum(np.searchsorted(held[order], asked), len(order) - 1)
    hits = np.flatnonzero(held[order[at]] == asked)
    place, moved = here[hits], here[hits] - there[order[at[hits]]]
    pair = (asked[hits] >> np.uint64(32)).astype(np.int64)
    steps = (np.diff(place) > 1) & (np.diff(pair) == 0)
    kept = steps & (np.abs(np.diff(moved)) <= SHIFT)
    every, right = (np.bincount(pair[1:], flags, len(one)) for flags in (steps, kept))
    return every, np.asarray(right * 3 >= every * 2)


def _placed(texts: Pieces, which: Places) -> tuple[Keys, Places]:
    """Pieces of texts, each with the number of its text before it, and their places."""
    lengths = texts.lengths[which]
    places = spread(texts.starts[which], lengths)
    owners = np.repeat(np.arange(len(which), dtype=np.uint64) << np.uint64(32), lengths)
    return owners | texts.pieces[places], places
