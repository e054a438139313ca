"""One line of a chronology, and how each kind of record becomes one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lali.engines.places import in_words as place_in_words
from lali.records.cases.models import Case, Task
from lali.records.cases.queries import names_of
from lali.records.chronology.models import Event
from lali.records.chronology.vocabulary import Means
from lali.records.chronology.when import day, exact, in_words
from lali.records.configuration.queries import as_configured
from lali.records.evidence.models import Exhibit
from lali.records.tips.models import Tip

Key = tuple[datetime, int, str, int]  # at, how wide, source, number: a total order, the same at every asking


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a chronology. `persons` are names as the case may show them: a possible victim's code name.

    `source` is event, tip, exhibit, opened or task; all but the first are steps of ours. `number` is the event's,
    tip's, exhibit's or task's. `when` and `place` are words in the reader's language; `citations` are such as
    "E-003, page 2". `wide`: we know less than the day.
    """

    source: str
    number: int
    sort_key: Key
    when: str
    text: str
    kind: str = ""
    wide: bool = False
    place: str = ""
    movement: str = ""
    persons: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()
    known_from: str = ""
    by: str = ""

    @property
    def is_of_the_matter(self) -> bool:
        """Whether it happened in the matter itself; else it is a step of ours."""
        return self.source == "event"


def event_entries(case: Case, events: Iterable[Event]) -> list[Entry]:
    """Events (with persons and citations fetched) as entries; the names of the case's persons are asked for once."""
    names = names_of(case)
    return [_of_event(event, names) for event in events]


def _of_event(event: Event, names: Mapping[int, str]) -> Entry:
    when = event.when
    return Entry(
        source="event",
        number=event.pk,
        sort_key=(*when.sort_key, "event", event.pk),
        when=in_words(when),
        text=event.text,
        kind=event.get_kind_display(),
        wide=when.is_wide,
        place=place_said(event.place, event.place_code),
        movement=movement_said(event.gone_from, event.gone_from_code, event.gone_to, event.gone_to_code, event.means),
        persons=tuple(names[person.pk] for person in event.persons.all() if person.pk in names),
        citations=tuple(one.words for one in event.citations.all()),
        known_from=event.source,
        by=event.noted_by.name,
    )


def place_said(words: str, code: str) -> str:
    """A place as typed, and what it lies in where we know the place."""
    known = place_in_words(code, get_language() or "en") if code else ""
    if not known or words.casefold() == known.casefold():
        return words
    return known if known.partition(",")[0].casefold() == words.casefold() else f"{words} ({known})"


def movement_said(gone_from: str, from_code: str, gone_to: str, to_code: str, means: str) -> str:
    """From where to where and how, in the reader's language; nothing where neither end is known."""
    ends = place_said(gone_from, from_code), place_said(gone_to, to_code)
    if not any(ends):
        return ""
    said = " → ".join(end or "?" for end in ends)
    by = str(Means(means).label) if means else ""
    return f"{said}, {by[:1].lower()}{by[1:]}" if by else said


def tip_entry(tip: Tip) -> Entry:
    """A tip that came in, on a day where no more is known."""
    entry = _step("tip", tip.number, tip.received_at, _("Tip %s came in") % tip.ref, str(tip.get_source_display()))
    if not tip.received_day_only:
        return entry
    local = timezone.localtime(tip.received_at)
    return replace(entry, when=in_words(day(local.date(), f"{local:UTC%z}")))


def exhibit_entry(exhibit: Exhibit) -> Entry:
    """An exhibit that was sealed."""
    said = _("Exhibit %s sealed") % f"{exhibit.ref} {exhibit.called}".strip()
    return _step("exhibit", exhibit.number, exhibit.sealed_at, said, exhibit.sealed_by.name)


def opening_entry(case: Case) -> Entry:
    """The opening of the case."""
    return _step("opened", case.pk, case.opened_at, _("Case %s opened") % case.ref, case.opened_by.name)


def task_entry(task: Task) -> Entry:
    """A task that was done."""
    return _step("task", task.pk, task.done_at, _("Done: %s") % as_configured(task.title), task.done_by.name)


def _step(source: str, number: int, at: datetime, text: str, by: str) -> Entry:
    when = exact(at, f"{timezone.localtime(at):UTC%z}")
    return Entry(source, number, (*when.sort_key, source, number), in_words(when), text, by=by)
