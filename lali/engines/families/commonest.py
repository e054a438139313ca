"""Where one hand wrote a good part of all texts, its words are as common as those of a platform.

What tells them apart is what lies between: under the words of a platform stands a whole ad, in the template of a hand a
slot or a word that was changed. So a text that is common words nearly throughout, with short gaps only, is held against
the one that has most of them, and what both share must follow in the same order.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lali.engines.families.frames import BLOCK, SHORT, is_frame, longest_block, near, own_places, strewn
from lali.engines.families.likeness import Flags, Shares, found, sums_of
from lali.engines.families.pieces import Keys, Numbers, Pieces, Places, blocks_of, spread, starts_of
from lali.engines.families.rarity import HEAVIEST, PRIOR, Weights

if TYPE_CHECKING:
    from lali.engines.families.gathering import Gathering

COMMON = HEAVIEST // 4  # weight up to which a piece is common: one text in six or eight has it
ENOUGH = 0.5  # of a text, word by word
PART = 8  # one text in so many must be of a hand for its words to be that common
FEWEST = 3  # texts that are common throughout, for it to be worth asking
HANDS = 8  # at most that are tried
AS_MANY = 0.9  # of the copies that have the rest must have what one has not, for it to be a sentence said otherwise
SHIFT = 24  # places by which what follows a gap may have moved to be in order
KEPT = 3  # one in so many of those alike must have a piece of the middle for it to belong to the template

Support = NDArray[np.float64]


def join_commonest(gathering: "Gathering", weights: Weights) -> None:
    """Put texts that are common words throughout under a middle each, before anything else is compared."""
    texts = gathering.texts
    common = (weights > 0) & (weights <= _common(len(texts)))
    _join(gathering, texts, common, np.arange(len(texts)))


def _join(gathering: "Gathering", texts: Pieces, common: Flags, numbers: Places, *, within: bool = False) -> None:
    """Join these texts, which have these numbers; `within` a frame that was taken off them, no further one is."""
    many = np.empty(len(texts), np.int64)
    for block in texts.blocks():
        bounds = texts.starts[block.start : block.stop + 1]
        many[block] = sums_of(common[bounds[0] : bounds[-1]], bounds - bounds[0])
    left = np.flatnonzero(many * 2 >= np.maximum(texts.lengths, 1))
    left = left[_throughout(texts, common, left)]
    for _ in range(HANDS):
        if len(left) < FEWEST:
            break
        middle = int(left[np.argmax(many[left] / texts.lengths[left])])
        left = left[left != middle]
        alike = left[_steady(texts, left, middle)]
        if len(alike) * PART >= len(gathering.texts):
            for _again in range(2):  # the second time by what the first ones share
                support = _support(texts, alike, middle)
                kept = support * KEPT >= len(alike)
                if is_frame(kept):
                    if not within:
                        frame = texts.pieces[texts.starts[middle] : texts.starts[middle + 1]][kept]
                        framed = np.sort(np.append(alike, middle))
                        _join(gathering, *_within(texts, common, framed, frame), numbers[framed], within=True)
                    break
                joined = left[_steady(texts, left, middle, support / len(alike))]
                gathering.join(numbers[joined], np.full(len(joined), numbers[middle]))
                left = np.setdiff1d(left, joined)
        left = np.setdiff1d(left, alike)


def _within(texts: Pieces, common: Flags, which: Places, frame: Numbers) -> tuple[Pieces, Flags]:
    """What stands in a frame, the frame taken off, and which of it is common."""
    places = spread(texts.starts[which], texts.lengths[which])
    own = ~np.isin(texts.pieces[places], frame)
    lengths = sums_of(own, starts_of(texts.lengths[which]))
    return Pieces(texts.pieces[places][own], starts_of(lengths), texts.keys[which]), common[places][own]


def _common(texts: int) -> float:
    """Weight up to which a piece is common: one in PART of so many texts has it, whatever is imagined beside them."""
    every = texts + PRIOR
    return float(max(COMMON, HEAVIEST * np.log(every * PART / max(texts, 1)) / np.log(every)))


def _throughout(texts: Pieces, common: Flags, which: Places) -> Flags:
    answer = np.empty(len(which), np.bool_)
    for block in blocks_of(texts.lengths[which]):
        lengths = texts.lengths[which[block]]
        hits = common[spread(texts.starts[which[block]], lengths)]
        answer[block] = _share(near(hits, lengths), lengths) >= ENOUGH
    return answer


def _support(texts: Pieces, which: Places, middle: int) -> Places:
    """In how many of these texts each piece of the middle stands."""
    support = np.zeros(int(texts.lengths[middle]), np.int64)
    for block in blocks_of(texts.lengths[which] + texts.lengths[middle]):
        there = which[block]
        support += found(texts, np.full_like(there, middle), there).reshape(len(there), -1).sum(axis=0)
    return support


def _steady(texts: Pieces, one: Places, middle: int, support: Support | None = None) -> Flags:
    """Whether each has what the other has right beside it, all through, and in the same order.

    Given in which part of the copies each piece of the middle stands, a text with a block of its own in place of
    another of the template is another ad in the same frame.
    """
    answer = np.empty(len(one), np.bool_)
    slot = 0 if support is None else longest_block(own_places(support * KEPT >= 1), texts.lengths[[middle]])[0]
    for block in blocks_of(texts.lengths[one] + texts.lengths[middle]):
        here = one[block]
        there, lengths = np.full_like(here, middle), texts.lengths[here]
        forth, back, backs = found(texts, here, there), found(texts, there, here), texts.lengths[there]
        slots = np.tile(support * KEPT < 1, len(here)) if support is not None else np.zeros(len(back), np.bool_)
        alike = _share(near(forth, lengths), lengths) >= ENOUGH
        alike &= _share(near(back | slots, backs), backs) >= ENOUGH
        if support is not None:
            forth_own = own_places(forth)
            own, instead = longest_block(forth_own, lengths), longest_block(own_places(back) * ~slots, backs)
            most = np.minimum(BLOCK, lengths // SHORT)
            alike &= np.where(
                _others_have_not(back, support), strewn(forth_own, lengths) <= slot, np.minimum(own, instead) <= most
            )
        answer[block] = alike & _in_order(texts, here, there)
    return answer


def _others_have_not(back: Flags, support: Support) -> Flags:
    """Whether what each text has not of the template is in fewer copies than the rest.

    Where each copy says a sentence otherwise, all of the template is in as many copies. Where others have not what a
    text has not, the rest is a platform's, and the text may be another ad.
    """
    kept = support * KEPT >= 1
    missing = ~back.reshape(-1, len(support)) & kept
    mean = (missing * support).sum(axis=1) / np.maximum(missing.sum(axis=1), 1)
    return np.asarray(missing.any(axis=1) & (mean < AS_MANY * np.median(support[kept])))


def _share(flags: Flags, lengths: Places) -> Shares:
    return (sums_of(flags, starts_of(lengths)) / np.maximum(lengths, 1)).astype(np.float32)


def _in_order(texts: Pieces, one: Places, other: Places) -> Flags:
    """Whether of the steps from one shared run to the next two in three lead on in both, and about as far."""
    (held, there), (asked, here) = _placed(texts, other), _placed(texts, one)
    _held, at_held, at_asked = np.intersect1d(held, asked, assume_unique=True, return_indices=True)
    order = np.argsort(at_asked, kind="stable")
    here, there, pair = (
        here[at_asked[order]],
        there[at_held[order]],
        (asked[at_asked[order]] >> np.uint64(32)).astype(np.int64),
    )
    on, moved = np.diff(there), np.diff(here - there)
    steps = (np.diff(here) > 1) & (np.diff(pair) == 0)
    kept = steps & (on > 0) & (np.abs(moved) <= SHIFT)
    every, right = (np.bincount(pair[1:], flags, len(one)) for flags in (steps, kept))
    return np.asarray(right * 3 >= every * 2)


def _placed(texts: Pieces, which: Places) -> tuple[Keys, Places]:
    """Pieces that a text has once, each with the number of its text before it, and their places; in order of places."""
    lengths = texts.lengths[which]
    places = spread(texts.starts[which], lengths)
    owners = np.repeat(np.arange(len(which), dtype=np.uint64) << np.uint64(32), lengths)
    _keys, at, times = np.unique(owners | texts.pieces[places], return_index=True, return_counts=True)
    at = np.sort(at[times == 1])
    return (owners | texts.pieces[places])[at], places[at]
