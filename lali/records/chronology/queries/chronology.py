"""A case's chronology, whole or its end."""

from lali.records.agencies.models import Member
from lali.records.cases.models import Case
from lali.records.chronology.access import event_for
from lali.records.chronology.models import Event
from lali.records.chronology.queries.entries import Entry, event_entries
from lali.records.chronology.queries.sources import SOURCES, entries_of
from lali.records.chronology.vocabulary import Precision
from lali.records.chronology.when import zone_of


def chronology(case: Case, *, matter_only: bool = True) -> list[Entry]:
    """The whole chronology in order of time: events of the matter, and with `matter_only=False` our own steps."""
    wanted = ["event"] if matter_only else list(SOURCES)
    return entries_of(case, sorted(key for name in wanted for key in SOURCES[name].keys(case)))


def latest(case: Case, most: int = 5) -> list[Entry]:
    """The last events of the matter, newest first."""
    rows = case.events.standing().select_related("noted_by").prefetch_related("persons", "citations")
    return event_entries(case, rows.order_by("-at", "-pk")[:most])


def event_values(event: Event) -> dict[str, object]:
    """An event as it stands, for its form: the moment in the zone it was given in, citations a line each."""
    first, last = event.when.days()
    same = ("kind", "text", "precision", "zone", "place", "gone_from", "gone_to", "means", "source", "version")
    return {name: getattr(event, name) for name in same} | {
        "on": first,
        "last": last if event.precision == Precision.BETWEEN else None,
        "time": event.at.astimezone(zone_of(event.zone)).time() if event.precision == Precision.MINUTE else None,
        "persons": [person.pk for person in event.persons.all()],
        "cited": "\n".join(
            f"{one.cited}, {one.locator}" if one.locator else one.cited for one in event.citations.all()
        ),
    }


def event_to_change(member: Member, ref: str, number: int) -> Event:
    """One event, to be shown in its form."""
    return event_for(member, ref, number)
