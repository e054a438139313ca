"""A person of a case is called like a colleague, and it means nothing."""

from collections.abc import Sequence

from django.db import transaction
from django.http import Http404

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.access import case_for, case_to_wall
from lali.records.cases.actions.persons import person_in
from lali.records.cases.actions.writing import NothingWritten
from lali.records.cases.models import NamesakePutAside, is_shut
from lali.records.cases.namesakes import named, namesakes_among
from lali.records.cases.vocabulary import Level
from lali.records.changes import changed_values
from lali.records.entities.models import Person

SEALED = dict.fromkeys(["case", "person", "member", "reason"], NamesakePutAside.CLASSIFIED["member"])


@transaction.atomic
def put_namesake_aside(*, by: Member, ref: str, person_id: int, member_id: int, reason: str) -> NamesakePutAside:
    """Say why it means nothing that a person of the case is called like a colleague; it is not hinted at again.

    Whoever may set walls around the case and is on its team. Http404 where there is no such hint, and always for
    oneself: whether oneself is hinted at must not be found out. The journal of the case, which that colleague may
    read, says nothing of it: the entry has a subject of its own, and only values sealed under the person's key: they
    tell what the person is called, and go when the person is erased.
    """
    case_for(by, ref)
    case = case_to_wall(by, ref)
    person = person_in(case, person_id)
    if is_shut(person):
        case_for(by, ref, Level.LEAD)
    here = case.persons.standing().values("person")  # names that another case knows are not asked about
    same = list(Person.objects.together([person.pk]).filter(pk__in=here))
    hints = namesakes_among(by, case, [named(person.pk, person.code_name, (one.opened_facts() for one in same))])
    member = next((hint.member for hint in hints if hint.member.pk == member_id), None)
    if member is None:
        raise Http404
    if not reason.strip():
        raise NothingWritten
    aside = NamesakePutAside.objects.create(case=case, person=person, member=member, reason=reason.strip()[:300], by=by)
    values = {"case": ref, "person": str(person.pk), "member": member.journal_name, "reason": aside.reason}
    facts = {"changed": changed_values(SEALED, {}, values, key=_key_of(person, same))}
    record(by=by, verb="namesake.put_aside", subject=f"namesake:{aside.pk}", facts=facts)
    return aside


def _key_of(person: Person, same: Sequence[Person]) -> bytes:
    """The person's own key; where nothing was ever sealed in this record, that of another in which the name stands."""
    return next(key for one in (person, *same) if (key := one.opened_key()))
