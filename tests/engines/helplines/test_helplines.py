"""Helplines are true to their sources, and say what nobody has confirmed."""

from datetime import timedelta

import pytest

from lali.engines.helplines import COUNTRIES, ELSEWHERE, FRESH, emergency_numbers, fitting_first, helplines, stale


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


def test_a_check_is_good_for_180_days():
    checked = {line.checked_on for country in COUNTRIES for line in helplines(country)} - {None}
    assert timedelta(days=180) == FRESH
    assert stale(min(checked) + FRESH) == []
    assert {line.checked_on for line in stale(max(checked) + timedelta(days=181))} == checked


def test_nothing_is_hidden_by_an_answer():
    lines = helplines("FJ")
    for need in ("", "danger", "child", "home", "online", "work", "trafficking", "?"):
        for child, woman in ((False, False), (True, False), (False, True), (True, True)):
            found = fitting_first(lines, need=need, child=child, woman=woman)
            assert sorted(found, key=str) == sorted(lines, key=str)
            assert found[0].emergency


def test_a_childs_line_comes_first_for_a_child_and_not_for_others():
    assert fitting_first(helplines("FJ"), need="online", child=True)[1].serves == ("child",)
    assert fitting_first(helplines("FJ"), need="online")[1].name == "Online Safety Commission"


def test_a_womens_line_is_not_first_for_a_man():
    names = [line.name for line in fitting_first(helplines("VU"), need="trafficking")]
    assert names[-1] == "Vanuatu Women's Centre"


def test_elsewhere_has_unconfirmed_emergency_numbers_of_its_own():
    assert not {*ELSEWHERE} & {*COUNTRIES}
    for country in ELSEWHERE:
        lines = helplines(country)
        assert lines
        assert all(line.verify and line.emergency and line.country == country for line in lines)
    assert {"999"} == set(emergency_numbers("QA"))
    assert {"000", "112", "106"} == set(emergency_numbers("AU"))
    assert emergency_numbers("XX") == ()
