"""Large families must have something of their own: what everybody writes ties nobody, however long it is.

Among a million texts there are thousands of strangers whose ads hold hardly more than a clause that one in forty has,
and stock phrases. Each is like the others by every measure of two texts; that they are no family shows only in who else
has their words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lali.engines.families.likeness import Flags, found, sums_of
from lali.engines.families.pieces import Places, blocks_of, spread, starts_of
from lali.engines.families.rarity import Rarity

if TYPE_CHECKING:
    from lali.engines.families.gathering import Compare, Gathering

FARTHEST = 0.4  # likeness to the template below which a text leaves a large family
LARGE = 8  # texts of a family from which on it must have something of its own
SHARES_OWN = 4  # one part in so many of what is a family's own each of its texts must have
BEFORE_ALL = 3  # one in so many of the texts that have a piece are of a family: it is the family's own


@dataclass(frozen=True, slots=True)
class Again:
    """What must be gathered again: who goes, whom that concerns, and in how many families each piece stands."""

    gone: Places
    moved: Flags
    families: Rarity


def strangers(gathering: "Gathering", compare: "Compare", before: Again | None = None) -> Again | None:
    """Those in large families that share with the middle only what everybody writes; None when there are none.

    Either they have too little of what is the family's own, or most of what is rare in them stands in no copy. A piece
    is everybody's when one family in EVERYBODYS has it, and not this one before all others.
    """
    texts, middles = gathering.texts, gathering.middles
    left = np.flatnonzero(middles == np.arange(len(texts)))
    large = left[gathering.sizes[left] >= LARGE]
    if before:  # only what changed since
        large = large[np.isin(large, middles[np.flatnonzero(before.moved)])]
    if not len(large):
        return None
    families, every = Rarity.of(texts.chosen(left), len(texts)), Rarity.of(texts)
    members = np.flatnonzero(np.isin(middles, large) & (middles != np.arange(len(texts))))
    members = members[np.argsort(middles[members], kind="stable")]
    shares = np.concatenate([np.empty(0, np.bool_), *_shares_own(gathering, large, members, families, every)])
    gone = members[~(shares & _alike(gathering, compare, large, members, families))]
    if not len(gone):
        return None
    _forbid(gathering, np.unique(middles[gone]), families, every)
    moved = np.zeros(len(texts), np.bool_)
    moved[gone] = moved[middles[gone]] = True
    return Again(gone, moved, families)


def _alike(gathering: "Gathering", compare: "Compare", large: Places, members: Places, families: Rarity) -> Flags:
    """Whether each of these members is like the template of its family."""
    held = np.sort(np.concatenate([large, members]))
    own = gathering.texts.chosen(held)
    weights, place = families.weights(own), np.searchsorted(held, large)
    weights[spread(own.starts[place], own.lengths[place])] *= gathering.kept(large)
    one, other = np.searchsorted(held, members), np.searchsorted(held, gathering.middles[members])
    return compare(own, weights, one, other, known=True) >= FARTHEST


def _forbid(gathering: "Gathering", left: Places, families: Rarity, every: Rarity) -> None:
    """What a family that lets others go holds and one text in EVERYBODYS has brings none of them together again."""
    texts = gathering.texts.chosen(left)
    common = gathering.kept(left) & every.is_everybodys(texts.pieces)
    families.put(texts.pieces[common], families.texts + families.imagined)


def _shares_own(
    gathering: "Gathering", large: Places, members: Places, families: Rarity, every: Rarity
) -> Iterator[Flags]:
    """Whether each of these members has enough of what is its family's own."""
    texts, middles = gathering.texts, gathering.middles
    own = np.zeros(len(texts.pieces), np.bool_)
    own[spread(texts.starts[large], texts.lengths[large])] = _own(gathering, large, families, every)
    for block in blocks_of(texts.lengths[middles[members]] + texts.lengths[members]):
        held, under = members[block], middles[members[block]]
        mine = own[spread(texts.starts[under], texts.lengths[under])]
        bounds = starts_of(texts.lengths[under])
        shared = sums_of(mine & found(texts, under, held), bounds)
        yield shared * SHARES_OWN >= np.maximum(sums_of(mine, bounds), 1)


def _own(gathering: "Gathering", large: Places, families: Rarity, every: Rarity) -> Flags:
    """Which pieces of these middles belong to the template and are not everybody's."""
    texts = gathering.texts.chosen(large)
    counts = gathering.counts[spread(gathering.texts.starts[large], texts.lengths)].astype(np.int64) + 1
    inside = counts * np.repeat(gathering.sizes[large] / gathering.counted[large], texts.lengths)
    others = inside * BEFORE_ALL < every.count_of(texts.pieces)
    return np.asarray(gathering.kept(large) & ~(families.is_everybodys(texts.pieces) & others))
