"""Days to come back on as a calendar file (RFC 5545): called as blandly as the pages. Only its link leads here."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

UTC = ZoneInfo("UTC")


def calendar(days: Iterable[date], address: str) -> bytes:
    """Return a calendar with a whole-day line on each day, which leads to `address`."""
    made = Calendar()
    made.add("prodid", "-//Information//1//")
    made.add("version", "2.0")
    for day in days:
        line = Event()
        line.add("uid", f"information-{day.isoformat()}")
        line.add("dtstamp", datetime.combine(day, time(0), UTC))
        line.add("dtstart", day)
        line.add("dtend", day + timedelta(days=1))
        line.add("summary", _("Information"))
        line.add("url", address)
        made.add_component(line)
    return made.to_ical()
