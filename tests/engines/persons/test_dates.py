import pytest
from hypothesis import given
from hypothesis import strategies as some

from lali.engines.persons.dates import born_of, is_a_day


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("1990-05-03", "19900503"), ("19900503", "19900503"), ("3/5/1990", "19900503"), ("12/25/1990", "19901225"),
        ("3 May 1990", "19900503"), ("May 3, 1990", "19900503"), ("3 mai 1990", "19900503"), ("03may1990", "19900503"),
        ("ngày 3 tháng 5 năm 1990", "19900503"), ("May 1990", "19900500"), ("c. 1990", "19900000"), ("1990", "19900000"),
        ("1978.0", "19780000"), ("31/12/99", "19991231"), ("1990-05-03 00:00:00", "19900503"), ("1835-81-01", "18358101"),
    ],
)  # fmt: skip
def test_births_are_read_as_people_write_them(written, digits):
    assert born_of(written).digits == digits


@pytest.mark.parametrize("written", ["", "unknown", "0000-00-00", "12345678901234567890", "May", "4100142"])
def test_what_tells_no_birth_is_none(written):
    assert born_of(written) is None


@given(some.text(max_size=40))
def test_nothing_raises(text):
    born = born_of(text)
    assert born is None or len(born.digits) == 8


@pytest.mark.parametrize(
    ("text", "digits"),
    [("03/05/2533", "19900503"), ("1990年5月3日", "19900503"), ("May 90", "19900500"), ("sinh 1990", "19900000")],
)
def test_other_calendars_and_short_forms(text, digits):
    assert born_of(text).digits == digits


@pytest.mark.parametrize(
    ("written", "is_one"),
    [("13/13/1990", False), ("31/02/1990", False), ("29/02/1992", True), ("May 1990", True), ("1990", True)],
)
def test_a_day_stands_in_the_calendar(written, is_one):
    assert is_a_day(born_of(written)) is is_one
