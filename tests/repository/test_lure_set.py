"""The open lure set is what its datasheet says: whole, invented, and with families kept apart."""

import json
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import asdict, fields
from math import ceil

import phonenumbers
import pytest

from lali.engines.identifiers import find
from scripts import lures

ROWS = [
    json.loads(line)
    for language in lures.LANGUAGES
    for line in (lures.FOLDER / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
]
NEAR = 0.5  # of five-letter pieces shared: one writing, not two
WRITTEN_FOR = ("FJ", "VN", "AU")  # countries whose numbers, as typed at home, are longer than a sum of money


def test_the_files_are_made_from_what_is_written():
    assert [asdict(text) for text in lures.all_texts()] == ROWS


def test_every_text_has_the_fields_of_the_datasheet():
    names = {field.name for field in fields(lures.Text)}
    for row in ROWS:
        assert set(row) == names
        kinds = (row["kind"], row["hard_negative"])
        named, empty = reversed(kinds) if row["label"] == "harmless" else kinds
        assert named in lures.KINDS_OF[row["label"]], row["id"]
        assert empty is None
        assert row["language"] in lures.LANGUAGES
        assert row["family"].startswith(row["language"])
        assert row["draft"] == (row["language"] in lures.DRAFTS)
        assert row["text"] == row["text"].strip()
        assert 2 <= len(row["text"]) <= 600, row["id"]
        assert not re.search(r"[{}|<>\\]", row["text"]), row["id"]
        assert row["text"] == unicodedata.normalize("NFC", row["text"]), row["id"]


def test_ids_are_unique_and_no_text_stands_twice():
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    assert len({(row["language"], row["text"]) for row in ROWS}) == len(ROWS)


def test_a_family_is_written_once_and_stands_in_one_split():
    splits, labels = defaultdict(set), defaultdict(set)
    for row in ROWS:
        splits[row["family"]].add(row["split"])
        labels[row["family"]].add(row["label"])
    assert all(len(of) == 1 for of in (*splits.values(), *labels.values()))
    headings = [
        f"{language}-{line[2:].split('|')[0].strip()}"
        for language in lures.LANGUAGES
        for line in (lures.FOLDER / "written" / f"{language}.txt").read_text(encoding="utf-8").splitlines()
        if line.startswith("@ ")
    ]
    assert len(headings) == len(set(headings))


def _pieces(text: str) -> set[str]:
    plain = re.sub(r"\d+", "0", " ".join(re.findall(r"\w+", text.lower())))
    return {plain[at : at + 5] for at in range(max(1, len(plain) - 4))}


@pytest.mark.parametrize("language", lures.LANGUAGES)
def test_no_text_has_a_near_copy_in_the_other_split(language):
    rows = [(row["id"], row["split"], _pieces(row["text"])) for row in ROWS if row["language"] == language]
    common = Counter(piece for _, _, pieces in rows for piece in pieces)
    holders = defaultdict(list)
    near = []
    for at, (one, split, these) in enumerate(rows):
        # Of two sets so much alike, each has one of its rarest pieces in common with the rarest of the other.
        rarest = sorted(these, key=lambda piece: (common[piece], piece))[: len(these) - ceil(NEAR * len(these)) + 1]
        for other in {other for piece in rarest for other in holders[piece]}:
            its, side, those = rows[other]
            if side != split and len(these & those) >= NEAR * len(these | those):
                near.append((one, its))
        for piece in rarest:
            holders[piece].append(at)
    assert not near


def test_no_number_is_anybodys_and_no_domain_is_real():
    for row in ROWS:
        for country in WRITTEN_FOR:
            matches = phonenumbers.PhoneNumberMatcher(row["text"], country, leniency=phonenumbers.Leniency.VALID)
            assert not list(matches), row["id"]
        for one in find(row["text"], country="FJ"):
            if str(one.kind) in ("url", "domain", "email"):
                assert re.search(r"\.example(/\w*)?$", one.normalised), row["id"]
            assert str(one.kind) != "telegram" or "example" in one.normalised, row["id"]


def test_what_was_written_apart_is_invented_and_stands_nowhere_else():
    apart = [
        json.loads(line)
        for path in sorted((lures.FOLDER / "independent").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    known = {row["text"] for row in ROWS}
    assert len(apart) == len({row["id"] for row in apart}) == len({row["text"] for row in apart}) > 1_500
    for row in apart:
        assert set(row) == {"id", "language", "label", "sort", "writer", "text"}
        assert row["label"] in lures.LABELS
        assert row["text"] == unicodedata.normalize("NFC", row["text"].strip())
        assert row["text"] not in known
        for country in WRITTEN_FOR:
            matches = phonenumbers.PhoneNumberMatcher(row["text"], country, leniency=phonenumbers.Leniency.VALID)
            assert not [one for one in matches if not re.fullmatch(r"[\d ]+000", one.raw_string)], row["id"]  # a sum
        for one in find(row["text"], country="FJ"):
            if str(one.kind) in ("url", "domain", "email"):
                assert ".example" in one.normalised, row["id"]


def test_the_counts_of_the_datasheet_are_true():
    sheet = (lures.FOLDER / "README.md").read_text(encoding="utf-8")
    assert lures.counts(lures.all_texts()) in sheet


@pytest.mark.parametrize("language", lures.LANGUAGES)
def test_every_language_has_every_label_on_both_sides_and_enough_that_is_harmless(language):
    these = [row for row in ROWS if row["language"] == language]
    assert {(row["label"], row["split"]) for row in these} >= {
        (label, split) for label in ("lure", "harmless") for split in ("train", "held_out")
    }
    assert {row["label"] for row in these} == set(lures.LABELS)
    held = sum(row["split"] == "held_out" for row in these) / len(these)
    assert 0.2 <= held <= 0.5
    assert sum(row["label"] == "harmless" for row in these) >= len(these) / 3


def test_a_line_that_cannot_be_read_is_named():
    with pytest.raises(lures.BadWriting, match="line 1: a text before any heading"):
        list(lures.texts("en", "no heading"))
    with pytest.raises(lures.BadWriting, match="line 2: a heading is"):
        list(lures.texts("en", "# a note\n@ family | lure | fake_job | Z | k"))
