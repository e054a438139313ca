"""How the model of the signs is trained: texts to rows of buckets, rows to weights, weights to probabilities.

Needs numpy, scipy and scikit-learn, which Lali itself does not. `bench.train_signs` makes the model file with it,
`bench.detection` measures it on texts that were kept apart.
"""

import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import sqrt

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.svm import LinearSVC

from lali.engines.signs.judging import message_cues, message_extras
from lali.engines.signs.model.pieces import (
    BUCKETS,
    EXTRAS_SHARE,
    LEAST_CUES,
    LEAST_EXTRAS,
    LEAST_PARTS,
    LEAST_PIECES,
    Extras,
    extra_bucket,
    pair_bucket,
    part_buckets,
    shape,
    word_bucket,
)
from lali.engines.signs.model.scoring import pieces_of
from lali.engines.signs.reading import read_closely

FOLDS = 5
LIKELY, WATCH = 0.02, 0.07  # share of harmless texts of the folds at or above
SURELY_NO_PLEA = 0.1  # of the pleas of the folds lie below: there the rules alone make nothing a call for help
_NEAR = 0.4  # share of common triples of words from which two messages are one family
_INSIDE = 0.6  # the same, of the shorter one
_COMMON = 200  # a triple in so many messages ties nobody


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a training set: its words and extras, whether it is what is asked for, and its family."""

    words: Sequence[str]
    extras: Extras
    label: int
    family: str
    language: str = "en"
    weight: float = 1.0
    cues: Extras = frozenset()
    against: str = ""  # its label in the open set


def message(text: str, label: int, family: str, language: str = "en", weight: float = 1.0) -> Text:
    """A message as `lali check` reads it."""
    read = read_closely(text)
    return Text(read.tokens.words, message_extras(read), label, family, language, weight, message_cues(read))


@cache
def _parts(word: str) -> np.ndarray:
    return np.array(part_buckets(word), dtype=np.int32)


def row(text: Text) -> tuple[np.ndarray, np.ndarray]:
    """Buckets of a text and how much stands in each: what both looks multiply with the weights."""
    pieces = pieces_of(text.words)
    whole = [
        word_bucket(shape(one)) if isinstance(one, str) else pair_bucket(shape(one[0]), shape(one[1])) for one in pieces
    ]
    parts = [_parts(shape(one)) for one in pieces if isinstance(one, str)]
    groups = [
        np.array(sorted(whole), dtype=np.int32),
        np.sort(np.concatenate(parts)) if parts else np.array([], dtype=np.int32),
        np.array(sorted(map(extra_bucket, text.extras)), dtype=np.int32),
        np.array(sorted(map(extra_bucket, text.cues)), dtype=np.int32),
    ]
    least = (LEAST_PIECES, LEAST_PARTS, LEAST_EXTRAS, LEAST_CUES)
    shares = (1.0, 1.0, EXTRAS_SHARE, 1.0)
    values = [
        np.full(len(one), share / sqrt(max(len(one), low)))
        for one, low, share in zip(groups, least, shares, strict=True)
    ]
    return np.concatenate(groups), np.concatenate(values)


def rows(texts: Iterable[Text]) -> csr_matrix:
    """One row a text."""
    made = [row(text) for text in texts]
    ends = np.cumsum([0, *(len(one[0]) for one in made)])
    matrix = csr_matrix(
        (np.concatenate([one[1] for one in made]), np.concatenate([one[0] for one in made]), ends),
        shape=(len(made), BUCKETS),
    )
    matrix.sum_duplicates()
    return matrix


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a head is trained. `strength` of the machine; `smoothing` of the log-ratios that scale the pieces."""

    strength: float
    smoothing: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """A head: the weights of all buckets, and the bias."""

    weights: np.ndarray
    bias: float

    def sums(self, matrix: csr_matrix) -> np.ndarray:
        """Give the sum of weights of each row."""
        return matrix @ self.weights + self.bias


def fitted(
    matrix: csr_matrix,
    labels: np.ndarray,
    weights: np.ndarray,
    recipe: Recipe,
    *,
    rounds: int = 300,
    exact: float = 1e-2,
) -> Fitted:
    """Fit one head, in at most so many rounds, as exact. The same rows give the same weights.

    Each piece is first scaled by how much oftener it stands in one class (naive Bayes), then a support vector machine
    weighs them: Wang and Manning, Baselines and Bigrams, 2012.
    """
    for_it, against = (
        np.asarray(matrix[chosen].T @ weights[chosen]).ravel() + recipe.smoothing
        for chosen in (labels == 1, labels == 0)
    )
    ratio = np.log((for_it / for_it.sum()) / (against / against.sum()))
    ratio[np.asarray(matrix.getnnz(axis=0)).ravel() == 0] = 0.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = LinearSVC(C=recipe.strength, random_state=0, max_iter=rounds, tol=exact)
        model.fit(matrix @ diags(ratio), labels, sample_weight=weights)
    return Fitted(model.coef_[0] * ratio, float(model.intercept_[0]))


def labels_of(texts: Sequence[Text]) -> np.ndarray:
    """Labels, weights apart."""
    return np.array([text.label for text in texts])


def out_of_fold(
    texts: Sequence[Text], recipe: Recipe, *, seed: int = 0, matrix: csr_matrix | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Give for each text the sum of weights by a model that never saw its family, and the fold it was in."""
    matrix = rows(texts) if matrix is None else matrix
    labels, weights = labels_of(texts), np.array([text.weight for text in texts])
    families = [text.family for text in texts]
    sums, folds = np.zeros(len(texts)), np.zeros(len(texts), dtype=int)
    split = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed).split(matrix, labels, families)
    for number, (seen, unseen) in enumerate(split):
        sums[unseen] = fitted(matrix[seen], labels[seen], weights[seen], recipe).sums(matrix[unseen])
        folds[unseen] = number
    return sums, folds


def platt(sums: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> tuple[float, float]:
    """Slope and offset that turn sums into probabilities, from sums of texts that were kept apart."""
    model = LogisticRegression(C=1e6, solver="lbfgs").fit(sums.reshape(-1, 1), labels, sample_weight=weights)
    return round(float(model.coef_[0, 0]), 5), round(float(model.intercept_[0]), 5)


def at_false_alarms(harmless: np.ndarray, share: float) -> float:
    """Give the lowest probability that no more than `share` of the harmless texts reach."""
    ranked = np.sort(harmless)[::-1]
    return float(ranked[min(int(share * len(ranked)), len(ranked) - 1)]) + 1e-4


def families_of(texts: Sequence[Sequence[str]]) -> list[str]:
    """Near-copies of messages get one name: they share triples of words, whatever numbers stand in them."""
    shingles = [_triples([shape(word)[:1] if word[0].isdigit() else word for word in words]) for words in texts]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    parent = list(range(len(texts)))

    def head(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for number, own in enumerate(shingles):
        common: Counter[int] = Counter()
        for triple in own:
            common.update(holders[triple])
            if len(holders[triple]) < _COMMON:
                holders[triple].append(number)
        for other, count in common.items():
            theirs = shingles[other]
            if count >= _NEAR * len(own | theirs) or count >= _INSIDE * min(len(own), len(theirs)):
                parent[head(number)] = head(other)
    return [str(head(number)) for number in range(len(texts))]


def _triples(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(zip(words, words[1:], words[2:], strict=False)) or frozenset([tuple(words)])


def average_precision(chances: np.ndarray, labels: np.ndarray) -> float:
    """Area under the curve of precision and recall."""
    from sklearn.metrics import average_precision_score  # noqa: PLC0415 - slow to load, and only some need it

    return float(average_precision_score(labels, chances))
