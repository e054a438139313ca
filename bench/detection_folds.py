"""What `bench.detection` measures with models it trains itself, and the plain peer beside them."""

from collections.abc import Container, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedGroupKFold

from bench import train_signs
from bench.figures import Figure
from bench.signs_learning import FOLDS, Recipe, Text, average_precision, labels_of, out_of_fold, platt
from bench.signs_sets import WRITTEN, ads, independent, lures, mended, messages, rows_of
from lali.engines.signs import Asked, Judgement, judge_many, judging
from lali.engines.signs.model import Model, aspects
from lali.engines.signs.model.weights import parse

FALSE_ALARMS = 0.02
TITLE = ("title", "description")
GROUPS = {
    "en fr vi": ("en", "fr", "vi"),
    "bi fj hif": ("bi", "fj", "hif"),
    **{code: (code,) for code in ("en", "fr", "vi", "bi", "fj", "hif")},
}
LIKELY = ("likely", "urgent")


def job_ads(data: Path) -> list[Figure]:
    """Fraud in job ads, families kept apart."""
    read = rows_of(data / "job_ads" / "emscad_partial_dev.csv")
    found = []
    for name, columns, form, goals in (
        ("ads, all fields", WRITTEN, True, (0.95, 0.985)),
        ("ads, title + description", TITLE, False, (0.88, None)),
    ):
        texts = ads(data, columns, form=form)
        plain = ["\n".join(mended(ad[column]) for column in columns) for ad in read]
        found += _folded(name, texts, plain, goals, train_signs.RECIPES["ad"])
    return found


def smishing(data: Path) -> list[Figure]:
    """Smishing among ordinary messages and advertising, near-copies kept apart."""
    texts, _, plain = messages(data)
    return _folded("smishing", texts, plain, (0.90, 0.95), train_signs.RECIPES["scam"])


def _folded(
    name: str, texts: Sequence[Text], plain: Sequence[str], goals: tuple[float, float | None], recipe: Recipe
) -> list[Figure]:
    labels = labels_of(texts)
    sums, folds = out_of_fold(texts, recipe)
    f1, area = _by_fold(_calibrated_apart(sums, labels, folds), labels, folds)
    peer_f1, peer_area = _by_fold(_peer(texts, plain), labels, folds)
    return [
        Figure(f"{name}: F1, mean of {FOLDS} folds", float(f1.mean()), "", at_least=goals[0]),
        Figure(f"{name}: F1, spread", float(f1.std()), ""),
        Figure(f"{name}: PR-AUC, mean", float(area.mean()), "", at_least=goals[1]),
        Figure(f"{name}: PR-AUC, spread", float(area.std()), ""),
        Figure(f"{name}: peer TF-IDF + LR, F1", float(peer_f1.mean()), ""),
        Figure(f"{name}: peer TF-IDF + LR, PR-AUC", float(peer_area.mean()), ""),
    ]


def _calibrated_apart(sums: np.ndarray, labels: np.ndarray, folds: np.ndarray) -> np.ndarray:
    """Log-odds of each fold, calibrated on the other folds only; 0 is the probability one half."""
    made = np.zeros(len(sums))
    for fold in range(FOLDS):
        others = folds != fold
        slope, offset = platt(sums[others], labels[others], np.ones(others.sum()))
        made[~others] = slope * sums[~others] + offset
    return made


def _by_fold(odds: np.ndarray, labels: np.ndarray, folds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    each = [folds == fold for fold in range(FOLDS)]
    return (
        np.array([f1_score(labels[one], odds[one] > 0) for one in each]),
        np.array([average_precision(odds[one], labels[one]) for one in each]),
    )


def _peer(texts: Sequence[Text], plain: Sequence[str]) -> np.ndarray:
    labels, families = labels_of(texts), [text.family for text in texts]
    odds = np.zeros(len(texts))
    for seen, unseen in StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0).split(plain, labels, families):
        odds[unseen] = _peer_odds([plain[at] for at in seen], labels[seen], [plain[at] for at in unseen])
    return odds


def _peer_odds(seen: Sequence[str], labels: np.ndarray, unseen: Sequence[str]) -> np.ndarray:
    reader = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2))
    rows = reader.fit_transform(seen)
    model = LogisticRegression(C=30, solver="liblinear", random_state=0).fit(rows, labels)
    return model.decision_function(reader.transform(unseen))


def lures_held_out(data: Path) -> list[Figure]:
    """The open lure set: its held-out third, by a model that has seen none of it, and by the rules alone."""
    held = [one for one in lures() if one["split"] == "held_out"]
    if not held:
        print("Left out: the lure set (not here).")
        return []
    judged = _judged_without(data, [one["text"] for one in held])
    peer = _peer_on_lures(held)
    found = []
    for name, codes in GROUPS.items():
        lures_, harmless = _at(held, codes, "lure"), _at(held, codes, "harmless")
        goal = (0.95 if "en" in codes else 0.85) if len(codes) > 1 else None
        for what, values in (
            ("model", [one.lure for one in judged]),
            ("score", [one.score for one in judged]),
            ("rules alone", [one.reading.score for one in judged]),
            ("peer TF-IDF + LR", peer),
        ):
            recall = recall_at(values, lures_, harmless)
            found.append(
                Figure(f"lures {name}: recall at 2 %, {what}", recall, "", at_least=goal if what == "score" else None)
            )
    return found + _kinds(held, judged) + fairness(held, judged)


def written_apart() -> list[Figure]:
    """Messages of writers who knew neither set nor model, by the file that comes with Lali, which never saw them.

    Writers 1 to 4 wrote what the field looks like; writer 5 what may mislead a machine that counts words.
    """
    held = independent()
    judged = list(judge_many(Asked(one["text"]) for one in held))
    return [
        figure
        for how, writers in (("written apart", range(1, 5)), ("written to mislead", range(5, 6)))
        for name, codes in GROUPS.items()
        for figure in _apart(f"{how}, {name}", held, judged, codes, writers)
    ]


def _apart(
    name: str,
    held: Sequence[dict[str, Any]],
    judged: Sequence[Judgement],
    codes: Sequence[str],
    writers: Container[int],
) -> list[Figure]:
    lures_, harmless, pleas = (
        [at for at in _at(held, codes, label) if held[at]["writer"] in writers]
        for label in ("lure", "harmless", "help_plea")
    )
    recall = recall_at([one.score for one in judged], lures_, harmless)
    return [
        Figure(f"{name}: recall at 2 %, score", recall, ""),
        Figure(f"{name}: lures at likely or above", _share(judged, lures_), ""),
        Figure(f"{name}: harmless at likely or above", _share(judged, harmless), ""),
        Figure(f"{name}: calls for help called help", sum(judged[at].kind == "help" for at in pleas) / len(pleas), ""),
    ]


def honest_ads(data: Path) -> list[Figure]:
    """Honest job ads of a board that nobody trained on, by the file that comes with Lali."""
    read = rows_of(data / "job_ads" / "glassdoor_jobs.csv")
    judged = list(judge_many(Asked(f"{ad['Job Title']}\n{ad['Job Description']}") for ad in read))
    return [
        Figure("honest ads of another board: at likely or above", _share(judged, range(len(judged))), ""),
        Figure("the same: at watch or above", sum(one.risk != "none" for one in judged) / len(judged), ""),
    ]


def _share(judged: Sequence[Judgement], of: Sequence[int]) -> float:
    """Share of these that are likely a lure: urgent calls for help are counted apart."""
    return sum(judged[at].risk in LIKELY and judged[at].kind != "help" for at in of) / len(of)


def _judged_without(data: Path, texts: Sequence[str]) -> list[Judgement]:
    """Judge by a file that has not seen the held-out third."""
    other = parse(train_signs.trained(data, held_out=False))
    second = aspects.parse(train_signs.trained_aspects(data, held_out=False))
    with mock.patch.object(judging, "model", return_value=Model(other, lambda: second)):
        return list(judge_many(map(Asked, texts)))


def _peer_on_lures(held: Sequence[dict[str, str]]) -> list[float]:
    seen = [one for one in lures() if one["split"] != "held_out" and one["label"] != "help_plea"]
    labels = np.array([int(one["label"] == "lure") for one in seen])
    return list(_peer_odds([one["text"] for one in seen], labels, [one["text"] for one in held]))


def _at(held: Sequence[dict[str, str]], codes: Sequence[str], label: str) -> list[int]:
    return [at for at, one in enumerate(held) if one["language"] in codes and one["label"] == label]


def recall_at(values: Sequence[float], wanted: Sequence[int], harmless: Sequence[int]) -> float:
    """Share of the wanted above all but two in a hundred of the harmless."""
    ranked = sorted((values[at] for at in harmless), reverse=True)
    bar = ranked[int(FALSE_ALARMS * len(ranked))] if ranked else 0.0
    return sum(values[at] > bar for at in wanted) / max(len(wanted), 1)


def _kinds(held: Sequence[dict[str, str]], judged: Sequence[Judgement]) -> list[Figure]:
    def share(label: str, good: "set[str]") -> float:
        own = [one.kind for text, one in zip(held, judged, strict=True) if text["label"] == label]
        return sum(kind in good for kind in own) / max(len(own), 1)

    return [
        Figure("held out: lures called lure or help", share("lure", {"lure", "help"}), ""),
        Figure("held out: frauds called scam", share("scam_not_trafficking", {"scam"}), ""),
        Figure("held out: frauds called lure", share("scam_not_trafficking", {"lure"}), ""),
        Figure("held out: calls for help called help", share("help_plea", {"help"}), ""),
        Figure("held out: harmless called none", share("harmless", {"none"}), ""),
    ]


def fairness(held: Sequence[dict[str, str]], judged: Sequence[Judgement]) -> list[Figure]:
    """Harmless texts at *likely* or above: by language, in poor spelling, in migrants' own style."""

    def alarms(name: str, chosen: Sequence[bool]) -> list[Figure]:
        own = [
            one
            for text, one, wanted in zip(held, judged, chosen, strict=True)
            if wanted and text["label"] == "harmless"
        ]
        if not own:
            return []
        loud = sum(one.risk in LIKELY for one in own) / len(own)
        by_model = sum(one.risk in LIKELY and one.reading.risk not in LIKELY for one in own) / len(own)
        mean = sum(one.lure for one in own) / len(own)
        return [
            Figure(f"harmless, {name}: at likely or above", loud, ""),
            Figure(f"harmless, {name}: raised there by the model", by_model, ""),
            Figure(f"harmless, {name}: mean probability of a lure", mean, ""),
        ]

    found = []
    for code in ("en", "fr", "vi", "bi", "fj", "hif"):
        found += alarms(code, [text["language"] == code for text in held])
    found += alarms("plain spelling", [text["spelling"] == "plain" for text in held])
    found += alarms("poor or SMS spelling", [text["spelling"] != "plain" for text in held])
    return found + alarms("migrants' style", [text["hard_negative"] == "migrant_style" for text in held])
