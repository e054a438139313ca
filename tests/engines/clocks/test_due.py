"""When a clock ends: hours, days, working days, at the edge of the date line."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lali.engines.clocks import LONGEST, LengthIsTooLong, Unit, due_after

FIJI, EFATE, PARIS = ZoneInfo("Pacific/Fiji"), ZoneInfo("Pacific/Efate"), ZoneInfo("Europe/Paris")

MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1))  # noqa: DTZ001 - the zone is put to them below


def at(text, zone=FIJI):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def test_hours_are_hours_whatever_the_clocks_do():
    started = at("2026-03-28T12:00", PARIS)  # clocks go forward that night
    assert due_after(started, 24, Unit.HOURS, zone=PARIS) - started == timedelta(hours=24)
    assert due_after(started, 1, Unit.DAYS, zone=PARIS).astimezone(PARIS).hour == 12


def test_a_day_is_counted_where_the_clock_runs_not_in_greenwich():
    started = datetime(2026, 11, 26, 12, 30, tzinfo=UTC)  # half past midnight on the 27th in Fiji
    due = due_after(started, 1, Unit.DAYS, zone=FIJI).astimezone(FIJI)
    assert (due.date(), due.hour, due.minute) == (date(2026, 11, 28), 0, 30)


@pytest.mark.parametrize(
    ("started", "length", "due"),
    [
        ("2026-11-26T09:00", 1, "2026-11-27"),  # Thursday to Friday
        ("2026-11-27T09:00", 1, "2026-11-30"),  # Friday to Monday
        ("2026-11-28T09:00", 1, "2026-11-30"),  # from a Saturday
        ("2026-11-27T23:59", 5, "2026-12-04"),
        ("2026-11-29T00:00", 5, "2026-12-04"),  # from a Sunday
        ("2026-11-27T09:00", 0, "2026-11-27"),
        ("2026-11-27T09:00", 260, "2027-11-26"),
    ],
)
def test_working_days_leave_the_week_end_out(started, length, due):
    assert due_after(at(started), length, Unit.WORKING_DAYS, zone=FIJI).astimezone(FIJI).date().isoformat() == due


def test_a_friday_in_fiji_is_still_thursday_in_greenwich():
    started = datetime(2026, 11, 26, 21, 0, tzinfo=UTC)  # Friday, nine o'clock, in Fiji
    assert due_after(started, 1, Unit.WORKING_DAYS, zone=FIJI).astimezone(FIJI).date() == date(2026, 11, 30)


def test_holidays_are_left_out():
    christmas = {date(2026, 12, 25), date(2026, 12, 28)}
    due = due_after(at("2026-12-24T10:00", EFATE), 1, Unit.WORKING_DAYS, zone=EFATE, holidays=christmas)
    assert due.astimezone(EFATE).date() == date(2026, 12, 29)


@pytest.mark.parametrize("length", [-1, LONGEST + 1, 10**30])
def test_no_clock_runs_backwards_or_for_ever(length):
    with pytest.raises(LengthIsTooLong):
        due_after(at("2026-11-26T09:00"), length, Unit.DAYS, zone=FIJI)


def test_the_end_of_the_calendar_is_a_refusal():
    with pytest.raises(LengthIsTooLong):
        due_after(at("9998-11-26T09:00"), 5_000, Unit.WORKING_DAYS, zone=FIJI)


@given(MOMENTS, st.integers(0, 2_000))
def test_quick_counting_is_counting_day_by_day(moment, length):
    started = moment.replace(tzinfo=FIJI)
    quick = due_after(started, length, Unit.WORKING_DAYS, zone=FIJI)
    assert quick == due_after(started, length, Unit.WORKING_DAYS, zone=FIJI, holidays={date(1900, 1, 1)})


@given(MOMENTS, st.integers(0, 3_000), st.sampled_from(list(Unit)))
def test_a_longer_clock_never_ends_earlier(moment, length, unit):
    started = moment.replace(tzinfo=FIJI)
    assert due_after(started, length, unit, zone=FIJI) <= due_after(started, length + 1, unit, zone=FIJI)
