"""Erasing for good: also from the sealed files that wait to leave. Screens erase by these, never past them."""

from django.db import transaction

from lali.records.agencies.models import Member
from lali.records.cases import actions as cases
from lali.records.cases.models import Case
from lali.records.entities.models import Person
from lali.records.retention import actions as retention
from lali.records.retention.models import Disposal
from lali.records.transfers.actions.archives import let_archives_of_go


@transaction.atomic
def erase_person(*, by: Member, ref: str, person_id: int) -> Person:
    """Erase a person, and let every archive go of a case in which they stand: the sealed file still has the name."""
    person = cases.erase_person(by=by, ref=ref, person_id=person_id)
    same = Person.objects.together([person.pk])
    let_archives_of_go(by=by, cases=Case.objects.filter(persons__person__in=same))
    return person


@transaction.atomic
def carry_out_disposal(*, by: Member, number: int) -> Disposal:
    """Dispose of a record, and let every archive go that has it."""
    disposal = retention.carry_out_disposal(by=by, number=number)
    kind, _colon, name = disposal.subject.partition(":")
    found = Case.objects.filter(ref=name) if kind == "case" else Case.objects.filter(tips=name)
    let_archives_of_go(by=by, cases=found)
    return disposal
