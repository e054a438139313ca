"""Which pairs are linked and which only possible, and why, where the weight of the pair alone says otherwise."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

NOBODY = -1
FITS, SHORT, FIRST, SECOND, BOTH = 0, 1, 2, 3, 4  # why a likely pair is only possible


def banded(pairs: pa.Table, person: NDArray[np.int64], *, short: NDArray[np.bool_]) -> pa.Table:
    """The pairs with `band` ("linked" inside a person, "possible" else), `tie` and `only`.

    `person` is each record's person, `short` says which pairs weigh less than this register asks. `tie` is the record
    that puts an unlikely pair into one person, by number: NOBODY where no single one does or none is needed. `only`
    says why a likely pair is no more than possible: SHORT, or the records linked with the first, second or both.
    """
    one, other = pairs["nr_l"].to_numpy(), pairs["nr_r"].to_numpy()
    weight, linked = pairs["match_weight"].to_numpy(), person[one] == person[other]
    several = np.bincount(person, minlength=len(person))[person] > 1
    first, second = several[one], several[other]
    others = np.select([first & second, first, second], [BOTH, FIRST, SECOND], BOTH)
    only = np.where(linked | (weight < 0), FITS, np.where(short, SHORT, others))
    return (
        pairs.append_column("band", pa.array(np.where(linked, "linked", "possible"), pa.string()))
        .append_column("tie", pa.array(_ties(one, other, weight, linked), pa.int32()))
        .append_column("only", pa.array(only, pa.int8()))
    )


def _ties(
    one: NDArray[np.int32], other: NDArray[np.int32], weight: NDArray[np.float64], linked: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """For each unlikely pair of one person the record that is most surely the same as both."""
    ties = np.full(len(weight), NOBODY, np.int64)
    weak = np.flatnonzero(linked & (weight < 0))
    ends = np.union1d(one[weak], other[weak])
    near: dict[int, dict[int, float]] = defaultdict(dict)
    for at in np.flatnonzero(linked & (weight >= 0) & (np.isin(one, ends) | np.isin(other, ends))).tolist():
        near[int(one[at])][int(other[at])] = near[int(other[at])][int(one[at])] = float(weight[at])
    for at in weak.tolist():
        mine, theirs = near[int(one[at])], near[int(other[at])]
        sure = {record: min(mine[record], theirs[record]) for record in mine.keys() & theirs.keys()}
        ties[at] = min(sure, key=lambda record: (-sure[record], record)) if sure else NOBODY
    return ties


def noted(row: Mapping[str, Any], one: str, other: str, tie: str | None) -> str:
    """Why a pair (a row of `banded`) is linked though unlikely, or only possible though likely; "" where it fits.

    `one`, `other` and `tie` are ids of records.
    """
    if row["band"] == "linked":
        return f"tied by {tie or 'other records'}" if row["match_weight"] < 0 else ""
    return {
        FITS: "",
        SHORT: "too little here is different from others in this file",
        FIRST: f"the records linked with {one} do not fit {other}",
        SECOND: f"the records linked with {other} do not fit {one}",
        BOTH: "other records that look like these do not fit",
    }[int(row["only"])]
