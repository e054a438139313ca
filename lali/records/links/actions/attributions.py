"""Saying in a case whose an identifier is, and taking it back."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.actions import NothingWritten
from lali.records.cases.actions.writing import touch, writable
from lali.records.cases.models import Case
from lali.records.entities.models import Identifier
from lali.records.links.access import stands_in
from lali.records.links.models import Attribution, IdentifierNote
from lali.records.links.vocabulary import Confidence, Credibility, Reliability
from lali.records.refusals import Refused


class NobodyNamed(Refused):
    """No owner, or two."""

    sentence = _("Name the owner: a person of the case, or in words. Not both.")


class NotInTheCase(Refused):
    """A person of another case."""

    sentence = _("This person does not stand in this case.")


class UntilBeforeFrom(Refused):
    """The last day is before the first."""

    sentence = _("The last day is before the first.")


@dataclass(frozen=True, slots=True)
class Ownership:
    """Whose it is said to be. `person` is a person of the case, or `owner` says it in words."""

    source: str
    reliability: Reliability
    credibility: Credibility
    confidence: Confidence
    person: int | None = None
    owner: str = ""
    since: date | None = None
    until: date | None = None


@transaction.atomic
def attribute_identifier(*, by: Member, ref: str, number: int, ownership: Ownership) -> Attribution:
    """Say in a case whose an identifier of that case is, or was. What others hold stays beside it."""
    case = writable(by, ref)
    identifier = _identifier_in(case, number)
    _require_sense(case, ownership)
    made = case.attributions.create(
        identifier=identifier,
        person_id=ownership.person,
        owner=ownership.owner.strip(),
        source=ownership.source.strip(),
        since=ownership.since,
        until=ownership.until,
        reliability=ownership.reliability,
        credibility=ownership.credibility,
        confidence=ownership.confidence,
        made_by=by,
    )
    facts = {"identifier": identifier.pk, "grading": f"{ownership.reliability}{ownership.credibility}"}
    record(by=by, verb="identifier.attributed", subject=f"{case.subject}/attribution:{made.pk}", facts=facts)
    touch(case)
    return made


def _identifier_in(case: Case, number: int) -> Identifier:
    if not stands_in(case, number):
        raise Http404
    return Identifier.objects.get(pk=number)


def _require_sense(case: Case, ownership: Ownership) -> None:
    if bool(ownership.person) == bool(ownership.owner.strip()):
        raise NobodyNamed
    if not ownership.source.strip():
        raise NothingWritten
    if ownership.person and not case.persons.filter(person_id=ownership.person).exists():
        raise NotInTheCase
    if ownership.since and ownership.until and ownership.until < ownership.since:
        raise UntilBeforeFrom


@transaction.atomic
def withdraw_attribution(*, by: Member, ref: str, number: int, reason: str) -> Attribution:
    """Take an attribution back, with a reason; it stays on record. Doing it twice changes nothing."""
    case = writable(by, ref)
    made = get_object_or_404(case.attributions, pk=number)
    if not reason.strip():
        raise NothingWritten
    if made.withdrawn_at:
        return made
    made.withdrawn_at, made.withdrawn_by, made.withdrawn_reason = timezone.now(), by, reason.strip()[:300]
    made.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    record(by=by, verb="identifier.attribution_withdrawn", subject=f"{case.subject}/attribution:{made.pk}")
    touch(case)
    return made


@transaction.atomic
def note_on_identifier(*, by: Member, ref: str, number: int, words: str) -> IdentifierNote:
    """Write a note on an identifier of a case, for that case's team."""
    case = writable(by, ref)
    identifier = _identifier_in(case, number)
    if not words.strip():
        raise NothingWritten
    note = case.identifier_notes.create(identifier=identifier, words=words.strip()[:1_000], by=by)
    record(by=by, verb="identifier.note_written", subject=case.subject, facts={"identifier": identifier.pk})
    touch(case)
    return note
