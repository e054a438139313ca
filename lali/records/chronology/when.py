"""A moment as exactly as it is known, with the time zone in which it was given."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lali.records.chronology.vocabulary import Precision

_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?([0-5]\d))?", re.IGNORECASE)
ORDER = {precision: place for place, precision in enumerate(Precision)}
ABOUT_DAYS = 7  # "about that day" may be a week earlier or later: said on screen, and counted where days are compared


class NoSuchZone(ValueError):
    """What was given names no time zone."""


@dataclass(frozen=True, slots=True)
class When:
    """From `at` to `until` (both moments count; the same for an exact one), with precision and zone as given."""

    at: datetime
    until: datetime
    precision: Precision
    zone: str

    @property
    def sort_key(self) -> tuple[datetime, int]:
        """Earlier first; where two begin alike, what is known more exactly."""
        return self.at, ORDER[self.precision]

    @property
    def is_wide(self) -> bool:
        """Whether we know less than the day."""
        return self.precision in {Precision.MONTH, Precision.ABOUT, Precision.BETWEEN}

    def days(self) -> tuple[date, date]:
        """First and last day in the zone given."""
        there = zone_of(self.zone)
        return self.at.astimezone(there).date(), self.until.astimezone(there).date()


def zone_of(name: str) -> tzinfo:
    """A zone by name ("Asia/Bangkok") or distance ("UTC+07:00"); NoSuchZone for what is neither."""
    said = name.strip()
    if said.upper() in {"UTC", "GMT", "Z"}:
        return UTC
    if found := _OFFSET.fullmatch(said):
        sign, hours, minutes = found.groups()
        distance = timedelta(hours=int(hours), minutes=int(minutes or 0))
        if distance <= timedelta(hours=14):
            return timezone(-distance if sign == "-" else distance)
        raise NoSuchZone(said)
    try:
        return ZoneInfo(said)
    except (ZoneInfoNotFoundError, ValueError, OSError) as why:
        raise NoSuchZone(said) from why


def exact(at: datetime, zone: str = "UTC") -> When:
    """A moment to the minute. `at` without a zone of its own is read in `zone`."""
    known = at if at.tzinfo else at.replace(tzinfo=zone_of(zone))
    return When(known, known, Precision.MINUTE, zone)


def day(on: date, zone: str) -> When:
    """Some time on a day."""
    return _span(on, on, Precision.DAY, zone)


def month(on: date, zone: str) -> When:
    """Some time in the month of `on`."""
    first = on.replace(day=1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return _span(first, last, Precision.MONTH, zone)


def about(on: date, zone: str) -> When:
    """Some time about a day."""
    return _span(on, on, Precision.ABOUT, zone)


def between(first: date, last: date, zone: str) -> When:
    """Some time from one day to another, both included."""
    return _span(min(first, last), max(first, last), Precision.BETWEEN, zone)


def _span(first: date, last: date, precision: Precision, zone: str) -> When:
    there = zone_of(zone)
    return When(
        datetime.combine(first, time.min, there), datetime.combine(last, time(23, 59, 59), there), precision, zone
    )


def in_words(when: When) -> str:
    """A moment in words in the reader's language; an exact one in the zone it was given in, which is said."""
    there = zone_of(when.zone)
    at = when.at.astimezone(there)
    first, last = (date_format(one, _("j M Y")) for one in when.days())
    match when.precision:
        case Precision.MINUTE:
            distance = f"{at:%z}"
            return f"{date_format(at, _('j M Y, H:i'))} (UTC{distance[:3]}:{distance[3:5]})"
        case Precision.MONTH:
            return date_format(at, _("F Y"))
        case Precision.ABOUT:
            return _("about %s") % first
        case Precision.BETWEEN:
            return _("between %(first)s and %(last)s") % {"first": first, "last": last}
        case _:
            return first
