"""Candidates: pairs of texts worth verifying, however few are looked at in one go."""

from collections import Counter
from itertools import groupby, pairwise

import numpy as np
import pytest

from lali.engines.families import gathering


def drawn(texts=400, pieces=300, each=12):
    """Pieces with the numbers of the texts that have them, 32 bits each, in no order; no text has a piece twice."""
    numbers = np.random.default_rng(11)
    pairs = {(int(piece), text) for text in range(texts) for piece in numbers.integers(0, pieces, each) ** 2 // pieces}
    return numbers.permutation(np.array([(piece << 32) | text for piece, text in sorted(pairs)], np.uint64))


def told_plainly(keys, tried):
    counts = Counter()
    for _piece, having in groupby(sorted(divmod(key, 1 << 32) for key in keys.tolist()), lambda pair: pair[0]):
        texts = [text for _, text in having]
        counts.update((text, texts[0]) for text in texts[1:])
        counts.update((text, before) for before, text in pairwise(texts) if before != texts[0])
    often = sorted((text, -many, other) for (text, other), many in counts.items() if many >= gathering.IN_COMMON)
    return [
        (text, other) for text, of_one in groupby(often, lambda row: row[0]) for _, _, other in list(of_one)[:tried]
    ]


@pytest.mark.parametrize(("at_once", "ranges"), [(1 << 21, 16), (100, 16), (100, 7), (1, 100_000)])
def test_candidates_are_those_with_most_in_common_however_many_are_looked_at_in_one_go(monkeypatch, at_once, ranges):
    monkeypatch.setattr(gathering, "_AT_ONCE", at_once)
    monkeypatch.setattr(gathering, "_MOST_RANGES", ranges)
    expected = told_plainly(drawn(), 4)
    one, other = gathering.candidates(drawn(), 4)
    assert len(expected) > 500
    assert list(zip(one.tolist(), other.tolist(), strict=True)) == expected


def test_of_the_first_candidates_the_same_are_told_part_by_part(monkeypatch):
    at_once = gathering.first_candidates(drawn(), 400)
    monkeypatch.setattr(gathering, "_AT_ONCE", 100)
    in_parts = gathering.first_candidates(drawn(), 400)
    assert [each.tolist() for each in in_parts] == [each.tolist() for each in at_once]


def test_of_nothing_there_are_no_candidates():
    for found in (gathering.candidates(np.empty(0, np.uint64)), gathering.first_candidates(np.empty(0, np.uint64), 3)):
        assert [each.tolist() for each in found] == [[], []]
