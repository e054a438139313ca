"""Families from texts that differ: candidates, verified pairs, stars, and stars of stars.

Candidates share a rare piece; a pair is verified before it counts; a family is a star around one text, so that no chain
of neighbours ever reaches from one family to the next. Then the middles of the stars are compared as if each were one
text: what its copies do not share no longer counts, and what many families share counts for little.
"""

from collections.abc import Iterator
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from lali.engines.families.coherence import Again, strangers
from lali.engines.families.commonest import join_commonest
from lali.engines.families.frames import FEW, framed, of_everybody
from lali.engines.families.likeness import ALIKE, Flags, Shares, add_support, likeness
from lali.engines.families.pieces import Keys, Pieces, Places, blocks_of, mixed, spread, starts_of
from lali.engines.families.rarity import Rarity, Weights, sampled

FARTHEST = 0.5  # likeness to the middle of its family below which a text leaves it again
TAKEN = 0.65  # by a family of LARGE and more, which knows its template: so like it must be who is alone
LARGE = 8
ROUNDS = 6
TRIED = 4  # candidates verified for a text, those with most pieces in common first
TRIED_AGAIN = 6  # when fewer are left
IN_COMMON = 2  # pieces of those by which texts are found: with one, not one pair in two hundred is of one hand
STILL = 200  # of so many one that moves is not worth another round
CHECKED = 2  # times that large families let strangers go, who are gathered again
KEPT = 3  # one in so many copies must have a piece of the middle for it to belong to the template
_MOST_COUNTED = 60_000  # copies of a family among which pieces of its middle are counted
_AT_ONCE = 1 << 21  # sampled pieces
_MOST_RANGES = 16
_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)


class Compare(Protocol):
    """`likeness`, wherever it runs."""

    def __call__(self, texts: Pieces, weights: Weights, one: Places, other: Places, *, known: bool = False) -> Shares:
        """Likeness of each pair."""
        ...


class Gathering:
    """Texts on their way into families.

    `middles` is the middle text of each text's family and `scores` how like it the text is; `counts` stand beside the
    pieces and say in how many of the `counted` copies each piece of a middle stands.
    """

    def __init__(self, texts: Pieces) -> None:
        self.texts = texts
        self.middles: Places = np.arange(len(texts), dtype=np.int64)
        self.scores: Shares = np.ones(len(texts), np.float32)
        self.counted = np.ones(len(texts), np.int64)
        self.counts = np.zeros(len(texts.pieces), np.uint16)
        self.sizes = np.ones(len(texts), np.int64)
        self.everybodys = np.zeros(len(texts), np.bool_)
        self.first: Rarity | None = None  # of all texts, until the first round has used it

    def middle_ones(self) -> Places:
        """The middles, largest family first: that is where a piece leads to."""
        left = np.flatnonzero(self.middles == np.arange(len(self.texts)))
        return left[np.lexsort((left, -self.sizes[left]))]

    def note_everybodys(self, rarity: Rarity) -> None:
        """Note which texts are half everybody's words, where so few texts tell little of what is common."""
        if len(self.texts) <= FEW:
            self.everybodys = of_everybody(self.texts, rarity.weights(self.texts), rarity.everybodys())

    def kept(self, left: Places) -> Flags:
        """Whether each piece of these middles belongs to the template: whether enough of the copies have it."""
        lengths = self.texts.lengths[left]
        kept = np.empty(int(lengths.sum()), np.bool_)
        bounds = starts_of(lengths)
        for block in blocks_of(lengths):
            places = spread(self.texts.starts[left[block]], lengths[block])
            least = np.repeat(self.counted[left[block]] - 1, lengths[block])
            kept[bounds[block.start] : bounds[block.stop]] = self.counts[places].astype(np.int64) * KEPT >= least
        return kept

    def join(self, members: Places, middles: Places) -> None:
        """Put middles, with all that is theirs, under other middles."""
        order = np.lexsort((members, middles))
        members, middles = members[order], middles[order]
        self._count(members, middles)
        np.add.at(self.sizes, middles, self.sizes[members])
        self.middles[members] = middles
        self.middles = self.middles[self.middles]

    def let_go(self, far: Places) -> None:
        """Let texts stand alone again, and count anew what is left of the families that they were in."""
        left = np.unique(self.middles[far])
        self.middles[far], self.scores[far] = far, 1
        alone = np.concatenate([far, left])
        self.counted[alone] = self.sizes[alone] = 1
        self.counts[spread(self.texts.starts[alone], self.texts.lengths[alone])] = 0
        members = np.flatnonzero(np.isin(self.middles, left) & (self.middles != np.arange(len(self.texts))))
        self.counted[members] = 1
        members = members[np.argsort(self.middles[members], kind="stable")]
        self._count(members, self.middles[members])
        np.add.at(self.sizes, self.middles[members], 1)

    def _count(self, members: Places, middles: Places) -> None:
        times = self.counted[members]
        sums = np.cumsum(times)
        before = np.searchsorted(middles, middles)
        within = sums - np.where(before > 0, sums[before - 1], 0) + self.counted[middles]
        fits = within <= _MOST_COUNTED
        add_support(self.texts, self.counts, middles[fits], members[fits], times[fits])
        np.add.at(self.counted, middles[fits], times[fits])


def gather(texts: Pieces, compare: Compare = likeness) -> Gathering:
    """Bring texts into families. They differ, and stand by their keys. `compare` is `likeness`, wherever it runs."""
    gathering = Gathering(texts)
    gathering.first = Rarity.of(texts)
    gathering.note_everybodys(gathering.first)
    join_commonest(gathering, gathering.first.weights(texts))
    settle(gathering, compare)
    again = strangers(gathering, compare)
    for _ in range(CHECKED):
        if again is None or len(again.gone) * STILL * 5 < len(texts):
            break
        gathering.let_go(again.gone)
        settle(gathering, compare, again)
        again = strangers(gathering, compare, again)
    if again:
        gathering.let_go(again.gone)
    _check(gathering, compare)
    return gathering


def settle(gathering: Gathering, compare: Compare = likeness, again: Again | None = None) -> None:
    """Bring middles under middles until next to nothing moves; `again`: only those that went and what they left."""
    for _ in range(ROUNDS):
        members, middles = _round(gathering, compare, again)
        gathering.join(members, middles)
        if len(members) * STILL <= np.count_nonzero(gathering.middles == np.arange(len(gathering.texts))):
            break


def _round(gathering: Gathering, compare: Compare, again: Again | None) -> tuple[Places, Places]:
    """Middles that belong under another, and that other."""
    left = gathering.middle_ones()
    own = gathering.texts if len(left) == len(gathering.texts) else gathering.texts.chosen(left)
    rarity = gathering.first if gathering.first and own is gathering.texts else Rarity.of(own, len(gathering.texts))
    gathering.first = None
    weights = rarity.weights(own)
    if again:
        weights *= ~again.families.is_everybodys(own.pieces)
    if len(left) < len(gathering.texts):
        weights *= gathering.kept(left)
    keys = sampled(own, weights, rarity)
    everybodys = rarity.everybodys()
    del rarity  # 256 MiB at a million texts
    one, other = candidates(keys) if len(left) < len(gathering.texts) else first_candidates(keys, len(left))
    del keys  # 190 MiB at a million texts
    if again:
        moved = again.moved[left]
        one, other = one[moved[one] | moved[other]], other[moved[one] | moved[other]]
    score = compare(own, weights, one, other)
    sizes = gathering.sizes[left]
    is_taken = (np.maximum(sizes[one], sizes[other]) >= LARGE) & (np.minimum(sizes[one], sizes[other]) == 1)
    alike = score >= np.where(is_taken, TAKEN, ALIKE)
    one, other, score = one[alike], other[alike], score[alike]
    apart = gathering.everybodys[left[one]] & gathering.everybodys[left[other]]
    apart[apart] = framed(own, weights, everybodys, one[apart], other[apart])
    members, middles = stars(len(left), one[~apart], other[~apart], score[~apart])
    return left[members], left[middles]


def first_candidates(keys: Keys, many: int) -> tuple[Places, Places]:
    """Candidates among texts of which nothing is known yet: they stand beside those that have a drawn piece in common.

    Among the hundreds that have a piece, the one before is then more often of the same hand than by chance (MinHash).
    The keys are used up, as by `candidates`.
    """
    drawn = np.full(many, np.iinfo(np.uint64).max)
    for some in _parts(keys):
        np.minimum.at(drawn, (some & _LOW).astype(np.int64), mixed(some >> _HALF))
    order = np.argsort(drawn, kind="stable")
    rank = np.empty(many, np.uint64)
    rank[order] = np.arange(many, dtype=np.uint64)
    for some in _parts(keys):
        some[:] = (some & ~_LOW) | rank[(some & _LOW).astype(np.int64)]
    one, other = candidates(keys, TRIED)
    return order[one], order[other]


def candidates(keys: Keys, tried: int = TRIED_AGAIN) -> tuple[Places, Places]:
    """Pairs worth verifying: each text with the first that has the same piece, or the one before; TRIED for each.

    Takes pieces with the numbers of texts, as `sampled` gives them, and works in their place: they are used up.
    """
    keys.sort()
    texts = keys.astype(np.uint32)
    keys >>= _HALF
    new = np.flatnonzero(_begins(keys))
    keys[:] = texts
    keys <<= _HALF
    keys |= np.repeat(texts[new], np.diff(np.append(new, len(keys))))  # each text with the first that has its piece
    many = int(texts.max(initial=0)) + 1
    del texts, new
    found = [_likeliest(*_in_common(keys, begin, end), tried) for begin, end in _ranges(many, len(keys))]
    one, other = (np.concatenate(each) for each in zip(*found, strict=True))
    return one, other


def _in_common(keys: Keys, begin: int, end: int) -> tuple[Keys, Places]:
    """Pairs with enough in common of the texts of these numbers, and how much: with the first, and the one before."""
    places = np.flatnonzero((keys >= np.uint64(begin << 32)) & (keys < np.uint64(end << 32)))
    pairs = keys[places]
    before = keys[places - 1] >> _HALF
    text, first = pairs >> _HALF, pairs & _LOW
    apart = first != text
    further = apart & (before != first) & (before != text)
    pairs = np.concatenate([pairs[apart], ((text << _HALF) | before)[further]])
    del places, before, text, first
    counted = np.unique_counts(pairs)
    often = counted.counts >= IN_COMMON
    return counted.values[often], counted.counts[often]


def _ranges(many: int, work: int) -> Iterator[tuple[int, int]]:
    """Numbers of texts in ranges that take little memory each, but not too many: each looks through all the work."""
    step = -(-many // min(max(work // _AT_ONCE, 1), _MOST_RANGES))
    for begin in range(0, many, step):
        yield begin, min(begin + step, many)


def _parts(keys: Keys) -> Iterator[Keys]:
    """The keys part by part, to be read or changed in place."""
    for begin in range(0, len(keys), _AT_ONCE):
        yield keys[begin : begin + _AT_ONCE]


def _likeliest(pairs: Keys, times: Places, tried: int) -> tuple[Places, Places]:
    text, first = (pairs >> _HALF).astype(np.int64), (pairs & _LOW).astype(np.int64)
    order = np.lexsort((first, -times, text))
    text, first = text[order], first[order]
    new = _begins(text)
    begins = np.flatnonzero(new)
    rank = np.arange(len(text)) - np.repeat(begins, np.diff(np.append(begins, len(text))))
    return text[rank < tried], first[rank < tried]


def stars(many: int, one: Places, other: Places, score: Shares) -> tuple[Places, Places]:
    """Members and their middles: who has most neighbours becomes a middle first; a member goes to the likest middle."""
    ends, others, scores = np.concatenate([one, other]), np.concatenate([other, one]), np.concatenate([score, score])
    order = np.lexsort((others, ends))
    ends, others, scores = ends[order], others[order], scores[order]
    is_middle = _middles(many, ends, others)
    use = is_middle[others] & ~is_middle[ends]
    ends, others, scores = ends[use], others[use], scores[use]
    order = np.lexsort((others, -scores, ends))
    ends, others = ends[order], others[order]
    new = _begins(ends)
    return ends[new], others[new]


def _middles(many: int, ends: Places, others: Places) -> Flags:
    """Which become middles, no two of them neighbours."""
    bounds = starts_of(np.bincount(ends, minlength=many))
    degree = np.diff(bounds)
    is_middle, is_taken = np.zeros(many, np.bool_), bytearray(many)
    begins, neighbours = bounds.tolist(), others.tolist()
    for text in np.argsort(-degree, kind="stable")[: int((degree > 0).sum())].tolist():
        if not is_taken[text]:
            is_middle[text] = True
            for near in neighbours[begins[text] : begins[text + 1]]:
                is_taken[near] = 1
    return is_middle


def _check(gathering: Gathering, compare: Compare) -> None:
    """Hold each text against the middle it came to, once more: who is too far stands alone."""
    texts, middles, score = gathering.texts, gathering.middles, gathering.scores
    members = np.flatnonzero(middles != np.arange(len(texts)))
    weights = _plain_weights(texts, middles)
    large = np.unique(middles[members[gathering.sizes[middles[members]] >= LARGE]])
    weights[spread(texts.starts[large], texts.lengths[large])] *= gathering.kept(large)
    score[members] = compare(texts, weights, members, middles[members], known=True)
    far = members[score[members] < FARTHEST]
    middles[far], score[far] = far, 1


def _plain_weights(texts: Pieces, middles: Places) -> Weights:
    """Weights by how many families, not texts, have a piece."""
    return Rarity.of(texts.chosen(np.flatnonzero(middles == np.arange(len(texts)))), len(texts)).weights(texts)


def _begins(values: NDArray[np.generic]) -> Flags:
    """Where a value differs from the one before it."""
    new = np.ones(len(values), np.bool_)
    new[1:] = values[1:] != values[:-1]
    return new
