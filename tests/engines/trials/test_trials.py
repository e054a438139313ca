"""Tests and intervals against published figures, against their definition, and for what must always hold."""

from fractions import Fraction
from itertools import product
from math import comb
from statistics import NormalDist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lali.engines.trials import Arm, compare, difference, fisher, mcnemar, people_needed, wilson

ARMS = st.integers(0, 60).flatmap(lambda of: st.integers(0, of).map(lambda yes: Arm(yes, of)))
PEOPLED = st.integers(1, 200).flatmap(lambda of: st.integers(0, of).map(lambda yes: Arm(yes, of)))


def swapped(arm):
    return Arm(arm.of - arm.yes, arm.of)


def exactly(first, second):
    """Fisher's two-sided p in whole numbers, as it is defined."""
    yes = first.yes + second.yes
    ways = {
        k: comb(first.of, k) * comb(second.of, yes - k) for k in range(max(0, yes - second.of), min(yes, first.of) + 1)
    }
    return Fraction(sum(one for one in ways.values() if one <= ways[first.yes]), sum(ways.values()))


# -- published figures ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "p"),
    [
        (Arm(3, 4), Arm(1, 4), 34 / 70),  # Fisher (1935): the lady who tastes tea, three of four cups right
        (Arm(4, 4), Arm(0, 4), 2 / 70),  # all of them
        (
            Arm(10, 13),
            Arm(2, 17),
            0.0005367,
        ),  # Fisher (1935): convictions of twins of criminals; two-sided as in R's manual of fisher.test
    ],
)
def test_fisher_as_published(first, second, p):
    assert fisher(first, second) == pytest.approx(p, rel=2e-3)


@pytest.mark.parametrize(
    ("arm", "low", "high"),
    [  # Newcombe (1998a), table I, method 3
        (Arm(81, 263), 0.2553, 0.3662),
        (Arm(15, 148), 0.0624, 0.1605),
        (Arm(0, 20), 0.0, 0.1611),
        (Arm(1, 29), 0.0061, 0.1718),
    ],
)
def test_wilson_as_published(arm, low, high):
    assert wilson(arm) == pytest.approx((low, high), abs=6e-5)


@pytest.mark.parametrize(
    ("larger", "smaller", "low", "high"),
    [  # Newcombe (1998b), table II, method 10, contrasts (a) to (h)
        (Arm(56, 70), Arm(48, 80), 0.0524, 0.3339),
        (Arm(9, 10), Arm(3, 10), 0.1705, 0.8090),
        (Arm(6, 7), Arm(2, 7), 0.0582, 0.8062),
        (Arm(5, 56), Arm(0, 29), -0.0381, 0.1926),
        (Arm(0, 10), Arm(0, 20), -0.1611, 0.2775),
        (Arm(0, 10), Arm(0, 10), -0.2775, 0.2775),
        (Arm(10, 10), Arm(0, 20), 0.6791, 1.0),
        (Arm(10, 10), Arm(0, 10), 0.6075, 1.0),
    ],
)
def test_newcombe_as_published(larger, smaller, low, high):
    found = difference(smaller, larger)
    assert (found.low, found.high) == pytest.approx((low, high), abs=6e-5)


@pytest.mark.parametrize(
    ("gained", "lost", "p"),
    [  # Fagerland, Lydersen & Laake (2013), BMC Medical Research Methodology 13:91, exact conditional test
        (7, 1, 0.0703),
        (16, 6, 0.0525),
        (0, 0, 1.0),
        (5, 5, 1.0),
    ],
)
def test_mcnemar_as_published(gained, lost, p):
    assert mcnemar(gained, lost) == pytest.approx(p, abs=6e-5)


def test_as_many_people_as_published():
    """R's manual of power.prop.test has 76.7 for these, uncorrected; with the correction, by hand, 84.5."""
    assert people_needed(0.5, 0.75, power=0.9) == 85


@pytest.mark.parametrize(("first", "second"), [(0.2, 0.5), (0.5, 0.75), (0.1, 0.35), (0.6, 0.9)])
def test_that_many_people_find_the_difference(first, second):
    """The exact power of Fisher's test, over every outcome of two arms of that size."""
    size = people_needed(first, second)

    def likely(share):
        return [comb(size, k) * share**k * (1 - share) ** (size - k) for k in range(size + 1)]

    one, other = likely(first), likely(second)
    power = sum(
        one[a] * other[b]
        for a, b in product(range(size + 1), repeat=2)
        if one[a] * other[b] > 1e-9 and fisher(Arm(a, size), Arm(b, size)) <= 0.05
    )
    assert 0.78 < power < 0.88


# -- what must always hold -------------------------------------------------------------------------------------------------


@given(ARMS, ARMS)
def test_fisher_is_what_it_is_defined_as(first, second):
    assert fisher(first, second) == pytest.approx(float(exactly(first, second)), rel=1e-6)


@given(PEOPLED, PEOPLED)
def test_neither_the_order_of_arms_nor_of_answers_matters(first, second):
    p = fisher(first, second)
    assert 0 < p <= 1
    assert fisher(second, first) == pytest.approx(p, rel=1e-6)
    assert fisher(swapped(first), swapped(second)) == pytest.approx(p, rel=1e-6)
    found, back = difference(first, second), difference(second, first)
    assert (found.low, found.high) == pytest.approx((-back.high, -back.low), abs=1e-12)
    turned = difference(swapped(first), swapped(second))
    assert (turned.low, turned.high) == pytest.approx((back.low, back.high), abs=1e-12)


@given(PEOPLED, PEOPLED)
def test_intervals_hold_what_was_seen_and_stay_within_bounds(first, second):
    low, high = wilson(first)
    assert 0 <= low <= first.share <= high <= 1
    assert wilson(first, confidence=0.99) >= (0, 0)
    assert wilson(first, confidence=0.5)[1] <= high
    found = difference(first, second)
    assert -1 <= found.low <= found.value <= found.high <= 1


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_mcnemar_is_even_handed(gained, lost):
    p = mcnemar(gained, lost)
    assert 0 <= p <= 1
    assert p == mcnemar(lost, gained)


@given(st.floats(0.02, 0.98), st.floats(0.02, 0.98), st.floats(0.5, 0.95))
def test_a_larger_difference_takes_fewer_people_and_more_power_more(first, second, power):
    if abs(first - second) < 0.01:
        return
    size = people_needed(first, second, power=power)
    assert size == people_needed(second, first, power=power) == people_needed(1 - first, 1 - second, power=power)
    assert size <= people_needed(first, (first + second) / 2, power=power)
    assert size <= people_needed(first, second, power=power + 0.04)


# -- against another way of working it out, over many tables ----------------------------------------------------------------

LARGE = st.sampled_from([1, 2, 9, 40, 300, 2_000]).flatmap(
    lambda most: st.integers(1, most).flatmap(lambda of: st.integers(0, of).map(lambda yes: Arm(yes, of)))
)


@given(LARGE, LARGE)
@settings(max_examples=200)
def test_fisher_in_whole_numbers(first, second):
    """No likelihood is rounded: every table with these margins is counted in whole numbers."""
    assert fisher(first, second) == pytest.approx(float(exactly(first, second)), rel=1e-9, abs=1e-300)


@pytest.mark.slow
@given(st.integers(0, 1_500), st.integers(0, 1_500))
@settings(max_examples=200)
def test_mcnemar_in_whole_numbers(gained, lost):
    """Twice the smaller tail of so many tosses of a coin, in whole numbers."""
    changed = gained + lost
    tail = sum(comb(changed, k) for k in range(min(gained, lost) + 1))
    assert mcnemar(gained, lost) == pytest.approx(float(min(Fraction(1), Fraction(2 * tail, 2**changed))), rel=1e-9)


def scored(share, arm, z):
    """By how much a share misses what was seen, in its own standard errors, less z: Wilson's ends are where it is 0."""
    return (arm.yes - arm.of * share) ** 2 - z * z * arm.of * share * (1 - share)


@given(LARGE, st.sampled_from([0.5, 0.9, 0.95, 0.99]))
def test_wilson_by_looking_for_its_ends(arm, confidence):
    """The ends are found by halving, from the test that they turn round: no formula of theirs is used."""
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    ends = []
    for inside, outside in ((arm.share, 0.0), (arm.share, 1.0)):
        near, far = inside, outside
        for _half in range(200):
            middle = (near + far) / 2
            near, far = (middle, far) if scored(middle, arm, z) <= 0 else (near, middle)
        ends.append(near if scored(outside, arm, z) > 0 else outside)
    assert wilson(arm, confidence=confidence) == pytest.approx(tuple(ends), abs=1e-9)


@given(LARGE, LARGE)
def test_newcombe_squares_and_adds(first, second):
    """N98b, method 10: each way the square root of both distances, from the shares to the ends of their intervals."""
    low, high = wilson(first), wilson(second)
    found = difference(first, second)
    down = (second.share - high[0]) ** 2 + (low[1] - first.share) ** 2
    up = (high[1] - second.share) ** 2 + (first.share - low[0]) ** 2
    assert (found.value - found.low) ** 2 == pytest.approx(down, abs=1e-9)
    assert (found.high - found.value) ** 2 == pytest.approx(up, abs=1e-9)


@pytest.mark.parametrize(("first", "second"), [(0.1, 0.2), (0.01, 0.11), (0.89, 0.99), (0.3, 0.45)])
def test_that_many_people_find_it_at_the_edges_too(first, second):
    """The exact power of Fisher's test, rejection by rejection: never under what was asked for."""
    size = people_needed(first, second)
    likely = [
        [comb(size, k) * share**k * (1 - share) ** (size - k) for k in range(size + 1)] for share in (first, second)
    ]
    ranges = [[k for k, weight in enumerate(one) if weight > 1e-6] for one in likely]
    power = sum(likely[0][a] * likely[1][b] for a, b in product(*ranges) if fisher(Arm(a, size), Arm(b, size)) <= 0.05)
    assert 0.795 < power < 0.9


# -- edges -----------------------------------------------------------------------------------------------------------------


def test_a_campaign_of_a_nation_is_computed_at_once():
    assert fisher(Arm(50_000, 400_000), Arm(50_000, 400_000)) == pytest.approx(1.0)
    assert fisher(Arm(50_000, 400_000), Arm(51_000, 400_000)) == pytest.approx(0.000772, rel=0.01)
    assert fisher(Arm(0, 400_000), Arm(400_000, 400_000)) == 0
    assert mcnemar(90_000, 10_000) == 0


def test_no_digit_is_lost_where_numbers_are_very_large():
    """The figure is scipy's (1.17.1, `scipy.stats.fisher_exact`)."""
    assert fisher(Arm(50_000, 400_000), Arm(51_000, 400_000)) == pytest.approx(0.00077128119035, rel=1e-9)
    million = 1_000_000
    none = difference(Arm(0, million), Arm(million, million))
    assert (none.value, none.high) == (1.0, 1.0)
    assert 0.99999 < none.low < 1
    for arm in (Arm(0, million), Arm(million, million), Arm(0, 1), Arm(1, 1)):
        low, high = wilson(arm)
        assert 0 <= low <= arm.share <= high <= 1


def test_nobody_and_all_alike():
    assert fisher(Arm(0, 0), Arm(3, 5)) == fisher(Arm(5, 5), Arm(7, 7)) == fisher(Arm(0, 5), Arm(0, 7)) == 1
    for odd in (
        lambda: wilson(Arm(0, 0)),
        lambda: difference(Arm(0, 0), Arm(1, 2)),
        lambda: compare(Arm(1, 2), Arm(0, 0)),
    ):
        with pytest.raises(ValueError, match="nobody"):
            odd()


@pytest.mark.parametrize("odd", [(-1, 2), (3, 2), (0, -1)])
def test_arms_that_cannot_be(odd):
    with pytest.raises(ValueError, match="fewer than none"):
        Arm(*odd)


@pytest.mark.parametrize("odd", [(0.5, 0.5), (0, 0.5), (0.5, 1), (-1, 2)])
def test_differences_that_cannot_be(odd):
    with pytest.raises(ValueError, match=r"nought|none"):
        people_needed(*odd)


def test_nobody_changed_fewer_than_none():
    with pytest.raises(ValueError, match="fewer than none"):
        mcnemar(-1, 2)


def test_a_trial_says_whether_the_gap_is_more_than_chance():
    small, large = compare(Arm(3, 10), Arm(5, 10)), compare(Arm(60, 200), Arm(100, 200))
    assert not small.is_sure
    assert large.is_sure
    assert large.difference.low > 0
    assert not compare(Arm(60, 200), Arm(100, 200), alpha=1e-6).is_sure
