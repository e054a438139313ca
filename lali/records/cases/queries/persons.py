"""Persons of a case, as they may be shown."""

from dataclasses import dataclass

from lali.records.cases.models import Case, PersonInCase
from lali.records.cases.queries.cases import may_lead
from lali.records.entities.vocabulary import PersonRole


@dataclass(frozen=True, slots=True)
class PersonShown:
    """A person as the case shows them: `name` is the code name when they may be a victim."""

    id: int
    name: str
    is_code_name: bool
    can_be_revealed: bool
    places: tuple[PersonInCase, ...]


def persons_of(case: Case) -> list[PersonShown]:
    """Persons of a case that was opened through the door, each once, with present and past roles."""
    by_person: dict[int, list[PersonInCase]] = {}
    for place in case.persons.select_related("person"):
        by_person.setdefault(place.person_id, []).append(place)
    return [_shown(tuple(places), leads=may_lead(case)) for places in by_person.values()]


def _shown(places: tuple[PersonInCase, ...], *, leads: bool) -> PersonShown:
    person = places[0].person
    may_be_victim = any(place.role == PersonRole.VICTIM for place in places)  # once a victim, the name stays shut
    name = "" if may_be_victim else person.opened_name()
    return PersonShown(
        id=person.pk,
        name=name or person.code_name,
        is_code_name=not name,
        can_be_revealed=may_be_victim and leads and bool(person.wrapped_key),
        places=places,
    )
