"""Train the model of the signs: `python -m bench.train_signs --data FOLDER`. The same data give the same bytes.

`--without-held-out` leaves out the held-out third of the open lure set, for measuring; the file that comes with Lali
has seen all of it. Needs scikit-learn (dependency group `learning`).
"""

import argparse
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from bench.signs_learning import (
    Text,
    at_false_alarms,
    fitted,
    labels_of,
    message,
    out_of_fold,
    platt,
    rows,
)
from bench.signs_sets import WRITTEN, ads, lures, messages, noted
from lali.engines.signs.model.weights import Head, written

OUT = Path("lali/engines/signs/model/weights.bin")
STRENGTHS = {"lure": 2.0, "scam": 2.0, "ad": 2.0}
LIKELY, WATCH = 0.015, 0.05  # share of harmless texts of the folds at or above; a little below what is promised
ORDINARY = 0.2  # weight of an ordinary SMS among the harmless texts of the lure head
LURE, SCAM = "lure", "scam_not_trafficking"


def main() -> None:
    """Train all heads and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with job_ads/ and sms/")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--without-held-out", action="store_true")
    chosen = parser.parse_args()
    raw = trained(chosen.data, held_out=not chosen.without_held_out)
    chosen.out.write_bytes(raw)
    print(f"{chosen.out}: {len(raw):,} bytes, sha256 {hashlib.sha256(raw).hexdigest()}")


def trained(data: Path, *, held_out: bool) -> bytes:
    """Bytes of a model file."""
    sets = {
        "lure": (lure_texts(data, held_out=held_out), "lure"),
        "scam": (scam_texts(data, held_out=held_out), "scam"),
        "ad": (ad_texts(data), "ad"),
    }
    heads, steps = zip(*(head(name, texts) for name, (texts, _) in sets.items()), strict=True)
    return written(heads, steps)


def _open_set(*, held_out: bool) -> Iterator[dict[str, str]]:
    return (one for one in lures() if held_out or one["split"] != "held_out")


def lure_texts(data: Path, *, held_out: bool) -> list[Text]:
    """Lures of the open set against all else but calls for help: frauds, harmless texts, ordinary messages.

    The messages by which the rules are tested are among them, in both classes.
    """
    texts = [
        message(one["text"], int(one["label"] == LURE), one["family"], one["language"])
        for one in _open_set(held_out=held_out)
        if one["label"] != "help_plea"
    ]
    texts += [message(text, label, f"noted{at}", code) for at, (code, text, label) in enumerate(noted())]
    ordinary, kinds, _ = messages(data)
    return texts + [
        Text(one.words, one.extras, 0, one.family, "sms", ORDINARY)
        for one, kind in zip(ordinary, kinds, strict=True)
        if kind == "ham"
    ]


def scam_texts(data: Path, *, held_out: bool) -> list[Text]:
    """Smishing and the frauds of the open set, against ordinary messages, advertising and harmless texts; no lures."""
    texts = [
        message(one["text"], int(one["label"] == SCAM), one["family"], one["language"])
        for one in _open_set(held_out=held_out)
        if one["label"] in {SCAM, "harmless"}
    ]
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
    sums, _ = out_of_fold(texts, STRENGTHS[name], matrix=matrix)
    slope, offset = platt(sums, labels, weights)
    chances = 1 / (1 + np.exp(-(slope * sums + offset)))
    hard = weights == weights.max()  # ordinary messages are easy: bars are set by the harmless texts that look alike
    model = fitted(matrix, labels, weights, STRENGTHS[name])
    scale, steps = quantised(model.coef_[0])
    return (
        Head(
            name=name,
            scale=scale,
            bias=round(float(model.intercept_[0]), 5),
            slope=slope,
            offset=offset,
            watch=round(at_false_alarms(chances[hard], labels[hard], WATCH), 4),
            likely=round(at_false_alarms(chances[hard], labels[hard], LIKELY), 4),
        ),
        steps,
    )


def quantised(weights: np.ndarray) -> tuple[float, list[int]]:
    """Step and signed bytes: the few heaviest weights are cut so that the many light ones keep their difference."""
    most = float(np.quantile(np.abs(weights[weights != 0]), 0.9995))
    scale = float(f"{most / 127:.6g}")
    return scale, [int(one) for one in np.clip(np.rint(weights / scale), -127, 127)]


if __name__ == "__main__":
    main()
