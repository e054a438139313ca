"""What relatives and neighbours share as well, and how much less it says of one person.

Weights of single likenesses add up as if each were seen by itself. In one household they come together: the same phone,
the same house, the same family name. So every pair is held against three cases rather than two: one person, two
strangers, two persons of one household; what the third explains is taken off, as a step of the waterfall of its own.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from .comparing import TOLD_APART, Aspect

ASPECT = "household"
SAID = "people of one family or one house often share as much, so together these say less"
UNSEEN = 1_000  # pairs of strangers that are added to those of a register
LEAST = 0.5  # pairs of one person that are expected at least, whatever was found
RELATIVES = 2.0  # pairs of one household that are added to those found
AT_ONCE = 250_000  # pairs
STEPS = 40
_MOST = 0.25
_DIGITS = 9


def degrees_seen(pairs: pa.Table, aspect: Aspect) -> NDArray[np.int64]:
    """For each weighed pair the place of the degree that it shows; -1 where it is not known of both."""
    weight = pairs[f"mw_{aspect.name}"].to_numpy()
    known = np.array([0.0, *(degree.weight + TOLD_APART * at for at, degree in enumerate(aspect.degrees, 1))])
    order = np.argsort(known)
    at = np.searchsorted(known[order], weight - TOLD_APART / 2)
    return np.asarray(order[np.clip(at, 0, len(known) - 1)] - 1, np.int64)


def among_kin(pairs: pa.Table, aspects: Sequence[Aspect]) -> NDArray[np.float64]:
    """For each weighed pair how much likelier it is of one household than of strangers, in powers of two.

    `pairs` has mw_ASPECT and mw_tf_adj_ASPECT as Splink gives them.
    """
    some = [_explained(pairs.slice(at, AT_ONCE), aspects) for at in range(0, pairs.num_rows, AT_ONCE)]
    return np.concatenate([np.empty(0), *some])


def _explained(pairs: pa.Table, aspects: Sequence[Aspect]) -> NDArray[np.float64]:
    explained = np.zeros(pairs.num_rows)
    for aspect in aspects:
        shares = np.array([*(np.log2((degree.kin or degree.u) / degree.u) for degree in aspect.degrees), 0.0])
        seen = shares[degrees_seen(pairs, aspect)]  # the last for what is not known
        rarer = f"mw_tf_adj_{aspect.name}"
        explained += seen
        if rarer in pairs.column_names:
            explained += np.where(seen > 0, np.nan_to_num(pairs[rarer].to_numpy()), 0.0)
    return np.asarray(np.round(explained, _DIGITS), np.float64)


@dataclass(frozen=True, slots=True)
class Shares:
    """Of all pairs of a register: how many are of one person, how many of two persons of one household."""

    person: float
    household: float

    def weighed(self, kin: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        """The weight before anything is compared, and for each pair what a household takes off (0 or less)."""
        strangers = 1 - self.person - self.household
        off = -np.logaddexp2(0.0, np.log2(self.household / strangers) + kin)
        return math.log2(self.person / strangers), np.round(off, _DIGITS)


def pairs_in(records: int) -> float:
    """All pairs of a register, and a thousand pairs of strangers more."""
    return records * (records - 1) / 2 + UNSEEN


def shares_of(person: NDArray[np.float64], kin: NDArray[np.float64], records: int) -> Shares:
    """The shares that the evidence of the compared pairs itself speaks for, by expectation-maximisation.

    `person` and `kin` are weights against strangers; pairs that were not compared are strangers'. A thousand pairs of
    strangers are added: a handful of records tells little of how often people come again. Sums are over rounded
    weights, so that order says nothing.
    """
    every = pairs_in(records)
    places = np.round(np.stack([person, kin]) * 4).astype(np.int64).clip(-400, 400)
    codes, counts = np.unique(places[0] * 1000 + places[1] + 500, return_counts=True)
    ones, kins = 2.0 ** ((codes // 1000) / 4), 2.0 ** ((codes % 1000 - 500) / 4)
    found = Shares(min(_MOST, 1 / max(records, 2)), min(_MOST, 1 / max(records, 2)))
    for _step in range(STEPS):
        one, two = found.person * ones, found.household * kins
        whole = one + two + (1 - found.person - found.household)
        matches, relatives = float((counts * one / whole).sum()), float((counts * two / whole).sum())
        found = Shares(min(_MOST, max(matches, LEAST) / every), min(_MOST, (relatives + RELATIVES) / every))
    return found
