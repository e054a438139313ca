"""A calendar file (RFC 5545): per entry a day or a moment, two words and a case reference. No title, no name."""

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from icalendar import Calendar, Event

from lali.records.cases.queries import Due


def calendar_file(due: Iterable[Due], *, now: datetime, task: str, deadline: str) -> bytes:
    """The file's bytes. `task` and `deadline` are the words before the reference; the same entry keeps its UID."""
    calendar = Calendar()
    calendar.add("prodid", "-//Lali//Work//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Lali")
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for one in due:
        calendar.add_component(_entry(one, now, f"{deadline if one.is_deadline else task} · {one.ref}"))
    return calendar.to_ical()


def _entry(one: Due, now: datetime, summary: str) -> Event:
    event = Event()
    event.add("uid", str(uuid.uuid5(uuid.NAMESPACE_URL, f"{settings.LOG_ORIGIN}/{one.subject}")))
    event.add("dtstamp", now.astimezone(UTC))
    event.add("summary", summary)
    event.add("dtstart", one.on.astimezone(UTC) if isinstance(one.on, datetime) else one.on)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event
