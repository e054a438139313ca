"""A moment is kept as exactly as it is known."""

# ruff: noqa: DTZ001 - a moment as it is given, its zone beside it

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from lali.records.chronology.vocabulary import Precision
from lali.records.chronology.when import NoSuchZone, about, between, day, exact, in_words, month, zone_of

NOV_3 = date(2026, 11, 3)
DAYS = st.dates(date(1950, 1, 1), date(2090, 1, 1))
ZONES = st.sampled_from(["Pacific/Fiji", "Asia/Bangkok", "UTC", "UTC-10:00", "+0545", "America/New_York"])


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (exact(datetime(2026, 11, 3, 10, 5), "Asia/Bangkok"), "3 Nov 2026, 10:05 (UTC+07:00)"),
        (exact(datetime(2026, 11, 3, 3, 5, tzinfo=UTC), "Asia/Bangkok"), "3 Nov 2026, 10:05 (UTC+07:00)"),
        (day(NOV_3, "Asia/Bangkok"), "3 Nov 2026"),
        (month(NOV_3, "Asia/Bangkok"), "November 2026"),
        (about(NOV_3, "Asia/Bangkok"), "about 3 Nov 2026"),
        (between(date(2026, 11, 9), NOV_3, "Asia/Bangkok"), "between 3 Nov 2026 and 9 Nov 2026"),
    ],
)
def test_in_words(when, said):
    with translation.override("en"):
        assert in_words(when) == said


def test_what_is_known_more_exactly_comes_first():
    same = [exact(datetime(2026, 11, 1), "UTC"), day(date(2026, 11, 1), "UTC"), month(NOV_3, "UTC")]
    assert sorted([*same[1:], same[0]], key=lambda one: one.sort_key) == same
    assert [one.precision for one in same] == [Precision.MINUTE, Precision.DAY, Precision.MONTH]


def test_the_same_moment_in_two_zones_sorts_alike():
    fiji, bangkok = (exact(datetime(2026, 11, 3, hour), zone) for hour, zone in ((15, "UTC+12"), (10, "UTC+7")))
    assert fiji.at == bangkok.at
    assert fiji.sort_key == bangkok.sort_key
    assert fiji.zone != bangkok.zone


@given(DAYS, ZONES)
def test_a_width_holds_its_days_and_no_other(on, zone):
    for made in (day, about, month):
        first, last = made(on, zone).days()
        assert first <= on <= last
    first, last = month(on, zone).days()
    assert (first.month, first.day, (last + timedelta(days=1)).day) == (on.month, 1, 1)
    assert day(on, zone).days() == (on, on)


@given(DAYS, DAYS, ZONES)
def test_between_needs_no_order(one, other, zone):
    assert between(one, other, zone) == between(other, one, zone)


@given(st.text(max_size=40))
def test_no_words_are_a_zone_by_accident(words):
    try:
        zone_of(words)
    except NoSuchZone:
        return
    assert words.strip()


@pytest.mark.parametrize("words", ["", "Suva", "UTC+25", "../../etc/passwd", "/etc/passwd", "+99", "Asia"])
def test_what_is_no_zone(words):
    with pytest.raises(NoSuchZone):
        zone_of(words)
