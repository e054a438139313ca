"""Persons of a case and the roles they have."""

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.access import case_for
from lali.records.cases.actions.writing import NothingWritten, touch, writable
from lali.records.cases.models import Case, PersonInCase
from lali.records.cases.vocabulary import Level
from lali.records.entities.actions import note_person
from lali.records.entities.models import Person
from lali.records.entities.vocabulary import PersonRole


@transaction.atomic
def add_person(*, by: Member, ref: str, name: str, role: PersonRole, reason: str = "") -> PersonInCase:
    """Add a person in a role. The name is sealed; with a victim's role only the code name is shown."""
    case = writable(by, ref)
    person = note_person(by=by, name=name.strip(), about=case.subject)
    place = _give_role(by, case, person, role, reason)
    touch(case)
    return place


@transaction.atomic
def give_role(*, by: Member, ref: str, person_id: int, role: PersonRole, reason: str) -> PersonInCase:
    """Give a person of the case one more role, with a reason; what they were before stays on record."""
    case = writable(by, ref)
    person = _person_in(case, person_id)
    place = _give_role(by, case, person, role, reason)
    touch(case)
    return place


def _person_in(case: Case, person_id: int) -> Person:
    return get_object_or_404(Person.objects.filter(places__case=case).distinct(), pk=person_id)


def _give_role(by: Member, case: Case, person: Person, role: PersonRole, reason: str) -> PersonInCase:
    place, made = case.persons.get_or_create(person=person, role=role, until=None, defaults={"reason": reason})
    if made:
        facts = {"person": person.pk, "role": str(role)}
        record(by=by, verb="case.role_given", subject=case.subject, facts=facts)
    return place


@transaction.atomic
def end_role(*, by: Member, ref: str, place_id: int, reason: str) -> PersonInCase:
    """End a person's role from now on, with a reason."""
    case = writable(by, ref)
    place = get_object_or_404(case.persons, pk=place_id, until__isnull=True)
    place.until = timezone.now()
    place.reason = f"{place.reason} / {reason}".strip(" /")[:300]
    place.save(update_fields=["until", "reason"])
    record(by=by, verb="case.role_ended", subject=case.subject, facts={"person": place.person_id, "role": place.role})
    touch(case)
    return place


@transaction.atomic
def reveal_name(*, by: Member, ref: str, person_id: int, reason: str) -> str:
    """Read a possible victim's name, with a reason that is kept and that the journal points to. Only a lead can."""
    case = case_for(by, ref, Level.LEAD)
    if not reason.strip():
        raise NothingWritten
    person = _person_in(case, person_id)
    reading = case.name_readings.create(person=person, by=by, reason=reason.strip()[:300])
    facts = {"person": person.pk, "reading": reading.pk}
    record(by=by, verb="case.name_revealed", subject=case.subject, facts=facts, reading=True)
    return person.opened_name()
