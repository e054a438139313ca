"""d' and c against published examples, against their definition, and on made persons."""

import random
from collections import Counter
from math import exp, log, sqrt
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lali.engines.knowledge import (
    Alarm,
    Counts,
    change,
    judged,
    one_person,
    paired_change,
    pooled,
    rate_change,
    trust,
)

pytestmark = pytest.mark.slow

LURES = (True, False, False, True, True, False)
MANY = 100_000  # the log-linear correction is nothing then


@pytest.mark.parametrize(
    ("hit", "false_alarm", "d_prime", "criterion"),
    [
        (0.69, 0.31, 0.99, 0.0),  # Macmillan & Creelman (2005), table 2.1, recognition without hypnosis
        (0.89, 0.59, 1.00, -0.73),  # the same table, under hypnosis: d' stays, the criterion moves
        (0.80, 0.40, 1.095, -0.294),  # Stanislaw & Todorov (1999), p. 142: 20 of 25 hits, 10 of 25 false alarms
        (0.50, 0.50, 0.0, 0.0),
    ],
)
def test_published_examples(hit, false_alarm, d_prime, criterion):
    found = one_person(Counts(round(hit * MANY), MANY, round(false_alarm * MANY), MANY))
    assert found.d_prime.value == pytest.approx(d_prime, abs=0.01)
    assert found.criterion.value == pytest.approx(criterion, abs=0.01)


def test_the_log_linear_correction_by_hand():
    """20 of 25 and 10 of 25 become 20.5/26 and 10.5/26; a full score stays finite."""
    z = NormalDist().inv_cdf
    found = one_person(Counts(20, 25, 10, 25))
    assert found.d_prime.value == pytest.approx(z(20.5 / 26) - z(10.5 / 26))
    assert found.criterion.value == pytest.approx(-(z(20.5 / 26) + z(10.5 / 26)) / 2)
    assert one_person(Counts(3, 3, 0, 3)).d_prime.value == pytest.approx(2 * z(3.5 / 4))


def test_the_standard_error_of_gourevitch_and_galanter_by_hand():
    """H = F = 1/2, N = 99 each (corrected 1/2 of 100): var = 2 * (1/4) / (99 / (2 pi)) = pi / 99."""
    found = one_person(Counts(99 // 2, 98, 98 // 2, 98))
    assert found.d_prime.error == pytest.approx(sqrt(3.14159265 / 98))
    low, high = found.d_prime.interval()
    assert (low, high) == pytest.approx((-1.959964 * found.d_prime.error, 1.959964 * found.d_prime.error))


@given(st.integers(1, 50), st.integers(1, 50), st.data())
def test_swapping_the_answers_turns_the_sign(lures, honest, data):
    counts = Counts(data.draw(st.integers(0, lures)), lures, data.draw(st.integers(0, honest)), honest)
    swapped = Counts(lures - counts.hits, lures, honest - counts.false_alarms, honest)
    there, back = one_person(counts), one_person(swapped)
    assert there.d_prime.value == pytest.approx(-back.d_prime.value)
    assert there.criterion.value == pytest.approx(-back.criterion.value)


def test_answers_are_counted_against_the_key():
    assert judged("100110", LURES) == Counts(3, 3, 0, 3)
    assert judged("111111", LURES) == Counts(3, 3, 3, 3)
    with pytest.raises(ValueError, match="zip"):
        judged("10", LURES)
    with pytest.raises(ValueError, match="more hits"):
        Counts(4, 3, 0, 3)
    with pytest.raises(ValueError, match="two people"):
        pooled({Counts(1, 3, 1, 3): 1})
    with pytest.raises(ValueError, match="two people"):
        paired_change([])


def test_a_group_of_people_with_independent_answers_has_the_error_of_gg67():
    """Where persons do not differ, both ways lead to the same error; where they do, c is less sure, d' is surer."""
    chance = random.Random(4)
    alike = people(chance, 4000, 0.7, 0.3, spread=0.0)
    unlike = people(chance, 4000, 0.7, 0.3, spread=1.5)
    assert pooled(alike).d_prime.error == pytest.approx(one_person(total(alike)).d_prime.error, rel=0.05)
    assert pooled(unlike).criterion.error > one_person(total(unlike)).criterion.error * 1.1
    assert pooled(unlike).d_prime.error < one_person(total(unlike)).d_prime.error


def test_all_alike_leaves_some_doubt():
    assert pooled({Counts(3, 3, 0, 3): 12}).d_prime.error > 0


def test_the_student_quantile_of_pairs():
    """Ten persons, gaps known: t(0.975, 9) = 2.262157."""
    pairs = [(Counts(1, 3, 1, 3), Counts(hits, 3, 1, 3)) for hits in (0, 1, 1, 2, 2, 2, 3, 3, 3, 3)]
    found = paired_change(pairs)
    gaps = [one_person(after).d_prime.value - one_person(before).d_prime.value for before, after in pairs]
    mean = sum(gaps) / 10
    error = sqrt(sum((gap - mean) ** 2 for gap in gaps) / 9 / 10)
    assert found.value == pytest.approx(mean)
    assert found.high - found.value == pytest.approx(2.262157 * error, rel=1e-3)
    assert found.paired


# -- power: the lesson is meant to be measured with 200 people a cell, three lures and three honest offers each ----------

CELL = 200
RUNS = 300


def people(chance, number, hit, false_alarm, spread=0.5):
    """Persons who differ: each one's log-odds of stopping are shifted by chance."""
    return Counter(one(chance, hit, false_alarm, chance.gauss(0, spread)) for _person in range(number))


def one(chance, hit, false_alarm, shift):
    def said(rate):
        return 1 / (1 + exp(-(log(rate / (1 - rate)) + shift)))

    return Counts(
        sum(chance.random() < said(hit) for _item in range(3)),
        3,
        sum(chance.random() < said(false_alarm) for _item in range(3)),
        3,
    )


def total(group):
    every = list(group.elements())
    return Counts(
        sum(one.hits for one in every), 3 * len(every), sum(one.false_alarms for one in every), 3 * len(every)
    )


def found_share(before, after, seed, sure=lambda old, new: change(old, new).low > 0):
    chance = random.Random(seed)
    groups = ((pooled(people(chance, CELL, *before)), pooled(people(chance, CELL, *after))) for _run in range(RUNS))
    return sum(sure(old, new) for old, new in groups) / RUNS


def test_a_change_of_ten_points_is_found_at_two_hundred_people_a_cell():
    """Right answers rise from 60 to 70 in a hundred, on lures and on honest offers."""
    assert found_share((0.6, 0.4), (0.7, 0.3), seed=1) >= 0.95


def test_ten_more_hits_in_a_hundred_are_found_too():
    def hits(old, new):
        return rate_change(old.hit_rate, new.hit_rate).low > 0

    assert found_share((0.6, 0.3), (0.7, 0.3), seed=2, sure=hits) >= 0.8


def test_no_change_is_taken_for_one_rarely():
    assert found_share((0.6, 0.4), (0.6, 0.4), seed=3) <= 0.05


def test_the_alarm_rings_when_honest_offers_lose_trust_and_not_by_chance():
    def rings(old, new):
        return trust(old, new) is Alarm.ALARM

    assert found_share((0.6, 0.2), (0.9, 0.4), seed=5, sure=rings) >= 0.9  # hits rose as well: hits alone would please
    assert found_share((0.6, 0.3), (0.8, 0.3), seed=6, sure=rings) <= 0.02
    assert found_share((0.6, 0.25), (0.8, 0.3), seed=7, sure=rings) <= 0.08  # exactly the margin


def test_the_three_words_of_the_alarm():
    def cell(false_alarms, number):
        return pooled(Counter(Counts(2, 3, false_alarms if who % 2 else 0, 3) for who in range(number)))

    assert trust(cell(1, 20), cell(1, 20)) is Alarm.NONE
    assert trust(cell(1, 20), cell(0, 20)) is Alarm.NONE
    assert trust(cell(1, 20), cell(2, 20)) is Alarm.WATCH
    assert trust(cell(1, 400), cell(3, 400)) is Alarm.ALARM
