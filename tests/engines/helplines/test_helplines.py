import pytest

from lali.engines.helplines import COUNTRIES, helplines


def test_every_country_has_a_number_and_emergencies_stand_first():
    assert set(COUNTRIES) >= {"FJ", "VU", "VN"}
    for country in COUNTRIES:
        lines = helplines(country)
        assert any(line.number for line in lines)
        assert [line.emergency for line in lines] == sorted((line.emergency for line in lines), reverse=True)


def test_a_number_means_another_line_in_another_country():
    named = {country: [line.name for line in helplines(country) if line.number == "111"] for country in ("VU", "VN")}
    assert named["VU"] and named["VN"] and named["VU"] != named["VN"]


@pytest.mark.parametrize("country", ["", "fj", "XX", "FJI"])
def test_an_unknown_country_has_none(country):
    assert helplines(country) == ()


def test_every_line_was_checked_or_says_that_nobody_did():
    for country in COUNTRIES:
        for line in helplines(country):
            assert line.source
            assert bool(line.checked_on) != line.verify
            assert line.number or line.url
