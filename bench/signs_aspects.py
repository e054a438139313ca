"""Train the second look of the signs: linear heads for aspects and kinds, and small networks over what they say.

`bench.train_signs` calls it. The networks never see a head's opinion of a text that the head was trained on: every
sum they learn from comes from heads that had not met the text's family, nor its like in another language.
"""

import csv
import hashlib
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
from sklearn.metrics import precision_recall_curve
from sklearn.neural_network import MLPClassifier

from bench.signs_learning import (
    LIKELY,
    SURELY_NO_PLEA,
    WATCH,
    Recipe,
    Text,
    at_false_alarms,
    fitted,
    message,
    platt,
    rows,
)
from bench.signs_sets import LURES, idea, messages, noted
from lali.engines.signs.model.aspects import LABELS, Answer, Aspect, written

ASPECTS = [
    "payment_asked",
    "debt",
    "papers_kept",
    "papers_sent",
    "secrecy",
    "hurry",
    "vague",
    "private_channel",
    "high_pay",
    "nothing_needed",
    "costs_paid",
    "journey",
    "border_story",
    "changed_terms",
    "affection",
    "sexual",
    "threat",
    "held",
    "child",
    "marriage",
    "body",
    "screen_work",
    "bring_others",
    "trust_me",
    "outside_the_way",
    "plain_pay",
    "hours",
    "contract_first",
    "no_fee",
    "checkable_office",
    "come_and_see",
    "own_papers",
    "named_employer",
    "daily_life",
    "reports",
    "asks_advice",
    "refuses",
]
FOLDS, INNER = 5, 4
MARKED = Recipe(0.5, 0.1)
BY_LABEL = {"lure": Recipe(1, 0.3), "help_plea": Recipe(1, 0.05), "scam_not_trafficking": Recipe(1, 0.05)}
HIDDEN, SEEDS, DECAY, ROUNDS = 64, 3, 3.0, 60
LEAST_TEXTS = 2  # a piece of fewer texts is chance
LEAST_MARKED = 12  # texts that show an aspect or are of a kind; fewer teach nothing
AGREED = 0.8  # of the texts in which an aspect is shown, readers saw it too
ORDINARY = 500  # ordinary messages among the harmless texts
HELP = 0.02  # of the harmless texts of the folds, and of the lures: a plea that is missed is worse than one too many


class Set:
    """The texts to learn from: a row of pieces each, with label, kind, what readers marked, weight and family."""

    def __init__(
        self,
        data: Path,
        records: Sequence[Mapping[str, str]],
        weights: Sequence[float],
        job_ads: Sequence[tuple[Text, bool]],
    ) -> None:
        """Take records of the open set (and their weights), job ads, and add messages of the tests and ordinary ones."""
        read = readings()
        texts = [
            message(one["text"], 0, idea(one), one["language"], weight)
            for one, weight in zip(records, weights, strict=True)
        ]
        labels = [one["label"] for one in records]
        kinds = [f"{one['label']}:{one['kind'] or one['hard_negative']}" for one in records]
        marked = [read.get(one["id"], read.get(f"{one['id'][:-1]}a")) for one in records]
        for at, (code, text, label) in enumerate(noted()):
            texts.append(message(text, 0, f"noted{at}", code))
            labels.append("lure" if label else "harmless")
        texts += [one for one, _ in job_ads]
        labels += ["scam_not_trafficking" if fraud else "harmless" for _, fraud in job_ads]
        ordinary, said, _ = messages(data)
        texts += [one for one, kind in zip(ordinary, said, strict=True) if kind == "ham"][:ORDINARY]
        labels += ["harmless"] * (len(texts) - len(labels))
        more = len(texts) - len(records)
        self.open = np.array([True] * len(records) + [False] * more)
        self.rows = rows(texts)
        self.labels = np.array([LABELS.index(one) for one in labels])
        self.kinds = np.array([*kinds, *[""] * more])
        self.read = np.array([one is not None for one in marked] + [False] * more)
        self.marks = np.array(
            [[name in (one or ()) for name in ASPECTS] for one in [*marked, *[None] * more]], dtype=int
        )
        self.weights = np.array([one.weight for one in texts])
        parts = [int.from_bytes(hashlib.sha256(one.family.encode()).digest()[:8], "big") for one in texts]
        self.fold = np.array([one % FOLDS for one in parts])
        self.inner = np.array([one // FOLDS % INNER for one in parts])


def readings(folder: Path = LURES / "read") -> dict[str, frozenset[str]]:
    """What a second reader, who saw no label, marked in each text of the open set, by the text's name."""
    found = {}
    for path in sorted(folder.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for one in csv.DictReader(lines, delimiter="\t"):
                found[one["id"]] = frozenset(one["aspects"].split())
    return found


Heads = tuple[np.ndarray, np.ndarray]  # weights (buckets x heads), biases


def _tasks(
    texts: Set, kinds: Sequence[str], at: np.ndarray
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray, Recipe]]:
    """For each head: which of the texts `at` it learns from, their labels and weights, and its recipe."""
    labels, every = texts.labels[at], np.ones(len(at), dtype=bool)
    for name, recipe in BY_LABEL.items():
        weights, use = texts.weights[at], every
        if name == "lure":
            weights = np.where(labels == LABELS.index("scam_not_trafficking"), 0.3, weights)
            use = labels != LABELS.index("help_plea")
        yield use, (labels == LABELS.index(name)).astype(int), weights, recipe
    for mark in texts.marks[at].T:
        yield texts.read[at], mark, np.ones(len(at)), MARKED
    for kind in kinds:
        yield every, (texts.kinds[at] == kind).astype(int), np.ones(len(at)), MARKED


def _heads(texts: Set, kinds: Sequence[str], at: np.ndarray) -> Heads:
    matrix, made = texts.rows[at], []
    for use, labels, weights, recipe in _tasks(texts, kinds, at):
        if labels[use].sum() < LEAST_MARKED:
            made.append((np.zeros(matrix.shape[1]), -1.0))
        else:
            one = fitted(matrix[use], labels[use], weights[use], recipe, rounds=60, exact=2e-2)  # there are eighty
            made.append((one.weights, one.bias))
    return np.stack([one for one, _ in made], axis=1), np.array([bias for _, bias in made])


def _said(texts: Set, heads: Heads, at: np.ndarray) -> np.ndarray:
    return texts.rows[at] @ heads[0] + heads[1]


def _unseen(texts: Set, kinds: Sequence[str], at: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """What heads say of the texts `at` that were trained without the text's own group."""
    made = np.zeros((len(at), len(BY_LABEL) + len(ASPECTS) + len(kinds)))
    for group in np.unique(groups):
        own = groups == group
        made[own] = _said(texts, _heads(texts, kinds, at[~own]), at[own])
    return made


def _networks(sums: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> list[MLPClassifier]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [
            MLPClassifier((HIDDEN,), alpha=DECAY, max_iter=ROUNDS, random_state=seed).fit(
                sums, labels, sample_weight=weights
            )
            for seed in range(SEEDS)
        ]


def _raw(networks: Sequence[MLPClassifier], sums: np.ndarray) -> np.ndarray:
    """Lure against harmless, and plea against all else: log-odds before calibration."""
    made = []
    for one in networks:
        logs = one.predict_log_proba(sums)
        plea = logs[:, LABELS.index("help_plea")]
        lure = logs[:, LABELS.index("lure")] - logs[:, LABELS.index("harmless")]
        made.append(np.stack([lure, plea - np.log(-np.expm1(plea) + 1e-7)], axis=1))
    return np.mean(made, axis=0)


def trained(texts: Set) -> bytes:
    """Bytes of a file of aspects."""
    matrix = texts.rows
    common = np.flatnonzero(np.asarray(matrix.getnnz(axis=0)).ravel() >= LEAST_TEXTS)
    texts.rows = matrix[:, common].tocsr()
    kinds = sorted({kind for kind in texts.kinds if kind and (texts.kinds == kind).sum() >= LEAST_MARKED})
    everything = np.arange(len(texts.labels))
    raw = _judged_apart(texts, kinds)
    sums = _unseen(texts, kinds, everything, texts.fold)
    mean, spread = sums.mean(axis=0), sums.std(axis=0) + 1e-6
    networks = _networks((sums - mean) / spread, texts.labels, texts.weights)
    weights, biases = _heads(texts, kinds, everything)
    bytes_, scale = _bytes(weights)
    told = {
        "heads": [*BY_LABEL, *ASPECTS, *kinds],
        "hidden": HIDDEN,
        "networks": SEEDS,
        "answers": {name: asdict(one) for name, one in _answers(texts, raw).items()},
        "aspects": {
            name: asdict(one)
            for name, one in _aspects(texts, (sums - mean)[:, len(BY_LABEL) :] / spread[len(BY_LABEL) :])
        },
    }
    numbers = [scale / spread, (biases - mean) / spread]
    for one in networks:
        numbers += [array for pair in zip(one.coefs_, one.intercepts_, strict=True) for array in pair]
    return written(told, common, bytes_, numbers)


def _judged_apart(texts: Set, kinds: Sequence[str]) -> np.ndarray:
    """What networks say of each text that saw neither it nor its family, through heads that had not either."""
    raw = np.zeros((len(texts.labels), 2))
    for fold in range(FOLDS):
        seen, unseen = np.flatnonzero(texts.fold != fold), np.flatnonzero(texts.fold == fold)
        sums = _unseen(texts, kinds, seen, texts.inner[seen])
        mean, spread = sums.mean(axis=0), sums.std(axis=0) + 1e-6
        networks = _networks((sums - mean) / spread, texts.labels[seen], texts.weights[seen])
        raw[unseen] = _raw(networks, (_said(texts, _heads(texts, kinds, seen), unseen) - mean) / spread)
    return raw


def _answers(texts: Set, raw: np.ndarray) -> dict[str, Answer]:
    lure, plea, scam, harmless = (texts.labels == LABELS.index(name) for name in ("lure", *LABELS[1:]))
    weights = np.where(scam, 0.3, texts.weights)
    made = {}
    for name, label, column in (("lure", lure, 0), ("help", plea, 1)):
        use = texts.open & (~plea if name == "lure" else True)
        slope, offset = platt(raw[use, column], label[use].astype(int), weights[use])
        chances = 1 / (1 + np.exp(-(slope * raw[:, column] + offset)))
        own = chances[harmless & texts.open]
        if name == "lure":
            watch, likely = at_false_alarms(own, WATCH), at_false_alarms(own, LIKELY)
        else:
            likely = max(at_false_alarms(own, HELP), at_false_alarms(chances[lure], HELP))
            watch = min(float(np.quantile(chances[plea], SURELY_NO_PLEA)), likely)
        made[name] = Answer(slope, offset, round(watch, 4), round(likely, 4))
    return made


def _aspects(texts: Set, sums: np.ndarray) -> Iterator[tuple[str, Aspect]]:
    """Calibrate each aspect, and set the bar from which four in five texts shown were marked by the reader."""
    for at, name in enumerate(ASPECTS):
        own, marks = sums[texts.read, at], texts.marks[texts.read, at]
        if marks.sum() < LEAST_MARKED:
            continue
        slope, offset = platt(own, marks, np.ones(len(own)))
        chances = 1 / (1 + np.exp(-(slope * own + offset)))
        precision, recall, bars = precision_recall_curve(marks, chances)
        good = [
            bar for one, found, bar in zip(precision, recall, bars, strict=False) if one >= AGREED and found >= 0.05
        ]
        if good:
            yield name, Aspect(slope, offset, round(float(min(good)), 4))


def _bytes(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A signed byte a bucket and head, b for b * |b| steps, and the size of a step of each head. The heaviest are cut."""
    sizes = np.abs(weights)
    most = np.array([np.quantile(one[one > 0], 0.9998) if one.any() else 1.0 for one in sizes.T])
    scale = most / 127**2
    return np.clip(np.sign(weights) * np.rint(np.sqrt(sizes / scale)), -127, 127), scale
