"""Which middles have a piece: one sorted array, and a small dictionary of what came since it was sorted."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lali.engines.families.pieces import Keys, Numbers, Places, spread

MOST_OF_ONE = 64  # middles looked at for one piece: what more have leads nowhere
_MOST_NEW = 300_000  # entries that wait until the array is sorted again
_HALF = np.uint64(32)


class Postings:
    """Middles by piece: entries are a piece and the number of a middle, 32 bits each, sorted."""

    def __init__(self, entries: Keys | NDArray[Any] | None = None) -> None:
        self._sorted: Keys = np.empty(0, np.uint64) if entries is None else entries
        self._new: dict[int, list[int]] = {}
        self._many_new = 0

    def all(self) -> Keys:
        """Every entry, sorted."""
        fresh = [(piece << 32) | owner for piece, owners in self._new.items() for owner in owners]
        if fresh:
            self._sorted = np.unique(np.concatenate([self._sorted, np.array(fresh, np.uint64)]))
            self._new, self._many_new = {}, 0
        return self._sorted

    def add(self, pieces: Numbers, owner: int) -> None:
        """One more middle that has these pieces."""
        for piece in pieces.tolist():
            self._new.setdefault(piece, []).append(owner)
        self._many_new += len(pieces)
        if self._many_new > _MOST_NEW:
            self.all()

    def having(self, pieces: Numbers) -> Places:
        """Middles that have one of these pieces, each as often as it has one."""
        asked = np.unique(pieces)
        first = np.searchsorted(self._sorted, asked.astype(np.uint64) << _HALF)
        last = np.searchsorted(self._sorted, (asked.astype(np.uint64) + np.uint64(1)) << _HALF)
        many = np.minimum(last - first, MOST_OF_ONE)
        old = (self._sorted[spread(first, many)] & np.uint64(0xFFFFFFFF)).astype(np.int64)
        new = [owner for piece in asked.tolist() for owner in self._new.get(piece, ())[:MOST_OF_ONE]]
        return np.concatenate([old, np.array(new, np.int64)])
