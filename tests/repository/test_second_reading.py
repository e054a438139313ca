"""The second reading of the open lure set: each line is of a text that stands there, and says what the datasheet allows."""

import csv

import pytest

from lali.engines.signs.aspects import aspects
from scripts import lures

FIELDS = ["id", "label", "chance", "aspects"]
AGREE = 0.9  # of the labels: fewer, and either reader did not read


def _read(language):
    with (lures.FOLDER / "read" / f"{language}.tsv").open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, delimiter="\t")
        return list(reader), reader.fieldnames


@pytest.mark.parametrize("language", lures.LANGUAGES)
def test_the_second_reading_is_of_the_texts_that_stand_here(language):
    labels = {one.id: one.label for one in lures.all_texts() if one.language == language}
    rows, names = _read(language)
    assert names == FIELDS
    assert len({row["id"] for row in rows}) == len(rows) > 0
    for row in rows:
        assert row["id"] in labels
        assert row["label"] in lures.LABELS
        assert not row["chance"] or 0 <= int(row["chance"]) <= 99
        assert set(row["aspects"].split()) <= set(aspects("en")), row["id"]
    blind = [row for row in rows if row["chance"]]  # the others were marked by their writer
    assert all(labels[row["id"]] == row["label"] for row in rows if not row["chance"])
    assert sum(labels[row["id"]] == row["label"] for row in blind) / len(blind) >= AGREE
