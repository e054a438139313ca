"""What language identification is trained on: texts of this repository, each with the language it is written in.

The lure set's train part (never the held-out part), the message catalogues, the word lists of the signs, and the
everyday sentences of `datasets/languages`. Vietnamese and French stand twice: as written, and without accents, as many
type them.
"""

import json
import random
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
SETS = ROOT / "datasets"
NAMED = ("en", "fr", "vi", "bi", "fj", "hif")
TYPED_BARE = ("fr", "vi")
GROUPS = {
    "melanesian": "tpi pis",
    "malay": "id ms jv su tl ceb mg",
    "polynesian": "sm to mi haw ty rar niu gil mh ch pau",
    "romance": "es it pt ro ca gl oc co wa rm ht crs mfe la eo",
    "germanic": "de nl af sv da no is",
    "indic": "hi-Latn ur bho bn ta te pa gu ne",
    "bantu": "sw zu sn rw ln lg ny st so ha yo ig",
    "rest": (
        "tr pl cs hr fi et hu sq lt eu cy ga gd br mt uz az ku qu gn hmn zh-Latn th-Latn km-Latn my-Latn "
        "ja-Latn ko-Latn ar-Latn ru-Latn"
    ),
}  # languages that are told from the named ones, and answered "unknown"
GROUP_OF = {code: group for group, codes in GROUPS.items() for code in codes.split()}
_LONGEST = 400  # characters of one text
_PIECE = (3, 7)  # words in the pieces cut from longer texts: people write short
_MOST = 3_200  # texts of one language before pieces; the catalogues have many more in French and English


def bare(text: str) -> str:
    """Take the accents off, as on a phone without them."""
    parts = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(one for one in parts if not unicodedata.combining(one))


def training() -> list[tuple[str, str]]:
    """Give (language or group, text), in an order that is always the same."""
    found: dict[str, list[str]] = {}
    for language, text in _all():
        found.setdefault(GROUP_OF.get(language, language), []).append(text[:_LONGEST])
    chance = random.Random(6)  # always the same
    rows: list[tuple[str, str]] = []
    for language in (*NAMED, *GROUPS):
        texts = list(dict.fromkeys(found[language]))
        if len(texts) > _MOST:
            texts = chance.sample(texts, _MOST)
        texts += [piece for text in texts for piece in _pieces(text, chance)]
        if language in TYPED_BARE:
            texts += [other for text in texts if (other := bare(text)) != text]
        rows += [(language, text) for text in texts]
    return rows


def _pieces(text: str, chance: random.Random) -> Iterator[str]:
    words = text.split()
    for _ in range(min(3, len(words) // _PIECE[1])):
        size = chance.randint(*_PIECE)
        start = chance.randrange(len(words) - size + 1)
        yield " ".join(words[start : start + size])


def _all() -> Iterator[tuple[str, str]]:
    yield from _lures()
    yield from _everyday()
    yield from _catalogues()
    yield from _signs()


def _lures() -> Iterator[tuple[str, str]]:
    for file in sorted((SETS / "lures").glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["split"] == "train" and row["language"] in (*NAMED, "hi-Latn"):
                yield row["language"], row["text"]


def _everyday() -> Iterator[tuple[str, str]]:
    for code in NAMED:
        for line in (SETS / "languages" / f"{code}.txt").read_text(encoding="utf-8").splitlines():
            yield code, line
    for line in (SETS / "languages" / "others.txt").read_text(encoding="utf-8").splitlines():
        code, text = line.split("\t")
        yield code, text
        yield from ((code, f"{one} {two}") for one, two in pairwise(text.split()))


def _catalogues() -> Iterator[tuple[str, str]]:
    for code in NAMED:
        if code == "en":
            continue
        with (ROOT / "lali" / "locale" / code / "LC_MESSAGES" / "django.po").open("rb") as file:
            for message in read_po(file, locale="fr"):
                if message.id and isinstance(message.string, str) and message.string != message.id:
                    said = re.sub(r"%\(\w+\)\w|%%|\{\w*\}|<[^>]*>", " ", message.string)
                    if said.strip():
                        yield code, said
                        if code == "fr":
                            yield "en", re.sub(r"%\(\w+\)\w|%%|\{\w*\}|<[^>]*>", " ", str(message.id))


def _signs() -> Iterator[tuple[str, str]]:
    for code in NAMED:
        data = tomllib.loads(
            (ROOT / "lali" / "engines" / "signs" / "data" / f"{code}.toml").read_text(encoding="utf-8")
        )
        for listed in data["sets"].values():
            for phrase in re.sub(r"\{[^}]*\}", "", listed).split(","):
                if phrase.strip() and (code == "en" or len(phrase.split()) > 1):
                    yield code, phrase.strip()
