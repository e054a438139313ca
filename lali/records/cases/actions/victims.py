"""From suspect to victim and back: non-punishment.

Who was made to commit an offence by being trafficked is not punished for it (ILO Protocol 29 of 2014, article 4;
OHCHR Recommended Principles and Guidelines, principle 7): the change is one step, at once everywhere, and kept.
"""

from datetime import date

from django.db import transaction
from django.shortcuts import get_object_or_404

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.actions.persons import close_place, person_in, place_in_role, subject_of
from lali.records.cases.actions.writing import NothingWritten, touch, writable
from lali.records.cases.findable import put_person
from lali.records.cases.models import PersonInCase
from lali.records.cases.vocabulary import Level
from lali.records.entities.vocabulary import PersonRole


@transaction.atomic
def recognise_as_victim(
    *, by: Member, ref: str, person_id: int, reason: str, acts_from: date | None = None
) -> PersonInCase:
    """A suspect is a possible victim: the one role ends, the other begins, the name is shut. The past stays."""
    case = writable(by, ref)
    if not reason.strip():
        raise NothingWritten
    person = person_in(case, person_id)
    ended = list(case.persons.present().filter(person=person, role=PersonRole.SUSPECT))
    for place in ended:
        close_place(place, reason.strip())
    place = place_in_role(case, person, PersonRole.VICTIM, reason.strip()[:300], acts_from)[0]
    facts = {"person": person.pk, "ended": [one.pk for one in ended], "begun": place.pk}
    record(by=by, verb="case.victim_recognised", subject=subject_of(case, person), facts=facts)
    put_person(person)
    touch(case)
    return place


@transaction.atomic
def confirm_victim(*, by: Member, ref: str, person_id: int, authority: str, on: date) -> PersonInCase:
    """Write down that a competent authority recognised a possible victim as one, and when. Only a lead can."""
    case = writable(by, ref, Level.LEAD)
    if not authority.strip():
        raise NothingWritten
    person = person_in(case, person_id)
    place = get_object_or_404(case.persons.present(), person=person, role=PersonRole.VICTIM)
    place.confirmed_by, place.confirmed_on = authority.strip()[:200], on
    place.save(update_fields=["confirmed_by", "confirmed_on"])
    record(by=by, verb="case.victim_confirmed", subject=subject_of(case, person), facts={"person": person.pk})
    touch(case)
    return place


@transaction.atomic
def withdraw_victim_role(*, by: Member, ref: str, person_id: int, reason: str) -> PersonInCase:
    """End a possible victim's role, with a reason. Only a lead can; the name stays shut."""
    case = writable(by, ref, Level.LEAD)
    if not reason.strip():
        raise NothingWritten
    person = person_in(case, person_id)
    place = get_object_or_404(case.persons.present(), person=person, role=PersonRole.VICTIM)
    close_place(place, reason.strip())
    record(by=by, verb="case.victim_role_withdrawn", subject=subject_of(case, person), facts={"person": person.pk})
    touch(case)
    return place


@transaction.atomic
def date_acts(*, by: Member, ref: str, place_id: int, acts_from: date | None) -> PersonInCase:
    """Write down the first day of the acts that a role speaks of: childhood is asked for that day."""
    case = writable(by, ref)
    place = get_object_or_404(case.persons.present(), pk=place_id)
    place.acts_from = acts_from
    place.save(update_fields=["acts_from"])
    facts = {"person": place.person_id, "role": place.role}
    record(by=by, verb="case.acts_dated", subject=subject_of(case, place.person), facts=facts)
    touch(case)
    return place
