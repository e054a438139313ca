"""An index of families: one text at a time, kept and taken up again."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.ads import Maker
from lali.engines.families import Index, fold
from tests.engines.families.test_families import ad, quality

MADE = [(f"ad {number}", text) for number, (_family, text) in enumerate(Maker(11).ads(1500))]


@pytest.mark.parametrize(("at_once", "least"), [(1200, 0.98), (0, 0.97)])
def test_one_at_a_time_is_as_all_at_once(at_once, least):
    index = Index.of(MADE[:at_once])
    for name, text in MADE[at_once:]:
        index.add(name, text)
    families = index.families()
    assert list(families) == [name for name, _ in MADE]
    precision, recall = quality(fold(text for _, text in MADE).codes(), list(families.values()))
    assert precision >= least
    assert recall >= least


def test_a_copy_joins_and_a_stranger_does_not():
    index = Index()
    first = index.add("1", ad())
    assert index.add("2", ad("Bangkok", "FJD 900", "410 0199", "Ana")) == first
    assert index.add("3", ad().upper()) == first
    assert index.add("4", "Night guard for a timber yard, torch and boots are handed out (invented)") not in {first, ""}
    assert index.add("5", " ") == index.family("5") == ""
    assert len(index) == 5
    with pytest.raises(KeyError):
        index.family("6")


def test_what_is_kept_is_taken_up_as_it_was():
    index = Index.of(MADE[:400])
    for name, text in MADE[400:600]:
        index.add(name, text)
    file = io.BytesIO()
    np.savez(file, **index.state())
    again = Index.restored(np.load(io.BytesIO(file.getvalue()), allow_pickle=False))
    assert again.families() == index.families()
    assert [again.add(*one) for one in MADE[600:700]] == [index.add(*one) for one in MADE[600:700]]
    assert Index.restored(Index().state()).families() == {}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=5), st.text(max_size=40)), max_size=10))
def test_nothing_raises_whatever_comes(rows):
    index = Index.of(rows[:3])
    for name, text in rows[3:]:
        index.add(name, text)
    assert set(index.families()) == {name for name, _ in rows}
