"""What of an event is put into the index: what happened, where, and what it is known from."""

from lali.records.chronology.models import Event
from lali.records.search.terms import Entry
from lali.records.search.vocabulary import FoundKind


def of_event(event: Event) -> Entry:
    """An event of a case."""
    door = event.case.subject
    words = (event.text, event.place, event.gone_from, event.gone_to, event.source)
    return Entry(record=f"{door}/event:{event.pk}", door=door, kind=FoundKind.EVENT, words="\n".join(words))
