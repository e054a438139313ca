"""Identifiers that a member types."""

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.actions.writing import NothingWritten, cleared_to_remove, touch, writable
from lali.records.cases.findable import of_identifier
from lali.records.entities.actions import note_typed_identifier
from lali.records.entities.models import Identifier, Mention
from lali.records.search.index import put_entry, take_out


@transaction.atomic
def add_identifier(*, by: Member, ref: str, kind: str, typed: str) -> Identifier:
    """Add an identifier that a member typed; it is normalised with the agency's country."""
    case = writable(by, ref)
    identifier = note_typed_identifier(
        by=by,
        kind=kind,
        typed=typed,
        country=case.agency.country,
        about=case.subject,
        kept_from=case.walled_members(),
    )
    put_entry(of_identifier(case, identifier))
    touch(case)
    return identifier


@transaction.atomic
def remove_mention(*, by: Member, ref: str, number: int, reason: str) -> Mention:
    """Take an identifier off a case to which it was added by mistake, with a reason; the mention stays on record.

    The right to remove is apart from every level: see `cases.access.case_to_remove_from`.
    """
    case = cleared_to_remove(by, ref)
    mention = get_object_or_404(Mention.objects.standing().filter(record=case.subject), pk=number)
    if not reason.strip():
        raise NothingWritten
    mention.removed_at, mention.removed_by, mention.removed_reason = timezone.now(), by, reason.strip()[:300]
    mention.save(update_fields=["removed_at", "removed_by", "removed_reason"])
    take_out(of_identifier(case, mention.identifier).record)
    record(by=by, verb="identifiers.removed", subject=case.subject, facts={"identifier": mention.identifier_id})
    touch(case)
    return mention
