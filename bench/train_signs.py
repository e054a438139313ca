"""Train the model of the signs: `python -m bench.train_signs --data FOLDER`. The same data give the same bytes.

`--without-held-out` leaves out the held-out third of the open lure set, for measuring; the file that comes with Lali
has seen all of it. Needs scikit-learn (dependency group `learning`).
"""

import argparse
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from bench import signs_aspects
from bench.signs_learning import (
    LIKELY,
    SURELY_NO_PLEA,
    WATCH,
    Recipe,
    Text,
    at_false_alarms,
    fitted,
    labels_of,
    message,
    out_of_fold,
    platt,
    rows,
)
from bench.signs_sets import WRITTEN, ads, idea, lures, messages, noted, real_ads
from lali.engines.signs.model.pieces import shape, word_bucket
from lali.engines.signs.model.weights import Head, written

OUT = Path("lali/engines/signs/model/weights.bin")
ASPECTS = "aspects.bin"  # beside it
RECIPES = {"lure": Recipe(1, 0.3), "scam": Recipe(1, 0.05), "ad": Recipe(1, 0.05), "help": Recipe(1, 0.05)}
HELP = (
    0.01  # of the head of calls for help, and as much of the lures: it adds a way to assistance, it must not drown it
)
ORDINARY = 0.15  # weight of an ordinary SMS among the harmless texts of the open set
FRAUD = 0.3  # weight of a fraud among what is no lure: what matters is to tell lures from harmless texts
POORLY_SPELT, MIGRANTS = 1.5, 3.0  # weight of harmless texts of that kind
LURE, SCAM, PLEA = "lure", "scam_not_trafficking", "help_plea"


def main() -> None:
    """Train all heads and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with job_ads/ and sms/")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--without-held-out", action="store_true")
    chosen = parser.parse_args()
    held_out = not chosen.without_held_out
    for path, raw in (
        (chosen.out, trained(chosen.data, held_out=held_out)),
        (chosen.out.with_name(ASPECTS), trained_aspects(chosen.data, held_out=held_out)),
    ):
        path.write_bytes(raw)
        print(f"{path}: {len(raw):,} bytes, sha256 {hashlib.sha256(raw).hexdigest()}")


def trained(data: Path, *, held_out: bool) -> bytes:
    """Bytes of a model file."""
    sets = {
        "lure": lure_texts(data, held_out=held_out),
        "scam": scam_texts(data, held_out=held_out),
        "ad": ad_texts(data),
        "help": help_texts(data, held_out=held_out),
    }
    heads, steps = zip(*(head(name, texts) for name, texts in sets.items()), strict=True)
    return written(heads, steps, met_in([*sets["lure"], *sets["scam"]]))


def trained_aspects(data: Path, *, held_out: bool) -> bytes:
    """Bytes of the file for the second look."""
    records = list(_open_set(held_out=held_out))
    weights = [fair_weight(one) for one in records]
    return signs_aspects.trained(signs_aspects.Set(data, records, weights, real_ads(data, held_out=held_out)))


def met_in(texts: Iterable[Text]) -> set[int]:
    """Give the buckets of the words in texts."""
    return {word_bucket(shape(word)) for text in texts for word in text.words}


def _open_set(*, held_out: bool) -> Iterator[dict[str, str]]:
    return (one for one in lures() if held_out or one["split"] != "held_out")


def of_set(one: dict[str, str], wanted: str, weight: float = 1.0) -> Text:
    """Give a text of the open set, labelled 1 where its label is the one wanted."""
    weight *= fair_weight(one)
    text = message(one["text"], int(one["label"] == wanted), idea(one), one["language"], weight)
    return replace(text, against=one["label"])


def fair_weight(one: dict[str, str]) -> float:
    """Harmless texts weigh more where they are spelt poorly, and in migrants' own style: those must not raise a risk."""
    if one["label"] != "harmless":
        return 1.0
    if one["hard_negative"] == "migrant_style":
        return MIGRANTS
    return 1.0 if one["spelling"] == "plain" else POORLY_SPELT


def lure_texts(data: Path, *, held_out: bool) -> list[Text]:
    """Lures of the open set against all else but calls for help: frauds, harmless texts, job ads, ordinary messages.

    The messages by which the rules are tested are among them, in both classes.
    """
    texts = [
        of_set(one, LURE, FRAUD if one["label"] == SCAM else 1.0)
        for one in _open_set(held_out=held_out)
        if one["label"] != PLEA
    ]
    texts += [message(text, label, f"noted{at}", code) for at, (code, text, label) in enumerate(noted())]
    texts += [
        replace(one, weight=one.weight * (FRAUD if fraud else 1.0)) for one, fraud in real_ads(data, held_out=held_out)
    ]
    return texts + _ordinary(data)


def _ordinary(data: Path) -> list[Text]:
    read, kinds, _ = messages(data)
    return [
        replace(one, label=0, language="sms", weight=ORDINARY)
        for one, kind in zip(read, kinds, strict=True)
        if kind == "ham"
    ]


def help_texts(data: Path, *, held_out: bool) -> list[Text]:
    """Calls for help of the open set against all else: lures (threats among them), frauds, harmless texts."""
    texts = [of_set(one, PLEA) for one in _open_set(held_out=held_out)]
    return texts + [one for one, _ in real_ads(data, held_out=held_out)] + _ordinary(data)


def scam_texts(data: Path, *, held_out: bool) -> list[Text]:
    """Smishing and the frauds of the open set, against ordinary messages, advertising and harmless texts; no lures."""
    texts = [of_set(one, SCAM) for one in _open_set(held_out=held_out) if one["label"] in {SCAM, "harmless"}]
    return texts + messages(data)[0]


def ad_texts(data: Path) -> list[Text]:
    """Job ads three times: with their form, as one text, and as title and description only."""
    return [
        *ads(data),
        *ads(data, WRITTEN, form=False),
        *ads(data, ("title", "description"), form=False),
    ]


def head(name: str, texts: Sequence[Text]) -> tuple[Head, list[int]]:
    """Train one head: what it is called and how it is calibrated, and its weights in steps."""
    matrix, labels = rows(texts), labels_of(texts)
    weights = np.array([text.weight for text in texts])
    sums, _ = out_of_fold(texts, RECIPES[name], matrix=matrix)
    slope, offset = platt(sums, labels, weights)
    chances = 1 / (1 + np.exp(-(slope * sums + offset)))
    watch, likely = bars(name, chances, texts)
    model = fitted(matrix, labels, weights, RECIPES[name])
    scale, steps = quantised(model.weights)
    return (
        Head(
            name=name,
            scale=scale,
            bias=round(model.bias, 5),
            slope=slope,
            offset=offset,
            watch=round(watch, 4),
            likely=round(likely, 4),
        ),
        steps,
    )


def bars(name: str, chances: np.ndarray, texts: Sequence[Text]) -> tuple[float, float]:
    """Give the probabilities from which a head counts for little (`watch`) and for much (`likely`).

    They are set by the texts of the open set that it must not reach: harmless ones, and for pleas the lures apart.
    """
    labels = labels_of(texts)
    against = [chances[[text.against == other and not text.label for text in texts]] for other in ("harmless", LURE)]
    if name == "help":
        high = max(at_false_alarms(own, HELP) for own in against)
        return min(float(np.quantile(chances[labels == 1], SURELY_NO_PLEA)), high), high
    own = against[0] if len(against[0]) else chances[labels == 0]
    return at_false_alarms(own, WATCH), at_false_alarms(own, LIKELY)


def quantised(weights: np.ndarray) -> tuple[float, list[int]]:
    """Size of a step and a signed byte a bucket; a byte b stands for b * |b| steps. The few heaviest are cut."""
    most = float(np.quantile(np.abs(weights[weights != 0]), 0.9998))
    scale = float(f"{most / 127**2:.6g}")
    bytes_ = np.sign(weights) * np.rint(np.sqrt(np.abs(weights) / scale))
    return scale, [int(one) for one in np.clip(bytes_, -127, 127)]


if __name__ == "__main__":
    main()
