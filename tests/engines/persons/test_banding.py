"""Why a pair is linked though unlikely, or only possible though likely."""

import numpy as np
import pyarrow as pa
import pytest

from lali.engines.persons.banding import banded, noted


def notes(person, *pairs, short=()):
    table = pa.table(
        {
            "nr_l": pa.array([one for one, _other, _weight in pairs], pa.int32()),
            "nr_r": pa.array([other for _one, other, _weight in pairs], pa.int32()),
            "match_weight": [weight for _one, _other, weight in pairs],
        }
    )
    found = banded(table, np.array(person), short=np.array([at in short for at in range(len(pairs))], np.bool_))
    return [
        noted(row, f"r{row['nr_l']}", f"r{row['nr_r']}", f"r{row['tie']}" if row["tie"] >= 0 else None)
        for row in found.to_pylist()
    ]


def test_an_unlikely_pair_names_the_record_that_ties_it_best():
    pairs = [(0, 3, -1.0), (0, 1, 2.0), (1, 3, 9.0), (0, 2, 5.0), (2, 3, 4.0), (1, 2, 3.0)]
    assert notes([0, 0, 0, 0], *pairs) == ["tied by r2", "", "", "", "", ""]


def test_where_no_single_record_ties_it_others_do():
    assert notes([0, 0, 0, 0], (0, 3, -1.0), (0, 1, 9.0), (1, 2, 9.0), (2, 3, 9.0))[0] == "tied by other records"


@pytest.mark.parametrize(
    ("person", "short", "said"),
    [
        ([0, 1, 2, 3], (0,), "too little here is different from others in this file"),
        ([0, 1, 0, 3], (), "the records linked with r0 do not fit r1"),
        ([0, 1, 2, 1], (), "the records linked with r1 do not fit r0"),
        ([0, 1, 0, 1], (), "other records that look like these do not fit"),
    ],
)
def test_a_likely_pair_that_is_only_possible_says_why(person, short, said):
    assert notes(person, (0, 1, 8.0), short=short) == [said]


def test_an_unlikely_pair_that_is_possible_needs_no_word():
    assert notes([0, 1], (0, 1, -1.0)) == [""]


def test_no_pairs_have_no_notes():
    assert notes([0]) == []
