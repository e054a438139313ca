"""Counting hours, days and working days from a moment."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

LONGEST = 100_000  # of any unit; hours of eleven years, days of a life
SATURDAY = 5


class Unit(StrEnum):
    """What a length is counted in."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"


class LengthIsTooLong(ValueError):
    """No clock of the law runs that long, or the end lies beyond the calendar."""


def due_after(
    started_at: datetime, length: int, unit: Unit, *, zone: ZoneInfo, holidays: Collection[date] = frozenset()
) -> datetime:
    """When a clock that started at `started_at` (with its zone) ends, in UTC.

    Hours are hours. Days end at the same wall-clock time in `zone`, `length` days later: the earlier reading, for many
    laws count to the end of that day. Working days leave out Saturdays, Sundays and `holidays`; the day of the start is
    not counted. LengthIsTooLong for what is negative or longer than `LONGEST`.
    """
    if not 0 <= length <= LONGEST:
        raise LengthIsTooLong(length)
    try:
        if unit == Unit.HOURS:
            return started_at.astimezone(UTC) + timedelta(hours=length)
        local = started_at.astimezone(zone)
        day = _working_day(local.date(), length, holidays) if unit == Unit.WORKING_DAYS else _later(local, length)
        return datetime.combine(day, local.timetz()).replace(tzinfo=zone).astimezone(UTC)
    except OverflowError:
        raise LengthIsTooLong(length) from None


def _later(local: datetime, length: int) -> date:
    return local.date() + timedelta(days=length)


def _working_day(day: date, length: int, holidays: Collection[date]) -> date:
    """The `length`th working day after `day`; whole weeks at once where no holiday can fall into them."""
    if not holidays:
        weeks, length = divmod(length, SATURDAY) if length > SATURDAY else (0, length)
        if weeks and length == 0:  # end on a counted day, never on the rest of a week
            weeks, length = weeks - 1, SATURDAY
        day += timedelta(weeks=weeks)
    while length:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY and day not in holidays:
            length -= 1
    return day
