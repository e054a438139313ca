"""Many texts as arrays: which different words and pairs of words each has, where they first stand, and what is beside.

Texts are told apart by their place in what was given. All arrays go from text to text in that order, so that what is
summed for a text lies side by side.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import numpy as np

from .numbers import Numbered, Numbers, Rows, Words, different, starts
from .pieces import MOST_WORDS, Extras, extra_bucket, shape, word_bucket

MOST = 512  # texts
_PLACE, _WORD = 12, 20  # bits: of the place of a word in its text, of its number
NO_CUES: Extras = frozenset()


class Told(NamedTuple):
    """What the model is told of a text: its words (folded, unaccented), extras and cues.

    `as_ad`: 1 where it is known to be a job ad, 0 where it is none; else its length tells.
    """

    words: Sequence[str]
    extras: Extras
    cues: Extras = NO_CUES
    as_ad: float | None = None


class Weighed(NamedTuple):
    """A piece of a text that raised a probability: words [first, last) and by how much (log-odds)."""

    first: int
    last: int
    weight: float


@dataclass(frozen=True, eq=False, slots=True)
class Pieces:
    """Pieces of one kind of all texts: the text of each, its number or bucket, and where it first stands."""

    text: Numbers
    piece: Numbers
    place: Numbers

    def counts(self, texts: int) -> Numbers:
        """Give how many each text has."""
        return np.bincount(self.text, minlength=texts)

    def of(self, texts: Collection[int]) -> "Pieces":
        """Keep those of some texts."""
        chosen = np.zeros(MOST, dtype=bool)
        chosen[list(texts)] = True
        kept = np.flatnonzero(chosen[self.text])
        return Pieces(self.text[kept], self.piece[kept], self.place[kept])

    def times(self, rows: Rows, factors: Mapping[int, Rows]) -> Rows:
        """Multiply rows, one a piece, by the factors of their text, of which each is a row too; else 0."""
        found = np.zeros(len(rows), dtype=rows.dtype)
        for text, factor in factors.items():
            own = slice(*np.searchsorted(self.text, (text, text + 1)))
            found[own] = rows[own] @ factor
        return found

    def summed(self, rows: Rows, texts: int) -> Rows:
        """Sum rows, one a piece, over each text: [text, column]."""
        sums = np.zeros((texts, rows.shape[1]), dtype=np.int64)
        if len(rows):
            first = starts(self.text)
            sums[self.text[first]] = np.add.reduceat(rows, first, axis=0, dtype=np.int64)
        return sums


@dataclass(frozen=True, eq=False, slots=True)
class Texts:
    """Texts as arrays. `words` are numbers of words, `pairs` buckets; `extras` and `cues` numbers of their own."""

    count: int
    words: Pieces
    pairs: Pieces
    extras: Pieces
    cues: Pieces
    as_ad: Sequence[float | None]
    lengths: Numbers  # words, repeated ones too


class Known:
    """Words and extras that were met, by number. Whoever knows more of them keeps it in their order (`Growing`)."""

    def __init__(self) -> None:
        """Begin with none."""
        self.words, self.extras = Words(), Numbered()

    def read(self, told: Sequence[Told]) -> Texts:
        """Read texts, at most `MOST`, into arrays."""
        words = [one.words if len(one.words) <= MOST_WORDS else one.words[:MOST_WORDS] for one in told]
        lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
        number = self.words.of(chain.from_iterable(words))
        text = np.repeat(np.arange(len(words)), lengths)
        place = np.arange(len(number)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        own = different(text << _WORD + _PLACE | number << _PLACE | place, _PLACE)
        return Texts(
            len(words),
            Pieces(own >> _WORD + _PLACE, own >> _PLACE & (1 << _WORD) - 1, own & (1 << _PLACE) - 1),
            self._pairs(text, number, place),
            self._beside([one.extras for one in told]),
            self._beside([one.cues for one in told]),
            [one.as_ad for one in told],
            lengths,
        )

    def _pairs(self, text: Numbers, number: Numbers, place: Numbers) -> Pieces:
        """Different pairs of neighbours, by bucket."""
        first = np.flatnonzero(text[1:] == text[:-1])
        pair = number[first] << _WORD | number[first + 1]
        keys = different((text[first] << 2 * _WORD | pair) << _PLACE | place[first], _PLACE)
        pair = keys >> _PLACE
        low = (1 << _WORD) - 1
        buckets = self.words.pair_buckets(pair >> _WORD & low, pair & low)
        return Pieces(pair >> 2 * _WORD, buckets, keys & (1 << _PLACE) - 1)

    def _beside(self, extras: Sequence[Extras]) -> Pieces:
        counts = np.fromiter(map(len, extras), dtype=np.int64, count=len(extras))
        number = self.extras.of(chain.from_iterable(extras))
        return Pieces(np.repeat(np.arange(len(extras)), counts), number, number)


def word_buckets(words: Iterable[str]) -> list[int]:
    """Give the bucket of each whole word."""
    return [word_bucket(shape(word)) for word in words]


def extra_buckets(extras: Iterable[str]) -> list[int]:
    """Give the bucket of each extra or cue."""
    return list(map(extra_bucket, extras))


def apart(heavy: Iterable[Weighed], most: int) -> tuple[Weighed, ...]:
    """Keep the first `most` that do not touch one before them."""
    kept: list[Weighed] = []
    for one in heavy:
        if all(one.last <= other.first or one.first >= other.last for other in kept):
            kept.append(one)
        if len(kept) == most:
            break
    return tuple(kept)
