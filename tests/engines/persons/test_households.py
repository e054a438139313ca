import numpy as np
import pytest

from lali.engines.persons.households import Shares, shares_of


def test_a_household_takes_off_only_where_it_explains_something():
    start, off = Shares(0.01, 0.01).weighed(np.array([-20.0, 0.0, 30.0]))
    assert start == pytest.approx(np.log2(0.01 / 0.98))
    assert off[0] == pytest.approx(0, abs=0.001)
    assert off[2] == pytest.approx(-(30 + np.log2(0.01 / 0.98)), abs=0.01)


def test_the_shares_are_those_that_the_pairs_speak_for():
    person = np.array([30.0] * 100 + [5.0] * 50 + [-10.0] * 1000)
    kin = np.array([10.0] * 100 + [30.0] * 50 + [-10.0] * 1000)
    shares = shares_of(person, kin, 1_000)
    every = 1_000 * 999 / 2
    assert shares.person == pytest.approx(100 / every, rel=0.2)
    assert shares.household == pytest.approx(50 / every, rel=0.2)


def test_the_order_of_pairs_says_nothing_and_no_pairs_say_little():
    chance = np.random.default_rng(3)
    person, kin = chance.normal(0, 10, 500), chance.normal(0, 10, 500)
    order = chance.permutation(500)
    assert shares_of(person, kin, 300) == shares_of(person[order], kin[order], 300)
    none = shares_of(np.empty(0), np.empty(0), 2)
    assert 0 < none.person < 0.01
