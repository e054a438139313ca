"""Helplines are true to their sources, and say what nobody has confirmed."""

import pytest

from lali.engines.helplines import COUNTRIES, helplines


def test_emergency_numbers_come_first():
    for country in COUNTRIES:
        kinds = [line.emergency for line in helplines(country)]
        assert kinds == sorted(kinds, reverse=True)


def test_what_nobody_confirmed_says_so_and_has_no_date():
    for country in COUNTRIES:
        for line in helplines(country):
            assert line.verify == (line.checked_on is None)
            assert line.source


@pytest.mark.parametrize(("country", "number"), [("FJ", "917"), ("vu", "161"), ("VN", "111")])
def test_a_known_number_is_given(country, number):
    assert number in {line.number for line in helplines(country)}


def test_every_service_can_be_reached():
    assert all(line.number or line.url for country in COUNTRIES for line in helplines(country))


@pytest.mark.parametrize("country", ["", "XX", "Fiji", "ﬁ"])
def test_an_unknown_country_has_none(country):
    assert helplines(country) == ()
