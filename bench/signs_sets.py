"""The sets the model of the signs is trained and measured on, as texts with labels and families."""

import csv
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.signs_learning import Text, families_of, message
from lali.engines.identifiers import fold
from lali.engines.signs.model.pieces import extras_of, of_ad
from lali.engines.signs.tokens import cut

_SITE = re.compile(r"\.example\b", re.IGNORECASE)
_HANDLE = re.compile(r"[_.]?example", re.IGNORECASE)
_ENDINGS = ("com", "net", "info", "top", "com", "org")
CORPUS = Path("tests/engines/signs/corpus")
LURES = Path("datasets/lures")
_DAMAGED = re.compile(r"€[™“”˜œ¢¦„]?|„¢|[ÂâÃ]")
_HIDDEN = re.compile(r"#(URL|EMAIL|PHONE)_[0-9a-f]{20,}#")
_GLUED = re.compile(r"(?<=[a-z.:;!?)])(?=[A-Z])")
WRITTEN = ("title", "company_profile", "description", "requirements", "benefits")
_FORMS = (WRITTEN, ("title", "description"))


def rows_of(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV, damaged letters kept readable."""
    with path.open(encoding="utf-8", errors="replace", newline="") as lines:
        return list(csv.DictReader(lines))


def mended(text: str) -> str:
    """Take out what tells the source of a row and not its honesty: letters damaged on the way, hidden addresses."""
    text = _HIDDEN.sub(lambda found: f" {found[1].lower()}here ", text)
    return _GLUED.sub(" ", _DAMAGED.sub(" ", text))


def ads(data: Path, columns: Sequence[str] = WRITTEN, *, form: bool = True) -> list[Text]:
    """Job ads with fraud marked; `form` adds what the form of the ad tells."""
    return list(_ads(data, columns, form=form))


def _ads(data: Path, columns: Sequence[str], *, form: bool) -> Iterator[Text]:
    for ad in rows_of(data / "job_ads" / "emscad_partial_dev.csv"):
        text = "\n".join(mended(ad[name]) for name in columns if ad[name])
        words = cut(fold(text).plain).words
        extras = of_ad(ad) if form else extras_of(text)
        yield Text(words, extras, int(ad["fraudulent"]), ad["group"])


def real_ads(data: Path, *, held_out: bool) -> list[tuple[Text, bool]]:
    """The job ads as `lali check` reads a text, whole and without what the firm says of itself; True for a fraud.

    No message of the open set is as long. An ad put up many times counts once. Without `held_out`, a third is left out.
    """
    read = [
        ad for ad in rows_of(data / "job_ads" / "emscad_partial_dev.csv") if held_out or not _is_held_out(ad["group"])
    ]
    copies = Counter(ad["group"] for ad in read)
    return [
        (
            message("\n".join(mended(ad[name]) for name in columns if ad[name]), 0, f"ad{ad['group']}", weight=weight),
            fraud,
        )
        for ad in read
        for weight, fraud in [(1 / len(_FORMS) / copies[ad["group"]], ad["fraudulent"] == "1")]
        for columns in _FORMS
    ]


def _is_held_out(family: str) -> bool:
    return hashlib.sha256(family.encode()).digest()[0] % 3 == 0


def messages(data: Path) -> tuple[list[Text], list[str], list[str]]:
    """Short messages: as texts (label 1 for smishing), their kinds (ham, spam, smishing), and as they are written."""
    read = rows_of(data / "sms" / "smishing_dev.csv")
    written = [one["TEXT"] for one in read]
    kinds = [one["label"].strip().lower() for one in read]
    families = families_of([cut(fold(one).plain).words for one in written])
    texts = [
        message(text, int(kind == "smishing"), f"sms{family}")
        for text, kind, family in zip(written, kinds, families, strict=True)
    ]
    return texts, kinds, written


def noted(folder: Path = CORPUS) -> list[tuple[str, str, int]]:
    """The messages in the tests of the rules, with their language and 1 where they must be at least *likely*."""
    found = []
    for path in sorted(folder.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            wanted, bar, text = line.partition(" | ")
            if bar and not line.startswith("#"):
                found.append((path.stem[:3].strip("-."), text, int(wanted.startswith(">="))))
    return found


def lures(folder: Path = LURES) -> list[dict[str, str]]:
    """The open lure set, if it is there: one record a text."""
    found = [json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.open(encoding="utf-8")]
    return [one | {"text": as_in_the_field(one["text"])} for one in found if one.get("text")]


def independent(folder: Path = LURES / "independent") -> list[dict[str, Any]]:
    """Messages of writers who knew neither the open set nor the model: nothing is ever trained on them."""
    found = [json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.open(encoding="utf-8")]
    return [one | {"text": as_in_the_field(one["text"])} for one in found]


def idea(record: Mapping[str, str]) -> str:
    """Family of a text without its language: the same idea in two languages is kept together."""
    return record["family"].removeprefix(f"{record['language']}-")


def as_in_the_field(text: str) -> str:
    """Write invented sites and handles as real ones look: a model must not learn what shows that they are invented."""
    text = _SITE.sub(lambda found: f".{_ENDINGS[len(found.string[: found.start()]) % len(_ENDINGS)]}", text)
    return _HANDLE.sub("", text)
