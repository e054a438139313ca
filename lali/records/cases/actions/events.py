"""Events of the matter."""

from datetime import datetime

from django.db import transaction

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.actions.writing import NothingWritten, touch, writable
from lali.records.cases.models import Event


@transaction.atomic
def add_event(*, by: Member, ref: str, at: datetime, text: str, source: str = "") -> Event:
    """Put an event on the timeline, with where it is known from."""
    case = writable(by, ref)
    if not text.strip():
        raise NothingWritten
    event = case.events.create(at=at, text=text.strip(), source=source.strip(), noted_by=by)
    record(by=by, verb="event.added", subject=f"{case.subject}/event:{event.pk}")
    touch(case)
    return event
