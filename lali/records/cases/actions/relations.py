"""How persons and organisations of a case stand to one another."""

from datetime import date

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.actions.persons import person_in, subject_of
from lali.records.cases.actions.writing import NothingWritten, touch, writable
from lali.records.cases.models import PersonRelation
from lali.records.cases.vocabulary import RelationKind
from lali.records.refusals import Refused


class RelatedToThemselves(Refused):
    """Both ends are one person."""

    sentence = _("Choose somebody else: both ends are the same person.")


class EndsBeforeItBegins(Refused):
    """Two days in the wrong order."""

    sentence = _("The last day stands before the first. Please check both.")


@transaction.atomic
def relate_persons(
    *,
    by: Member,
    ref: str,
    person_id: int,
    other_id: int,
    kind: RelationKind,
    source: str,
    from_on: date | None = None,
    until_on: date | None = None,
) -> PersonRelation:
    """Note that one person of the case recruited, pays, is married to... another, and how we know."""
    case = writable(by, ref)
    one, other = person_in(case, person_id), person_in(case, other_id)
    if one.root_id == other.root_id:
        raise RelatedToThemselves
    if from_on and until_on and from_on > until_on:
        raise EndsBeforeItBegins
    if not source.strip():
        raise NothingWritten
    relation = case.relations.create(
        one=one, other=other, kind=kind, source=source.strip(), from_on=from_on, until_on=until_on, noted_by=by
    )
    facts = {"relation": relation.pk, "kind": str(kind), "other": other.pk}
    record(by=by, verb="case.persons_related", subject=subject_of(case, one), facts=facts)
    touch(case)
    return relation


@transaction.atomic
def take_back_relation(*, by: Member, ref: str, relation_id: int, reason: str) -> PersonRelation:
    """Take back a relation that was wrong, with a reason; it stays on record."""
    case = writable(by, ref)
    if not reason.strip():
        raise NothingWritten
    relation = get_object_or_404(case.relations, pk=relation_id, taken_back_at__isnull=True)
    relation.taken_back_at, relation.taken_back_by = timezone.now(), by
    relation.taken_back_reason = reason.strip()[:300]
    relation.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_reason"])
    facts = {"relation": relation.pk, "kind": relation.kind, "other": relation.other_id}
    record(by=by, verb="case.relation_taken_back", subject=subject_of(case, relation.one), facts=facts)
    touch(case)
    return relation
