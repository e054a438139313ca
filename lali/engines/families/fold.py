"""Many texts into families in one go."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from lali.engines.families.gathering import Compare, gather
from lali.engines.families.likeness import Shares, likeness
from lali.engines.families.pieces import Keys, Pieces, Places, joined, pieces_of

READ_AT_ONCE = 1000  # texts


@dataclass(frozen=True, slots=True)
class Families:
    """Of each text, in the order given: its family and how like its middle it is, 0 to 1. Family 0: no words, none."""

    keys: Keys
    scores: Shares

    def codes(self) -> list[str]:
        """Families as they are written; empty for no words. The same texts give the same codes on any machine."""
        return [code_of(key) for key in self.keys.tolist()]


def code_of(key: int) -> str:
    """A family's key as it is written."""
    return f"{key:016x}" if key else ""


def fold(texts: Iterable[str]) -> Families:
    """Fold texts of one hand into families. Their order does not matter, nor how often one comes."""
    return of_read(*read(texts))


def of_read(distinct: Pieces, keys: Keys, compare: Compare = likeness) -> Families:
    """Families of texts that were read already: those that differ, by their keys, and the key of each that came."""
    gathered = gather(distinct, compare)
    return _told(keys, distinct.keys, gathered.middles, gathered.scores)


def _told(keys: Keys, unique: Keys, middles: Places, scores: Shares) -> Families:
    if not len(unique):
        return Families(np.zeros(len(keys), np.uint64), np.zeros(len(keys), np.float32))
    place = np.minimum(np.searchsorted(unique, keys), len(unique) - 1)
    has_words = keys != 0
    return Families(
        np.where(has_words, unique[middles][place], np.uint64(0)),
        np.where(has_words, scores[place], np.float32(0)),
    )


def read(texts: Iterable[str]) -> tuple[Pieces, Keys]:
    """Pieces of the texts that differ, by their keys, and the key of each text that came."""
    parts, keys, known = [], [np.empty(0, np.uint64)], {0}
    for some in _batches(texts):
        part = pieces_of(some)
        keys.append(part.keys)
        new = {key: place for place, key in enumerate(part.keys.tolist()) if key not in known}
        known.update(new)
        parts.append(part.chosen(np.fromiter(new.values(), np.int64, len(new))))
    seen = joined(parts)
    parts.clear()
    return seen.chosen(np.argsort(seen.keys)), np.concatenate(keys)


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    one_by_one = iter(texts)
    while some := list(islice(one_by_one, READ_AT_ONCE)):
        yield some
