"""Persons and organisations of a case, the roles they have, and what is known of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.access import case_for, case_to_remove_from
from lali.records.cases.actions.extras import answered_about
from lali.records.cases.actions.writing import CaseIsClosed, NothingWritten, touch, writable
from lali.records.cases.findable import put_person
from lali.records.cases.models import Case, NamesakePutAside, PersonInCase, is_shut
from lali.records.cases.vocabulary import CaseState, Level
from lali.records.entities.actions import erase_person as erase
from lali.records.entities.actions import keep_facts, note_person
from lali.records.entities.facts import TELLING, Document, Name
from lali.records.entities.models import Person
from lali.records.entities.vocabulary import PersonKind, PersonRole
from lali.records.refusals import Refused
from lali.records.search.index import take_out


class OnlyPersons(Refused):
    """An organisation is nobody's victim."""

    sentence = _("An organisation cannot have this role: only a person can be a victim.")


def subject_of(case: Case, person: Person) -> str:
    """How the journal writes a person of a case."""
    return f"{case.subject}/person:{person.pk}"


@transaction.atomic
def add_person(
    *, by: Member, ref: str, name: str, role: PersonRole, reason: str = "", kind: str = PersonKind.PERSON
) -> PersonInCase:
    """Add a person or an organisation in a role. The name is sealed; of a victim only the code name is shown."""
    case = writable(by, ref)
    person = note_person(by=by, name=name.strip(), about=case.subject, kind=kind)
    place = begin_role(by, case, person, role, reason)
    touch(case)
    return place


@transaction.atomic
def give_role(
    *, by: Member, ref: str, person_id: int, role: PersonRole, reason: str, acts_from: date | None = None
) -> PersonInCase:
    """Give a person of the case one more role, with a reason; what they were before stays on record."""
    case = writable(by, ref)
    place = begin_role(by, case, person_in(case, person_id), role, reason, acts_from)
    touch(case)
    return place


def person_in(case: Case, person_id: int) -> Person:
    """The person of a case; where records were merged, the one that stands in this case. Http404 when nobody does."""
    same = Person.objects.together([person_id])
    here = set(case.persons.standing().filter(person__in=same).values_list("person_id", flat=True))
    standing = [one for one in same if one.pk in here]
    if not standing:
        raise Http404
    return min(standing, key=lambda one: (one.pk != person_id, one.root_id, one.pk))


def begin_role(  # noqa: PLR0917 - inside the app, always in this order
    by: Member, case: Case, person: Person, role: PersonRole, reason: str, acts_from: date | None = None
) -> PersonInCase:
    """Give a person a role in a held case; the one that stands, where they have it already."""
    place, made = place_in_role(case, person, role, reason, acts_from)
    if made:
        facts = {"person": person.pk, "role": str(role)}
        record(by=by, verb="case.role_given", subject=subject_of(case, person), facts=facts)
        put_person(person)
    return place


def place_in_role(
    case: Case, person: Person, role: PersonRole, reason: str, acts_from: date | None
) -> tuple[PersonInCase, bool]:
    """The place a person has in a role now, and whether it was made just now; the caller journals it."""
    if role == PersonRole.VICTIM and person.kind == PersonKind.ORGANISATION:
        raise OnlyPersons
    defaults = {"reason": reason, "acts_from": acts_from}
    return case.persons.get_or_create(person=person, role=role, until=None, removed_at=None, defaults=defaults)


@transaction.atomic
def end_role(*, by: Member, ref: str, place_id: int, reason: str) -> PersonInCase:
    """End a person's role from now on, with a reason. That of a possible victim only a lead takes back."""
    case = writable(by, ref)
    place = get_object_or_404(case.persons.present(), pk=place_id)
    if place.role == PersonRole.VICTIM:
        case_for(by, ref, Level.LEAD)
    close_place(place, reason)
    facts = {"person": place.person_id, "role": place.role}
    record(by=by, verb="case.role_ended", subject=subject_of(case, place.person), facts=facts)
    touch(case)
    return place


def close_place(place: PersonInCase, reason: str) -> None:
    """Write down that a role ended now, and why, beside why it began."""
    place.until = timezone.now()
    place.reason = f"{place.reason} / {reason}".strip(" /")[:300]
    place.save(update_fields=["until", "reason"])


@transaction.atomic
def reveal_name(*, by: Member, ref: str, person_id: int, reason: str) -> str:
    """Read a possible victim's name, with a reason that is kept and that the journal points to. Only a lead can."""
    case = case_for(by, ref, Level.LEAD)
    if not reason.strip():
        raise NothingWritten
    person = person_in(case, person_id)
    reading = case.name_readings.create(person=person, by=by, reason=reason.strip()[:300])
    facts = {"person": person.pk, "reading": reading.pk}
    record(by=by, verb="case.name_revealed", subject=subject_of(case, person), facts=facts, reading=True)
    return person.opened_name()


@transaction.atomic
def describe_person(
    *,
    by: Member,
    ref: str,
    person_id: int,
    version: int,
    facts: Mapping[str, object],
    more_names: Sequence[Name] = (),
    more_documents: Sequence[Document] = (),
    answers: Mapping[str, Any] | None = None,
) -> Person:
    """Change what is known of a person: `facts` are fields of PersonFacts with their new values.

    Of somebody whose name is shut, only a lead replaces what tells who they are; whoever contributes may add names
    and documents to those that they do not see. `answers` are those to extra fields, by their codes. PersonHasMoved
    when a colleague was first: nothing is written then.
    """
    case = writable(by, ref)
    person = person_in(case, person_id)
    known = person.opened_facts()
    changes = dict(facts) | answered_about(case, known, answers or {})
    if set(changes) & set(TELLING) and is_shut(person):
        case_for(by, ref, Level.LEAD)
    if more_names:
        changes["names"] = (*changes.get("names", known.names), *more_names)
    if more_documents:
        changes["documents"] = (*changes.get("documents", known.documents), *more_documents)
    before = person.version
    person = keep_facts(by=by, person=person, version=version, facts=changes, about=case.subject)
    if person.version != before:
        put_person(person)
        touch(case)
    return person


@transaction.atomic
def remove_person(*, by: Member, ref: str, person_id: int, reason: str) -> Person:
    """Take a person off the case who was entered by mistake. Nothing is deleted: the places are marked, with why."""
    case = case_to_remove_from(by, ref)
    if case.state == CaseState.CLOSED:
        raise CaseIsClosed
    if not reason.strip():
        raise NothingWritten
    person = person_in(case, person_id)
    marked = {"removed_at": timezone.now(), "removed_by": by, "removed_reason": reason.strip()[:300]}
    case.persons.standing().filter(person=person).update(**marked)
    record(by=by, verb="case.person_removed", subject=subject_of(case, person), facts={"person": person.pk})
    take_out(subject_of(case, person))
    touch(case)
    return person


@transaction.atomic
def erase_person(*, by: Member, ref: str, person_id: int) -> Person:
    """Erase for good all that is sealed about a person, in every copy: every record that was found to be theirs.

    That they were called like a colleague goes as well: it tells the name. Only who leads each case in which they
    stand can.
    """
    case = case_for(by, ref, Level.LEAD, lock=True)
    person = person_in(case, person_id)
    same = list(Person.objects.together([person.pk]).order_by("pk"))
    for other in Case.objects.filter(persons__person__in=same).exclude(pk=case.pk).distinct():
        case_to_agree(by, other, Level.LEAD)
    for one in same:
        erase(by=by, person=one, about=case.subject)
    NamesakePutAside.objects.filter(person__in=same).delete()
    person.refresh_from_db()
    touch(case)
    return person


def case_to_agree(by: Member, case: Case, level: Level) -> Case:
    """One more case in which a deed shows. PermissionDenied when the member is not there, so that it stays unseen."""
    try:
        return case_for(by, case.ref, level)
    except Http404:
        raise PermissionDenied(level.label) from None
