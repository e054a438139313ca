"""Families that grow by one text at a time: the same as all at once, but for a few that come too early to be seen.

A new text is held against the middles of families only, found by the rare pieces that both have. What its copies do
not share stops counting for a middle as copies come. A text that is like two middles that are like each other makes
one family of both.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from lali.engines.families.commonest import join_commonest
from lali.engines.families.fold import code_of, read
from lali.engines.families.gathering import KEPT, LARGE, TAKEN, Gathering, gather, settle
from lali.engines.families.likeness import ALIKE, found, likeness
from lali.engines.families.pieces import Numbers, Pieces, Places, joined, pieces_of, spread, starts_of
from lali.engines.families.postings import Postings
from lali.engines.families.rarity import Rarity, Weights, imagined, sampled
from lali.engines.families.rows import Rows

FIRST_SETTLED = 500  # families of an index when they are first held against one another; then at each doubling
TRIED = 6  # middles held against a new text
_MOST_COUNTED = 60_000
_RARITY_BITS = 24


class Index:
    """Families of the texts added so far. `len` is the number of ids."""

    def __init__(self) -> None:
        self._rarity = Rarity(_RARITY_BITS)
        self._pieces, self._counts = Rows(np.uint32), Rows(np.uint16)
        self._starts, self._keys, self._copies = Rows(np.int64, [0]), Rows(np.uint64), Rows(np.int64)
        self._under = Rows(np.int64)
        self._postings = Postings()
        self._known: dict[int, int] = {}
        self._of: dict[str, int] = {}
        self._settle_at = FIRST_SETTLED

    def __len__(self) -> int:
        return len(self._of)

    @classmethod
    def of(cls, texts: Iterable[tuple[str, str]]) -> Self:
        """An index of many texts, (id, text), folded all at once."""
        index, ids = cls(), list[str]()
        distinct, keys = read(_noting(texts, ids))
        gathered = gather(distinct)
        middles = np.flatnonzero(gathered.middles == np.arange(len(distinct)))
        index._take(gathered, middles)
        place = np.searchsorted(middles, gathered.middles)
        index._known = dict(zip(distinct.keys.tolist(), place.tolist(), strict=True))
        index._of = {name: index._known.get(key, -1) for name, key in zip(ids, keys.tolist(), strict=True)}
        index._settle_at = max(2 * len(middles), FIRST_SETTLED)
        return index

    def add(self, name: str, text: str) -> str:
        """The family of a text, which is kept under this id; "" for a text without words."""
        new = pieces_of([text])
        key = int(new.keys[0])
        if key and key not in self._known:
            self._rarity.imagined = imagined(len(self._keys), len(self._known))
            self._known[key] = self._placed(new)
        self._of[name] = self._known.get(key, -1)
        if len(self._keys) >= self._settle_at:
            self.settle()
        return self.family(name)

    def settle(self) -> None:
        """Hold all families against one another, as many at once do: what came too early to be seen is found.

        Done by itself whenever the families have doubled; it takes about 50 microseconds for each.
        """
        left = np.flatnonzero(self._under.all() == np.arange(len(self._under)))
        left = left[np.argsort(self._keys.all()[left])]
        gathering = Gathering(self._chosen(left))
        places = self._places(left)
        gathering.counts[:] = self._counts.all()[places]
        gathering.counted[:] = gathering.sizes[:] = self._copies.all()[left]
        gathering.note_everybodys(Rarity.of(gathering.texts))
        everything = np.arange(len(left))
        join_commonest(gathering, Rarity.of(gathering.texts).weights(gathering.texts) * gathering.kept(everything))
        settle(gathering)
        self._counts.all()[places] = gathering.counts
        self._copies.all()[left] = gathering.counted
        self._under.all()[left] = left[gathering.middles]
        self._settle_at = max(2 * len(self._keys), FIRST_SETTLED)

    def family(self, name: str) -> str:
        """The family of an id as it is now; KeyError when it was never added."""
        place = self._of[name]
        return code_of(int(self._keys[self._middle(place)])) if place >= 0 else ""

    def families(self) -> dict[str, str]:
        """The family of every id as it is now."""
        return {name: self.family(name) for name in self._of}

    def state(self) -> dict[str, NDArray[Any]]:
        """All of it as arrays of numbers, to be kept in a file (numpy.savez) and given to `restored`."""
        names = "\0".join(name.replace("\0", "\ufffd") for name in self._of)
        return {
            "rarity": self._rarity.counts,
            "texts": np.array([self._rarity.texts], np.int64),
            "names": np.frombuffer(names.encode(errors="replace"), np.uint8),
            "of": np.fromiter(self._of.values(), np.int64, len(self._of)),
            "known": np.fromiter(self._known.keys(), np.uint64, len(self._known)),
            "places": np.fromiter(self._known.values(), np.int64, len(self._known)),
            "postings": self._postings.all(),
            "settle_at": np.array([self._settle_at], np.int64),
            **{name: getattr(self, f"_{name}").all() for name in _ROWS},
        }

    @classmethod
    def restored(cls, state: Mapping[str, NDArray[Any]]) -> Self:
        """The index whose state this is; KeyError when it is none."""
        index = cls()
        index._rarity.counts, index._rarity.texts = state["rarity"].copy(), int(state["texts"][0])
        for name in _ROWS:
            setattr(index, f"_{name}", Rows(state[name].dtype, state[name]))
        index._postings = Postings(state["postings"])
        index._settle_at = int(state["settle_at"][0])
        index._known = dict(zip(state["known"].tolist(), state["places"].tolist(), strict=True))
        names = state["names"].tobytes().decode().split("\0") if len(state["of"]) else []
        index._of = dict(zip(names, state["of"].tolist(), strict=True))
        return index

    def _take(self, gathered: Gathering, middles: Places) -> None:
        """Middles of a whole gathering, into an index that is empty."""
        own = gathered.texts.chosen(middles)
        self._rarity = Rarity.of(own, len(gathered.texts))
        self._pieces.extend(own.pieces)
        self._starts.extend(own.starts[1:])
        self._keys.extend(own.keys)
        self._copies.extend(gathered.counted[middles])
        self._under.extend(np.arange(len(middles)))
        self._counts.extend(gathered.counts[spread(gathered.texts.starts[middles], own.lengths)])
        kept = self._kept(np.arange(len(middles)))
        self._postings = Postings(np.sort(sampled(own, self._rarity.weights(own) * kept)))

    def _placed(self, new: Pieces) -> int:
        """The middle of the family of a text that nobody wrote before."""
        near = self._near(new.pieces)
        if len(near):
            held, weights = self._beside(new, near)
            score = likeness(held, weights, np.zeros(len(near), np.int64), np.arange(1, len(near) + 1))
            order = np.argsort(-score, kind="stable")
            least = np.where(self._copies.all()[near[order]] >= LARGE, TAKEN, ALIKE)
            alike = near[order][score[order] >= least]
            if len(alike):
                return self._join(new, alike)
        return self._found(new)

    def _near(self, pieces: Numbers) -> Places:
        """Middles that have most pieces in common with a text, of those that can be found by a piece."""
        hits = self._postings.having(pieces)
        if not len(hits):
            return hits
        counted = np.unique_counts(np.fromiter(map(self._middle, hits.tolist()), np.int64, len(hits)))
        order = np.argsort(-counted.counts, kind="stable")[:TRIED]
        return counted.values[order]

    def _beside(self, new: Pieces, near: Places) -> tuple[Pieces, Weights]:
        """A text and some middles as if they were all there is, with the weights of their pieces."""
        held = joined([new, self._chosen(near)])
        kept = np.concatenate([np.ones(len(new.pieces), np.bool_), self._kept(near)])
        return held, self._rarity.weights(held) * kept

    def _chosen(self, which: Places) -> Pieces:
        lengths = self._starts.all()[which + 1] - self._starts.all()[which]
        return Pieces(self._pieces.all()[self._places(which)], starts_of(lengths), self._keys.all()[which])

    def _places(self, which: Places) -> Places:
        begins, ends = self._starts.all()[which], self._starts.all()[which + 1]
        return spread(begins, ends - begins)

    def _kept(self, which: Places) -> NDArray[np.bool_]:
        lengths = self._starts.all()[which + 1] - self._starts.all()[which]
        counts = self._counts.all()[self._places(which)].astype(np.int64)
        return np.asarray(counts * KEPT >= np.repeat(self._copies.all()[which] - 1, lengths))

    def _join(self, new: Pieces, alike: Places) -> int:
        """Put a text into the likest family, and what is like both under it."""
        middle = int(alike[0])
        self._support(middle, new, 1)
        for other in alike[1:].tolist():
            held, weights = self._beside(self._chosen(np.array([middle])), np.array([other]))
            if likeness(held, weights, np.array([0]), np.array([1]))[0] >= ALIKE:
                self._support(middle, self._chosen(np.array([other])), int(self._copies[other]))
                self._under[other] = middle
        return middle

    def _support(self, middle: int, copy: Pieces, times: int) -> None:
        """Count which pieces of a middle a copy has."""
        if self._copies[middle] + times > _MOST_COUNTED:
            return
        held = joined([self._chosen(np.array([middle])), copy])
        hits = found(held, np.array([0]), np.array([1]))
        within = slice(int(self._starts[middle]), int(self._starts[middle + 1]))
        self._counts.all()[within] += (hits * times).astype(np.uint16)
        self._copies[middle] += times

    def _found(self, new: Pieces) -> int:
        """Make a text the middle of a family of its own."""
        place = len(self._keys)
        self._rarity.add(new)
        self._pieces.extend(new.pieces)
        self._counts.extend(np.zeros(len(new.pieces), np.uint16))
        self._starts.extend([len(self._pieces)])
        self._keys.extend(new.keys)
        self._copies.extend([1])
        self._under.extend([place])
        self._postings.add((sampled(new, self._rarity.weights(new)) >> np.uint64(32)).astype(np.uint32), place)
        return place

    def _middle(self, place: int) -> int:
        while (above := int(self._under[place])) != place:
            place = above
        return place


_ROWS = ("pieces", "counts", "starts", "keys", "copies", "under")


def _noting(texts: Iterable[tuple[str, str]], ids: list[str]) -> Iterable[str]:
    for name, text in texts:
        ids.append(name)
        yield text
