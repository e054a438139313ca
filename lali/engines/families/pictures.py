"""Pictures that are one picture, or nearly: packed again, smaller, turned, mirrored, framed, cut, with words over them.

What a picture looks like is kept as PDQ hashes (`engines/known`) of the whole and of what is left when a plain frame
and a strip at each side are taken away, and as 64 by 64 fields of grey. Candidates are near in some of these hashes,
in any position; a pair counts when four fifths of the fields of one are those of the other, however bright either is.
A family is a star around a middle, each member held against it, so that no chain joins two. Whole pictures only: no
face is looked for, nothing tells who is in one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import product
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lali.engines.families.gathering import stars
from lali.engines.families.likeness import Shares
from lali.engines.families.pieces import Places
from lali.engines.known import (
    MATCHES_WITHIN,
    QUALITY_AT_LEAST,
    SIDE,
    SMALLEST,
    Hashes,
    Near,
    bits_of,
    blurred,
    quality_of,
    turned,
    waves_of,
)

FARTHEST = 64  # bits of 256 that may differ before fields are compared: strangers have more, all but always
ALIKE = 0.985  # correlation of the fields compared
PLAINEST = 20  # quality below which a picture is never compared; one of a pair must have QUALITY_AT_LEAST
ROUNDS = 6
TRIED = 12  # pictures that one is held against, the nearest first
MOST_OF_ONE = 64  # hashes looked at that share a piece: where thousands are one picture, the first find them all
_POSITIONS, _BITS = 8, 256
_COMPARED = 32  # fields each way that are compared
_KEPT = 0.8  # of the fields: what was written over a picture is not asked
_FRAME = 6.0  # of 255: brightness within which a frame is plain
_DARKEST = 1.0  # variance below which fields say nothing
_WHOLE = (0.0, 0.0, 0.0, 0.0)
_CUTS = (  # what is taken away at the left, top, right and bottom
    _WHOLE,
    (0.05, 0.05, 0.05, 0.05),
    (0.1, 0.1, 0.1, 0.1),
    *(tuple(share if at == side else 0.0 for at in range(4)) for share in (0.06, 0.12) for side in range(4)),
)
_VIEWS = ((0, _WHOLE), *((1, cut) for cut in _CUTS))  # (with its frame or without, cut)
_ASKED = (*((1, place) for place in range(1, _POSITIONS)), *((0, view) for view in range(len(_VIEWS))))
_AT_ONCE = 2000  # pairs
Grey = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Look:
    """What one picture looks like: about nine thousand bytes, from which it cannot be told who is in it."""

    views: Hashes  # (views, 32)
    positions: Hashes  # (8, 32): without its frame, turned and mirrored
    fields: Grey  # (2, 64, 64): with its frame and without
    quality: int  # 0 to 100, as PDQ counts it

    @property
    def counts(self) -> bool:
        """Whether there is enough in it to be compared with anything."""
        return self.quality >= PLAINEST

    def hashes(self) -> bytes:
        """The hashes alone, 640 bytes: all that is kept where nothing of what a picture shows may be."""
        return self.views.tobytes() + self.positions.tobytes()

    def whole(self) -> bytes:
        """All of it, to be read by `of_whole`: of one length always."""
        return bytes([self.quality]) + self.hashes() + self.fields.tobytes()

    @classmethod
    def of_whole(cls, kept: bytes) -> Self:
        """What `whole` gave; ValueError for anything else."""
        hashes = (len(_VIEWS) + _POSITIONS) * 32
        if len(kept) != 1 + hashes + 2 * SIDE * SIDE:
            raise ValueError("no look at a picture")
        of_hashes = cls.of_hashes(kept[1 : 1 + hashes], kept[0])
        fields = np.frombuffer(kept, np.uint8, offset=1 + hashes).reshape(2, SIDE, SIDE)
        return cls(of_hashes.views, of_hashes.positions, fields, kept[0])

    @classmethod
    def of_hashes(cls, kept: bytes, quality: int) -> Self:
        """A look whose fields were not kept; ValueError for what `hashes` did not give."""
        rows = np.frombuffer(kept, np.uint8).reshape(len(_VIEWS) + _POSITIONS, 32)
        return cls(rows[: len(_VIEWS)], rows[len(_VIEWS) :], np.zeros((0, SIDE, SIDE), np.uint8), quality)


@dataclass(frozen=True, slots=True)
class PictureFamilies:
    """Of each picture, in the order given: family ("": too plain to be compared), bits to its middle, likeness."""

    codes: list[str]
    distances: Places
    scores: Shares


def look_at(luma: ArrayLike) -> Look:
    """What a picture looks like, given as rows of luminance (0 to 255), at most 512 a side."""
    rows = np.asarray(luma, np.float64)
    if rows.ndim != 2 or min(rows.shape) < SMALLEST:  # noqa: PLR2004 - rows and columns
        nothing = np.zeros((len(_VIEWS), 32), np.uint8)
        return Look(nothing, nothing[:_POSITIONS], np.zeros((2, SIDE, SIDE), np.uint8), 0)
    sums = np.pad(rows.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    bounds = _within_frame(rows)
    framed, whole = blurred(rows), _fields(sums, bounds, _WHOLE)
    cut = np.stack([framed, whole, *(_fields(sums, bounds, one) for one in _CUTS[1:])])
    waves = waves_of(cut)
    fields = np.stack([framed, whole]).round().clip(0, 255).astype(np.uint8)
    return Look(bits_of(waves), bits_of(turned(waves[1])), fields, max(quality_of(framed), quality_of(whole)))


def fold_pictures(looks: Sequence[Look], *, by_hashes: bool = False) -> PictureFamilies:
    """Fold pictures into families. Their order does not matter, nor how often one comes.

    `by_hashes`: fields are not asked (they may not have been kept), and a pair counts within MATCHES_WITHIN bits.
    """
    codes = [""] * len(looks)
    distances, scores = np.zeros(len(looks), np.int64), np.zeros(len(looks), np.float32)
    named = [(look.views.tobytes() + look.fields.tobytes(), at) for at, look in enumerate(looks) if look.counts]
    if not named:
        return PictureFamilies(codes, distances, scores)
    places: dict[bytes, int] = {}
    distinct = list[Look]()
    for name, at in sorted(named):
        if name not in places:
            places[name] = len(distinct)
            distinct.append(looks[at])
    middles, apart, likeness = _folded(distinct, by_hashes=by_hashes)
    for name, at in named:
        place = places[name]
        codes[at] = blake2b(distinct[middles[place]].views.tobytes(), digest_size=8).hexdigest()
        distances[at], scores[at] = apart[place], likeness[place]
    return PictureFamilies(codes, distances, scores)


# -- how a picture is looked at ----------------------------------------------------------------------------------------


def _within_frame(rows: NDArray[np.float64]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is left when plain strips of one brightness at the sides go."""
    top, bottom = _plain_ends(rows)
    left, right = _plain_ends(rows[top:bottom].T)
    again = _plain_ends(rows[top:bottom, left:right])
    return left, top + again[0], right, top + again[1]


def _plain_ends(lines: NDArray[np.float64]) -> tuple[int, int]:
    """The first line that is not of the frame, and the one after the last; at least a fifth is left."""
    means = lines.mean(axis=1)
    plain = np.ptp(lines, axis=1) <= _FRAME
    starts = _run(plain & (np.abs(means - means[0]) <= _FRAME))
    ends = len(lines) - _run((plain & (np.abs(means - means[-1]) <= _FRAME))[::-1])
    return (starts, ends) if ends - starts >= max(SMALLEST, len(lines) // 5) else (0, len(lines))


def _run(flags: NDArray[np.bool_]) -> int:
    return int(flags.argmin()) if not flags.all() else len(flags)


def _fields(sums: NDArray[np.float64], bounds: tuple[int, int, int, int], cut: Sequence[float]) -> NDArray[np.float64]:
    """Means of 64 by 64 fields, each a little larger than its share, of what is left after a cut."""
    left, top, right, bottom = bounds
    wide, high = right - left, bottom - top
    x = _edges(left + cut[0] * wide, right - cut[2] * wide, sums.shape[1] - 1)
    y = _edges(top + cut[1] * high, bottom - cut[3] * high, sums.shape[0] - 1)
    every = sums[np.ix_(y[1], x[1])] - sums[np.ix_(y[0], x[1])] - sums[np.ix_(y[1], x[0])] + sums[np.ix_(y[0], x[0])]
    return np.asarray(every / np.outer(y[1] - y[0], x[1] - x[0]))


def _edges(begin: float, end: float, last: int) -> tuple[Places, Places]:
    step = (end - begin) / SIDE
    middles = begin + (np.arange(SIDE) + 0.5) * step
    lower, upper = max(0, round(begin)), min(last, max(round(end), round(begin) + 1))
    low = np.clip(np.rint(middles - 0.8 * step), lower, upper - 1).astype(np.int64)
    return low, np.clip(np.rint(middles + 0.8 * step), low + 1, upper).astype(np.int64)


# -- which pictures are one --------------------------------------------------------------------------------------------


def _folded(looks: Sequence[Look], *, by_hashes: bool) -> tuple[Places, Places, Shares]:
    """The middle of each of pictures that differ, how many bits lie between, and how like it is."""
    of = np.arange(len(looks))
    for _ in range(ROUNDS):
        left = np.flatnonzero(of == np.arange(len(looks)))
        pairs, score = _alike([looks[at] for at in left.tolist()], by_hashes=by_hashes)
        members, middles = stars(len(left), pairs[0], pairs[1], score)
        if not len(members):
            break
        of[left[members]] = left[middles]
        of = of[of]
    return _held(looks, of, by_hashes=by_hashes)


def _alike(looks: Sequence[Look], *, by_hashes: bool) -> tuple[Places, Shares]:
    """Pairs that are one picture, and how like they are."""
    pairs = _candidates(looks)
    score = _likeness(looks, pairs, by_hashes=by_hashes)
    return pairs[:, score >= ALIKE], score[score >= ALIKE]


def _likeness(looks: Sequence[Look], pairs: Places, *, by_hashes: bool) -> Shares:
    if not by_hashes:
        return _agreement(looks, pairs)
    return np.where(pairs[4] <= MATCHES_WITHIN, 1 - pairs[4] / _BITS * (1 - ALIKE), 0).astype(np.float32)


def _held(looks: Sequence[Look], of: Places, *, by_hashes: bool) -> tuple[Places, Places, Shares]:
    """Hold each picture against the middle that it came to: who is not like it stands alone."""
    members = np.flatnonzero(of != np.arange(len(looks)))
    rows = np.array([_way(looks[one], looks[of[one]]) for one in members.tolist()], np.int64).reshape(-1, 3).T
    score = _likeness(looks, np.stack([members, of[members], *rows]), by_hashes=by_hashes)
    apart, likeness = np.zeros(len(looks), np.int64), np.ones(len(looks), np.float32)
    alike = score >= ALIKE
    of[members[~alike]] = members[~alike]
    apart[members[alike]], likeness[members[alike]] = rows[2, alike], score[alike]
    return of, apart, likeness


def _way(one: Look, other: Look) -> tuple[int, int, int]:
    """How a picture is asked for and by which view another is found when they are nearest, and the bits between."""
    asked = np.concatenate([one.positions[1:], one.views]).view(np.uint64)
    apart = np.bitwise_count(asked[:, None] ^ other.views.view(np.uint64)).sum(axis=2)
    how, view = divmod(int(apart.argmin()), len(_VIEWS))
    return how, view, int(apart[how, view])


def _candidates(looks: Sequence[Look]) -> Places:
    """Pairs worth comparing: one, other, how one is asked for, by which view the other is found, bits between."""
    views = np.stack([look.views for look in looks])
    asked = np.concatenate([np.stack([look.positions for look in looks])[:, 1:], views], axis=1)
    near = Near(views.reshape(-1, views.shape[-1]))
    found = []
    for how in range(asked.shape[1]):
        one, at, apart = near.within(asked[:, how], FARTHEST, most=MOST_OF_ONE)
        other = at // len(_VIEWS)
        kept = one != other
        rows = np.stack([one, other, np.full(len(one), how), at % len(_VIEWS), apart])[:, kept]
        found.append(_nearest(rows))
    rows = _nearest(np.concatenate(found, axis=1))
    quality = np.array([look.quality for look in looks])
    rows = rows[:, np.maximum(quality[rows[0]], quality[rows[1]]) >= QUALITY_AT_LEAST]
    rank = np.arange(rows.shape[1]) - np.searchsorted(rows[0], rows[0])
    order = np.lexsort((rows[1], rows[4], rows[0]))  # each one's nearest first
    return rows[:, order[rank < TRIED]]


def _nearest(rows: Places) -> Places:
    """Of each pair, whichever way round, the way in which it is nearest; sorted by the pair."""
    low, high = np.minimum(rows[0], rows[1]), np.maximum(rows[0], rows[1])
    order = np.lexsort((rows[3], rows[2], rows[0], rows[4], high, low))
    rows, low, high = rows[:, order], low[order], high[order]
    first = np.ones(len(low), np.bool_)
    first[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    rows = rows[:, first]
    return rows[:, np.argsort(rows[0], kind="stable")]


def _agreement(looks: Sequence[Look], pairs: Places) -> Shares:
    """How far the fields of each pair are one, 0 to 1, laid over each other as the hashes said."""
    answer = np.zeros(pairs.shape[1], np.float32)
    for how, view in product(range(len(_ASKED)), range(len(_VIEWS))):
        for block in _blocks(np.flatnonzero((pairs[2] == how) & (pairs[3] == view))):
            ones, others = ([looks[at] for at in pairs[side, block].tolist()] for side in (0, 1))
            is_turned, place = _ASKED[how]
            asked = _placed(_viewed(ones, 1), place) if is_turned else _viewed(ones, place)
            answer[block] = _correlated(asked, _viewed(others, view))
    return answer


def _blocks(places: Places) -> Iterator[Places]:
    yield from (places[start : start + _AT_ONCE] for start in range(0, len(places), _AT_ONCE))


def _viewed(looks: Sequence[Look], view: int) -> NDArray[np.float64]:
    """Fields of pictures as a view shows them, 32 by 32, each the mean of nine."""
    frame, (left, top, right, bottom) = _VIEWS[view]
    fields = np.stack([look.fields[frame] for look in looks]).astype(np.float64)
    seen = _between(top, bottom) @ fields @ _between(left, right).T
    padded = np.pad(seen, ((0, 0), (1, 1), (1, 1)), mode="edge")
    return np.asarray(sum(padded[:, y : y + _COMPARED, x : x + _COMPARED] for y, x in product(range(3), range(3))) / 9)


def _between(before: float, after: float) -> NDArray[np.float64]:
    """What brings 64 fields to those compared, when so much is taken away at both ends."""
    places = before * SIDE + (np.arange(_COMPARED) + 0.5) * SIDE * (1 - before - after) / _COMPARED - 0.5
    low = np.clip(np.floor(places).astype(np.int64), 0, SIDE - 2)
    weights = np.zeros((_COMPARED, SIDE))
    weights[np.arange(_COMPARED), low], weights[np.arange(_COMPARED), low + 1] = 1 - (places - low), places - low
    return weights


def _placed(seen: NDArray[np.float64], place: int) -> NDArray[np.float64]:
    """Fields in one of the positions that `turned` gives hashes of."""
    if place & 1:
        seen = seen[:, :, ::-1]
    if place & 2:
        seen = seen[:, ::-1]
    return seen.swapaxes(1, 2) if place & 4 else seen


def _correlated(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """Correlation of the fields, pair by pair, without those in which the two differ most."""
    one, other = one.reshape(len(one), -1), other.reshape(len(other), -1)
    kept = np.ones(one.shape, np.bool_)
    for _ in range(3):
        a, b, (varies, varied, together) = _centred(one, other, kept)
        slope = np.sign(together) * np.sqrt(varied / np.maximum(varies, _DARKEST))
        apart = np.abs(b - slope[:, None] * a)
        kept = apart <= np.quantile(apart, _KEPT, axis=1, keepdims=True)
    _a, _b, (varies, varied, together) = _centred(one, other, kept)
    says = np.minimum(varies, varied) >= _DARKEST
    return np.where(says, together / np.sqrt(np.maximum(varies * varied, _DARKEST)), 0).clip(0, 1)


def _centred(
    one: NDArray[np.float64], other: NDArray[np.float64], kept: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64], tuple[NDArray[np.float64], ...]]:
    """Both without their means over the fields kept, and how much each varies, and both together."""
    many = kept.sum(axis=1)
    a, b = ((side - ((side * kept).sum(axis=1) / many)[:, None]) for side in (one, other))
    return a, b, tuple((x * y * kept).sum(axis=1) / many for x, y in ((a, a), (b, b), (a, b)))
