"""Everything that changes a chronology."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.engines.places import place as known_place
from lali.engines.places import recognise
from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.actions.writing import NothingWritten, cleared_to_remove, touch, writable
from lali.records.cases.models import Case
from lali.records.changes import changed_values
from lali.records.chronology.access import citable, event_in, read_citation
from lali.records.chronology.findable import of_event
from lali.records.chronology.models import Citation, Event
from lali.records.chronology.vocabulary import EventKind, Means
from lali.records.chronology.when import NoSuchZone, When, zone_of
from lali.records.classified import PERSONAL
from lali.records.entities.models import Person
from lali.records.refusals import Refused
from lali.records.search.index import put_entry, take_out

MOST_CITED, LONGEST_LOCATOR = 40, 100


class EventHasMoved(Refused):
    """A colleague changed the event while this member was writing."""

    sentence = _(
        "A colleague changed this event while you were writing. Your text is kept below; compare and save again."
    )


class NotInThisCase(Refused):
    """What is cited, or who is named, does not belong to the case."""

    sentence = _(
        "Not a record of this case. Cite its exhibits (E-003), statements (S-001), passages (P-001) and tips (T-0012), "
        "each on a line."
    )


class NotAZone(Refused):
    """The time zone is none."""

    sentence = _("This is no time zone. Write it as Asia/Bangkok or UTC+07:00.")


class TooManySources(Refused):
    """More citations than anybody reads."""

    sentence = _("These are too many sources for one event. Split the event.")


@dataclass(frozen=True, slots=True)
class Happening:
    """What is to be noted of an event. Places are the words as typed; `cited` are lines such as "E-003, page 2"."""

    text: str
    when: When
    kind: EventKind = EventKind.OTHER
    place: str = ""
    gone_from: str = ""
    gone_to: str = ""
    means: Means | str = ""
    persons: tuple[int, ...] = ()
    source: str = ""
    cited: tuple[str, ...] = ()

    def values(self) -> dict[str, object]:
        """The event's own fields, with the code of each place whose words name one that we know."""
        words = {"place": self.place.strip(), "gone_from": self.gone_from.strip(), "gone_to": self.gone_to.strip()}
        codes = {f"{field}_code": _code_of(said) for field, said in words.items()}
        when = {"at": self.when.at, "until": self.when.until, "on": self.when.days()[0]}
        when |= {"precision": str(self.when.precision), "zone": self.when.zone}
        rest = {"kind": str(self.kind), "means": str(self.means)}
        return {"text": self.text.strip(), "source": self.source.strip(), **words, **codes, **when, **rest}


def _code_of(words: str) -> str:
    found = known_place(words) or recognise(words)
    return found.code if found else ""


@transaction.atomic
def note_event(*, by: Member, ref: str, happening: Happening) -> Event:
    """Put an event on a case's chronology, with place, persons and what it is known from."""
    case = writable(by, ref)
    _require_sense(happening)
    persons, cited = _persons(case, happening.persons), _citations(case, happening.cited)
    event = case.events.create(noted_by=by, **happening.values())
    _tie(event, persons, cited)
    record(by=by, verb="event.added", subject=f"{case.subject}/event:{event.pk}", facts={"kind": event.kind})
    put_entry(of_event(event))
    touch(case)
    return event


@transaction.atomic
def change_event(*, by: Member, ref: str, number: int, version: int, happening: Happening) -> Event:
    """Write an event anew. EventHasMoved when it is not the version the member read; the journal keeps what changed."""
    case = writable(by, ref)
    event = event_in(case, number)
    if event.version != version:
        raise EventHasMoved
    _require_sense(happening)
    persons, cited = _persons(case, happening.persons), _citations(case, happening.cited)
    before, after = _as_kept(event), happening.values() | _ties_in_words(persons, cited)
    changed = changed_values(Event.CLASSIFIED | {"citations": PERSONAL}, before, after, key=case.key())
    if not changed:
        return event
    for field, value in happening.values().items():
        setattr(event, field, value)
    event.version += 1
    event.save()
    _tie(event, persons, cited)
    record(by=by, verb="event.changed", subject=f"{case.subject}/event:{event.pk}", facts={"changed": changed})
    put_entry(of_event(event))
    touch(case)
    return event


@transaction.atomic
def remove_event(*, by: Member, ref: str, number: int, reason: str) -> Event:
    """Take an event off the chronology, with a reason; it stays on record and is shown no more.

    The right to remove is apart from every level: see `cases.access.case_to_remove_from`.
    """
    case = cleared_to_remove(by, ref)
    event = event_in(case, number)
    if not reason.strip():
        raise NothingWritten
    event.removed_at, event.removed_by, event.removed_reason = timezone.now(), by, reason.strip()[:300]
    event.save(update_fields=["removed_at", "removed_by", "removed_reason"])
    record(by=by, verb="event.removed", subject=f"{case.subject}/event:{event.pk}")
    take_out(f"{case.subject}/event:{event.pk}")
    touch(case)
    return event


def _require_sense(happening: Happening) -> None:
    if not happening.text.strip():
        raise NothingWritten
    try:
        zone_of(happening.when.zone)
    except NoSuchZone as why:
        raise NotAZone from why


def _persons(case: Case, numbers: Iterable[int]) -> list[Person]:
    asked = set(numbers)
    found = list(Person.objects.filter(pk__in=asked, places__case=case).distinct().order_by("pk"))
    if len(found) != len(asked):
        raise NotInThisCase
    return found


def _citations(case: Case, typed: Iterable[str]) -> list[tuple[str, str]]:
    """References and locators, each once, in the order typed; NotInThisCase for what the case does not have."""
    lines = [line for line in typed if line.strip()]
    if len(lines) > MOST_CITED:
        raise TooManySources
    found: dict[tuple[str, str], None] = {}
    for line in lines:
        read = read_citation(line)
        ref = citable(case, read[0], read[1]) if read else None
        if ref is None:
            raise NotInThisCase
        found[ref, read[2][:LONGEST_LOCATOR]] = None
    return list(found)


def _tie(event: Event, persons: list[Person], cited: list[tuple[str, str]]) -> None:
    event.persons.set(persons)
    if cited != [(one.cited, one.locator) for one in event.citations.all()]:
        event.citations.all().delete()
        Citation.objects.bulk_create(Citation(event=event, cited=ref, locator=where) for ref, where in cited)


def _as_kept(event: Event) -> dict[str, object]:
    fields = Happening(text="", when=event.when).values()
    persons = list(event.persons.order_by("pk"))
    cited = [(one.cited, one.locator) for one in event.citations.all()]
    return {field: getattr(event, field) for field in fields} | _ties_in_words(persons, cited)


def _ties_in_words(persons: list[Person], cited: list[tuple[str, str]]) -> dict[str, object]:
    return {
        "persons": ", ".join(person.code_name for person in persons),
        "citations": "; ".join(f"{ref}, {where}" if where else ref for ref, where in cited),
    }
