"""Who the participants of a conversation are said to be, as it may be shown to who asks.

The name that a file has and the code name of a possible victim are not shown side by side but to whoever leads the
case: together they would tell who the victim is.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from lali.records.cases.models import Case
from lali.records.cases.queries import PersonShown, may_lead, persons_of
from lali.records.conversations.models import Conversation, FoundIdentifier, Identification, Participant
from lali.records.conversations.vocabulary import ReadingState

MOST_SHOWN = 200
MOST_CONVERSATIONS = 50


@dataclass(frozen=True, slots=True)
class Said:
    """What a member holds of a participant. `person` is None where who asks may not know which one is meant."""

    id: int
    name: str
    person: int | None
    called: str
    confidence: str
    confidence_code: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ParticipantShown:
    """One name in a conversation: how much was written under it, identifiers in it, who it is said to be."""

    participant: Participant
    identifiers: tuple[FoundIdentifier, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Wrote:
    """A conversation in which a person is said to have written; `name` and `said` are empty where they may not show."""

    conversation: Conversation
    name: str
    participant: int | None
    messages: int
    said: Said | None


def participants_of(conversation: Conversation) -> list[ParticipantShown]:
    """Participants of an opened conversation, those who wrote most first, with what is said of them."""
    people = list(conversation.participants.order_by("-messages", "pk")[:MOST_SHOWN])
    said = said_in(conversation)
    found = FoundIdentifier.objects.filter(conversation=conversation, raw__in=[one.name for one in people])
    numbers = defaultdict(list)
    for one in found.select_related("noted"):
        numbers[one.raw].append(one)
    return [ParticipantShown(one, tuple(numbers[one.name]), said.get(one.name, ())) for one in people]


def said_in(conversation: Conversation) -> Mapping[str, tuple[Said, ...]]:
    """What stands of participants of an opened conversation, by the name as written."""
    every = defaultdict[str, list[Said]](list)
    rows = conversation.identifications.standing().select_related("made_by")
    persons = _by_record(persons_of(conversation.case)) if rows else {}
    for one in rows:
        every[one.name].append(_said(one, persons, leads=may_lead(conversation.case)))
    return {name: tuple(said) for name, said in every.items()}


def persons_in(conversation: Conversation) -> list[tuple[int, str, tuple[int, ...]]]:
    """Persons by whom messages can be filtered: number in the case, name, keys of the participants they wrote as."""
    keys = dict(conversation.participants.filter(name__in=(said := said_in(conversation))).values_list("name", "pk"))
    wrote, called = defaultdict[int, list[int]](list), {}
    for name, every in said.items():
        for one in every:
            if one.person is not None and name in keys:
                wrote[one.person].append(keys[name])
                called[one.person] = one.called
    return [(person, called[person], tuple(sorted(set(found)))) for person, found in wrote.items()]


def written_by(case: Case, person: PersonShown) -> list[Wrote]:
    """Conversations of an opened case in which a person of it is said to have written."""
    rows = _standing_in(case).filter(person__in=person.records).select_related("made_by", "conversation__exhibit")
    shows = may_lead(case) or not person.is_shut
    keys = _participants(rows)
    found = []
    for one in rows.order_by("conversation__number", "pk")[:MOST_CONVERSATIONS]:
        said = _said(one, _by_record([person]), leads=may_lead(case)) if shows else None
        participant = keys.get((one.conversation_id, one.name))
        found.append(
            Wrote(
                conversation=one.conversation,
                name=one.name if shows else "",
                participant=participant.pk if participant and shows else None,
                messages=participant.messages if participant and shows else 0,
                said=said,
            )
        )
    return found


def _standing_in(case: Case) -> QuerySet[Identification]:
    rows = Identification.objects.standing().filter(conversation__case=case)
    rows = rows.filter(conversation__exhibit__restricted_at__isnull=True)
    return rows.exclude(conversation__state=ReadingState.BACK)


def _participants(rows: Iterable[Identification]) -> dict[tuple[int, str], Participant]:
    names = {one.name for one in rows}
    wrote = Participant.objects.filter(conversation__in={one.conversation_id for one in rows}, name__in=names)
    return {(one.conversation_id, one.name): one for one in wrote}


def _by_record(persons: Iterable[PersonShown]) -> dict[int, PersonShown]:
    return {number: one for one in persons for number in one.records}


def _said(one: Identification, persons: Mapping[int, PersonShown], *, leads: bool) -> Said:
    """Who stands no more in the case is not named; nor is a possible victim, but to who leads."""
    person = persons.get(one.person_id)
    shown = person is not None and (leads or not person.is_shut)
    return Said(
        id=one.pk,
        name=one.name,
        person=person.id if person and shown else None,
        called=person.name if person and shown else "",
        confidence=one.get_confidence_display(),
        confidence_code=one.confidence,
        reason=one.reason,
        by=one.made_by.name,
        at=one.made_at,
    )
