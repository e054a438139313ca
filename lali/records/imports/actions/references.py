"""The numbers that registers give to our records."""

from django.db import transaction

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.models import Case
from lali.records.imports.findable import of_reference
from lali.records.imports.models import ExternalReference
from lali.records.imports.reading import folded
from lali.records.search.index import door_of, put_entry
from lali.records.tips.models import Tip


@transaction.atomic
def note_reference(*, by: Member, record_of: Case | Tip, system: str, number: str) -> ExternalReference:
    """Note the number that a register gives to a record; it is found by it. Called by whoever has passed its door."""
    is_case = isinstance(record_of, Case)
    reference = ExternalReference.objects.create(
        system=system,
        number=number,
        folded=folded(number),
        case=record_of if is_case else None,
        tip=None if is_case else record_of,
    )
    facts = {"system": system, "reference": reference.pk}
    record(by=by, verb="reference.noted", subject=record_of.subject, facts=facts)
    put_entry(of_reference(reference, door_of(record_of.subject)))
    return reference
