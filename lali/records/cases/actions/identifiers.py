"""Identifiers that a member types."""

from django.db import transaction

from lali.records.agencies.models import Member
from lali.records.cases.actions.writing import touch, writable
from lali.records.cases.findable import of_identifier
from lali.records.entities.actions import note_typed_identifier
from lali.records.entities.models import Identifier
from lali.records.search.index import put_entry


@transaction.atomic
def add_identifier(*, by: Member, ref: str, kind: str, typed: str) -> Identifier:
    """Add an identifier that a member typed; it is normalised with the agency's country."""
    case = writable(by, ref)
    identifier = note_typed_identifier(by=by, kind=kind, typed=typed, country=case.agency.country, about=case.subject)
    put_entry(of_identifier(case, identifier))
    touch(case)
    return identifier
