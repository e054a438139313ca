"""What a chronology is made of: each source gives the keys of its entries at little cost, and entries for some keys."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from lali.records.cases.models import Case
from lali.records.chronology.models import Event
from lali.records.chronology.queries.entries import (
    Entry,
    Key,
    event_entries,
    exhibit_entry,
    opening_entry,
    task_entry,
    tip_entry,
)
from lali.records.chronology.when import ORDER


@dataclass(frozen=True, slots=True)
class Source:
    """Each function asks the database once, or not at all."""

    keys: Callable[[Case], Iterable[Key]]
    entries: Callable[[Case, list[int]], Iterable[Entry]]


def event_keys(events: QuerySet[Event]) -> list[Key]:
    """Keys of events, those of a filtered queryset too."""
    rows = events.order_by().values_list("at", "precision", "pk")
    return [(at, ORDER[precision], "event", number) for at, precision, number in rows]


def _events(case: Case, numbers: list[int]) -> list[Entry]:
    found = case.events.filter(pk__in=numbers).select_related("noted_by").prefetch_related("persons", "citations")
    return event_entries(case, found)


def _steps(name: str, moments: QuerySet) -> list[Key]:
    return [(at, 0, name, number) for at, number in moments]


SOURCES = {
    "event": Source(lambda case: event_keys(case.events.standing()), _events),
    "tip": Source(
        lambda case: _steps("tip", case.tips.values_list("received_at", "number")),
        lambda case, numbers: map(tip_entry, case.tips.filter(number__in=numbers)),
    ),
    "exhibit": Source(
        lambda case: _steps("exhibit", case.exhibits.values_list("sealed_at", "number")),
        lambda case, numbers: map(exhibit_entry, case.exhibits.filter(number__in=numbers).select_related("sealed_by")),
    ),
    "opened": Source(
        lambda case: [(case.opened_at, 0, "opened", case.pk)],
        lambda case, _numbers: [opening_entry(case)],
    ),
    "task": Source(
        lambda case: _steps("task", case.tasks.standing().filter(done_at__isnull=False).values_list("done_at", "pk")),
        lambda case, numbers: map(task_entry, case.tasks.filter(pk__in=numbers).select_related("done_by")),
    ),
}


def entries_of(case: Case, keys: list[Key]) -> list[Entry]:
    """The entries with these keys, in their order; one or two queries for each source that occurs."""
    numbers: dict[str, list[int]] = {}
    for _at, _order, name, number in keys:
        numbers.setdefault(name, []).append(number)
    made = (entry for name, asked in numbers.items() for entry in SOURCES[name].entries(case, asked))
    found = {(entry.source, entry.number): entry for entry in made}
    return [found[name, number] for _at, _order, name, number in keys if (name, number) in found]
