"""The merged timeline of a case, filtered and in pages."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils import timezone

from lali.records.cases.models import Case
from lali.records.chronology.models import Event
from lali.records.chronology.queries.entries import Entry, Key
from lali.records.chronology.queries.sources import SOURCES, entries_of, event_keys

PER_PAGE = 50
ALL, MATTER, CITED, UNCITED, STEPS = "", "matter", "cited", "uncited", "steps"


@dataclass(frozen=True, slots=True)
class Choice:
    """What to show: `show` is one of all (""), matter, cited, uncited, steps; a kind or person shows events only."""

    show: str = ALL
    kind: str = ""
    person: int | None = None
    first: date | None = None
    last: date | None = None

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Choice()


@dataclass(frozen=True, slots=True)
class Shown:
    """One page of the timeline; `page` tells where it is, `entries` are its lines."""

    page: Page
    entries: list[Entry]


def timeline_of(case: Case, choice: Choice, page: object = None) -> Shown:
    """What happened, in order of time: events, tips that came in, exhibits sealed, our own steps."""
    keys = sorted(key for key in _keys(case, choice) if _within(key, choice))
    shown = Paginator(keys, PER_PAGE).get_page(page)
    return Shown(shown, entries_of(case, list(shown.object_list)))


def _keys(case: Case, choice: Choice) -> list[Key]:
    events_only = bool(choice.kind or choice.person or choice.show in {MATTER, CITED, UNCITED})
    found = [] if choice.show == STEPS else event_keys(_chosen(case, choice))
    steps = [] if events_only else [name for name in SOURCES if name != "event"]
    return found + [key for name in steps for key in SOURCES[name].keys(case)]


def _chosen(case: Case, choice: Choice) -> QuerySet[Event]:
    events = case.events.standing()
    if choice.kind:
        events = events.filter(kind=choice.kind)
    if choice.person:
        events = events.filter(persons=choice.person)
    if choice.show in {CITED, UNCITED}:
        cited = Event.objects.filter(citations__isnull=False).values("pk")
        events = events.filter(pk__in=cited) if choice.show == CITED else events.exclude(pk__in=cited)
    if choice.first:  # what may still have been going on that day
        events = events.filter(until__gte=_local(choice.first, time.min))
    return events


def _within(key: Key, choice: Choice) -> bool:
    at, _order, source, _number = key
    if choice.last and at > _local(choice.last, time.max):
        return False
    return source == "event" or not choice.first or at >= _local(choice.first, time.min)


def _local(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))
