"""The first look: how much the words of texts weigh, and which of them weighed most.

What a word weighs, with its parts, is worked out once and kept. Everything is summed in whole numbers, so that a text
has the same sums alone and among others.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .numbers import Growing, Rows, parts_of
from .pieces import (
    EXTRAS_SHARE,
    LEAST_CUES,
    LEAST_EXTRAS,
    LEAST_PARTS,
    LEAST_PIECES,
    MOST_WORDS,
)
from .texts import Known, Pieces, Texts, Weighed, apart, extra_buckets, word_buckets
from .weights import HEADS, Weights, probabilities

_COUNT = len(HEADS)
_OWN, _PARTS = slice(_COUNT), slice(_COUNT, 2 * _COUNT)  # columns of a word: itself, its parts,
_NUMBER, _MET = 2 * _COUNT, 2 * _COUNT + 1  # how many they are, and whether the training met it
_SHORT, _LONG = 60, 140  # words: what is shorter is read as a message, what is longer as an ad, between as both
_LEAST = 0.04  # of the log-odds: what weighs less explains nothing

Piece = str | tuple[str, str]
Floats = npt.NDArray[np.float64]


class Scores(NamedTuple):
    """Calibrated probabilities that a text resembles lures (`lure`), frauds (`fraud`) and calls for help (`help`).

    `as_ad` says in 0..1 how far it was read as a job ad. `known` is the share of its words that the training met.
    """

    lure: float
    fraud: float
    help: float
    as_ad: float
    known: float


class First:
    """The linear heads, with what they say of each word and extra that was met."""

    def __init__(self, weights: Weights, known: Known) -> None:
        """Take the file, read, and who numbers words."""
        self._known = known
        self._heads = weights.heads
        self._steps, self._met = weights.side_by_side, weights.has_met
        self._words = Growing(2 * _COUNT + 2, np.int32)
        self._extras = Growing(_COUNT, np.int32)

    def learn(self) -> None:
        """Work out what words and extras weigh that were not met before."""
        if words := self._known.words.after(self._words.size):
            buckets = word_buckets(words)
            word, part = parts_of(words)
            parts = Pieces(word, part, part)
            of_parts = parts.summed(self._steps[part], len(words))
            beside = [of_parts, parts.counts(len(words))[:, None], self._met[buckets][:, None]]
            self._words.add(np.hstack([self._steps[buckets], *beside]))
        if extras := self._known.extras.after(self._extras.size):
            self._extras.add(self._steps[extra_buckets(extras)])

    def score(self, texts: Texts) -> list[Scores]:
        """Score each text."""
        words = texts.words.summed(self._words.rows[texts.words.piece], texts.count)
        whole, part = self._scales(texts, words)
        extra = EXTRAS_SHARE * _per(texts.extras.counts(texts.count), LEAST_EXTRAS)
        cue = _per(texts.cues.counts(texts.count), LEAST_CUES)
        pairs = texts.pairs.summed(self._steps[texts.pairs.piece], texts.count)
        of_extras, of_cues = (
            one.summed(self._extras.rows[one.piece], texts.count) for one in (texts.extras, texts.cues)
        )
        sums = (words[:, _OWN] + pairs) * whole + words[:, _PARTS] * part + of_extras * extra + of_cues * cue
        lure, scam, ad, plea = probabilities(self._heads, sums).T
        as_ad = np.array(list(map(_as_ad, texts.as_ad, texts.lengths.tolist())))
        known = words[:, _MET] / np.maximum(texts.words.counts(texts.count), 1)
        answers = np.array([lure, scam + (ad - scam) * as_ad, plea]).round(4)
        return list(map(Scores, *answers.tolist(), *np.array([as_ad, known]).round(2).tolist()))

    def _scales(self, texts: Texts, words: Rows) -> tuple[Floats, Floats]:
        """Give what a word or pair counts in each text, and what a part."""
        counts = texts.words.counts(texts.count) + texts.pairs.counts(texts.count)
        return _per(counts, LEAST_PIECES), _per(words[:, _NUMBER], LEAST_PARTS)

    def _factors(self, of: str, as_ad: float) -> list[float]:
        shares = {"lure": (1.0, 0.0, 0.0, 0.0), "help": (0.0, 0.0, 0.0, 1.0)}.get(of, (0.0, 1 - as_ad, as_ad, 0.0))
        return [share * head.scale * head.slope for share, head in zip(shares, self._heads, strict=True)]

    def weighed(self, texts: Texts, of: Mapping[int, str], scores: Sequence[Scores], most: int = 6) -> "Weighing":
        """Words and pairs that raised a probability most, the heaviest first, none inside another.

        `of`: for each text asked about, by its place, lure, help or fraud.
        """
        words, pairs = texts.words.of(of), texts.pairs.of(of)
        rows = self._words.rows[words.piece]
        whole, part = self._scales(texts, words.summed(rows, texts.count))
        factors = np.zeros((texts.count, _COUNT))
        for at, name in of.items():
            factors[at] = self._factors(name, scores[at].as_ad)
        of_words = (rows[:, _OWN] * whole[words.text] + rows[:, _PARTS] * part[words.text]) * factors[words.text]
        of_pairs = self._steps[pairs.piece] * whole[pairs.text] * factors[pairs.text]
        return heaviest(((words, 1, of_words.sum(axis=1)), (pairs, 2, of_pairs.sum(axis=1))), most)


Weighing = dict[int, tuple[Weighed, ...]]  # of each text asked about, by its place; without an entry, nothing weighed


def heaviest(groups: Sequence[tuple[Pieces, int, Rows]], most: int) -> Weighing:
    """Give the heaviest pieces of each text: `groups` are pieces, the words in each, and what each weighs."""
    heavy: dict[int, list[Weighed]] = {}
    for pieces, size, weights in groups:
        kept = np.flatnonzero(weights >= _LEAST)
        found = zip(pieces.text[kept].tolist(), pieces.place[kept].tolist(), weights[kept].tolist(), strict=True)
        for text, place, weight in found:
            heavy.setdefault(text, []).append(Weighed(place, place + size, round(weight, 3)))
    return {
        text: apart(sorted(one, key=lambda piece: (-piece.weight, piece.first)), most) for text, one in heavy.items()
    }


def _as_ad(told: float | None, words: int) -> float:
    """How far a text is read as a job ad: as it is told, or else by its length."""
    return min(max((words - _SHORT) / (_LONG - _SHORT), 0.0), 1.0) if told is None else told


def _per(counts: Rows, least: int) -> Floats:
    """Give the share of a piece among so many, as a column."""
    shares: Floats = 1 / np.sqrt(np.maximum(counts, least))[:, None]
    return shares


def pieces_of(words: Sequence[str]) -> set[Piece]:
    """Give the different words of a text and the different pairs of neighbours."""
    words = words[:MOST_WORDS]
    pieces: set[Piece] = set(words)
    pieces.update(pairwise(words))
    return pieces
