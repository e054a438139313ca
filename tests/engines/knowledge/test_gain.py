"""The share judged rightly: nobody gains by mistrusting everything, and one person has no spread."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lali.engines.knowledge import Counts, paired_gain, right_share


def counts():
    return st.tuples(st.integers(0, 3), st.integers(0, 3)).map(lambda pair: Counts(pair[0], 3, pair[1], 3))


def test_whoever_stops_at_everything_is_right_half_of_the_time():
    assert Counts(3, 3, 3, 3).right == Counts(0, 3, 0, 3).right == 0.5
    assert Counts(3, 3, 0, 3).right == 1.0


def test_from_mistrust_to_telling_apart():
    found = paired_gain([(Counts(3, 3, 3, 3), Counts(3, 3, 1, 3)), (Counts(2, 3, 2, 3), Counts(3, 3, 0, 3))] * 6)
    assert found.value == pytest.approx((1 / 3 + 1 / 2) / 2)
    assert found.low < found.value < found.high
    assert found.paired
    assert found.is_sure


@given(st.lists(st.tuples(counts(), counts()), min_size=2, max_size=30))
def test_before_and_after_swapped_turn_the_gain_round(pairs):
    one, other = paired_gain(pairs), paired_gain([(after, before) for before, after in pairs])
    assert one.value == pytest.approx(-other.value)
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low))


@given(st.lists(counts(), min_size=2, max_size=30))
def test_a_share_lies_between_nought_and_one(people):
    found = right_share(people)
    assert 0 <= found.value <= 1
    assert found.error >= 0


def test_one_person_has_no_spread():
    with pytest.raises(ValueError, match="two people"):
        right_share([Counts(3, 3, 0, 3)])
    with pytest.raises(ValueError, match="two people"):
        paired_gain([(Counts(3, 3, 0, 3), Counts(3, 3, 0, 3))])
