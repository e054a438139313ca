"""What of a case is put into the index. The team's door for all of it, the lead's for the name of a possible victim."""

from collections.abc import Iterable, Iterator

from django.db.models.functions import Coalesce

from lali.records.cases.models import Case, PersonInCase, Task
from lali.records.entities.findable import of_person
from lali.records.entities.models import Identifier, Mention, Person
from lali.records.search.index import put_entry
from lali.records.search.terms import Entry
from lali.records.search.vocabulary import APART, FoundKind


def lead_door(case: Case) -> str:
    """The door of what only whoever leads the case may find."""
    return f"{APART}{case.ref}"


def of_case(case: Case) -> Entry:
    """The case itself: reference, title, summary."""
    return Entry(
        record=case.subject,
        door=case.subject,
        kind=FoundKind.CASE,
        title=case.title,
        words=case.summary,
        refs=[case.ref],
    )


def of_task(task: Task) -> Entry:
    """A task of a case: its title, its note, what it waits for."""
    words = "\n".join(filter(None, (task.title, task.waiting_for, task.note)))
    return Entry(record=task.subject, door=task.case.subject, kind=FoundKind.TASK, words=words)


def of_identifier(case: Case, identifier: Identifier) -> Entry:
    """An identifier that stands in a case."""
    door = case.subject
    record = f"{door}/identifier:{identifier.pk}"
    return Entry(record=record, door=door, kind=FoundKind.IDENTIFIER, numbers=[identifier.value])


def of_persons(places: Iterable[PersonInCase], shut: set[int]) -> Iterator[Entry]:
    """Persons in cases, once for each case. `shut`: keys of those whose name only the lead may find."""
    seen = set()
    for place in places:
        case, person = place.case, place.person
        if (case.pk, person.pk) in seen:
            continue
        seen.add((case.pk, person.pk))
        name_door = lead_door(case) if person.pk in shut else case.subject
        record = f"{case.subject}/person:{person.pk}"
        yield from of_person(person, record=record, door=case.subject, name_door=name_door)


def shut_names(persons: Iterable[int] | None = None) -> set[int]:
    """Keys of persons who, or a record found to be theirs, have or had a victim's role; among `persons`, if given."""
    victims, everybody = PersonInCase.objects.victims(), Person.objects.all()
    if persons is not None:
        everybody = everybody.together(persons)
        victims = victims.filter(person__in=everybody)
    roots = set(victims.values_list(Coalesce("person__merged_into_id", "person_id"), flat=True))
    return {pk for pk, root in everybody.values_list("pk", Coalesce("merged_into_id", "pk")) if root in roots}


def put_person(person: Person) -> None:
    """Put a person, and all records found to be theirs, into the index in every case where they stand."""
    same = Person.objects.together([person.pk])
    places = PersonInCase.objects.standing().filter(person__in=same).select_related("case", "person")
    for entry in of_persons(places, shut_names([person.pk])):
        put_entry(entry)


def put_identifiers(case: Case) -> None:
    """Put the identifiers that stand in a case into the index."""
    for mention in Mention.objects.standing().filter(record=case.subject).select_related("identifier"):
        put_entry(of_identifier(case, mention.identifier))
