"""Saying that whoever wrote under a name is a person of the case, and taking that back."""

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.actions import add_person
from lali.records.cases.actions.persons import person_in
from lali.records.cases.actions.writing import NothingWritten, touch, writable
from lali.records.cases.models import Case
from lali.records.cases.queries import may_lead, shut_roots
from lali.records.conversations.access import conversation_in
from lali.records.conversations.actions.beginning import IsTakenBack
from lali.records.conversations.models import Conversation, Identification
from lali.records.conversations.vocabulary import ReadingState
from lali.records.entities.models import Person
from lali.records.entities.vocabulary import Confidence, PersonRole
from lali.records.refusals import Refused


class NoSuchParticipant(Refused):
    """Nobody wrote under this name."""

    sentence = _("Nobody wrote under this name in this conversation.")


class NobodyChosen(Refused):
    """No person, or two."""

    sentence = _("Choose a person of the case, or say the role of a new one. Not both.")


class SaidAlready(Refused):
    """The same was said before, and stands."""

    sentence = _("This is said already. Take it back first if you want to say it otherwise.")


@transaction.atomic
def identify_participant(
    *,
    by: Member,
    ref: str,
    number: int,
    name: str,
    confidence: Confidence,
    reason: str,
    person_id: int | None = None,
    new_role: str = "",
    new_name: str = "",
) -> Identification:
    """Say that a participant is (probably) a person of the case: one that stands there, or a new one in a role.

    NoSuchParticipant, NobodyChosen, SaidAlready; NothingWritten without a reason; IsTakenBack for a reading that does
    not count any more. What others hold stays beside it: where it may not be told who is meant, two may say the same.
    """
    case = writable(by, ref)
    conversation = conversation_in(case, number)
    if conversation.state == ReadingState.BACK:
        raise IsTakenBack
    if not reason.strip():
        raise NothingWritten
    if not conversation.participants.filter(name=name).exists():
        raise NoSuchParticipant
    person = _person(by, case, person_id, new_role, new_name)
    before = conversation.identifications.standing().filter(name=name, person__in=Person.objects.together([person.pk]))
    if (before if _is_told(case, person) else before.filter(made_by=by)).exists():
        raise SaidAlready
    made = conversation.identifications.create(
        name=name, person=person, confidence=Confidence(confidence), reason=reason.strip()[:300], made_by=by
    )
    facts = {"person": person.pk, "confidence": str(made.confidence)}
    record(by=by, verb="conversation.participant_identified", subject=_subject(conversation, made), facts=facts)
    touch(case)
    return made


def _is_told(case: Case, person: Person) -> bool:
    """Whether who asks may know what others said of this person: else a refusal would tell it, name by name."""
    return may_lead(case) or not shut_roots([person.root_id])


def _person(by: Member, case: Case, person_id: int | None, new_role: str, new_name: str) -> Person:
    if bool(person_id) == bool(new_role):
        raise NobodyChosen
    if person_id:
        return person_in(case, person_id)
    return add_person(by=by, ref=case.ref, name=new_name, role=PersonRole(new_role)).person


def _subject(conversation: Conversation, made: Identification) -> str:
    return f"{conversation.subject}/identification:{made.pk}"


@transaction.atomic
def withdraw_identification(*, by: Member, ref: str, number: int, identification: int, reason: str) -> Identification:
    """Take back what was said of a participant, with a reason; it stays on record. Twice changes nothing."""
    case = writable(by, ref)
    conversation = conversation_in(case, number)
    made = get_object_or_404(conversation.identifications, pk=identification)
    if not reason.strip():
        raise NothingWritten
    if made.withdrawn_at:
        return made
    made.withdrawn_at, made.withdrawn_by, made.withdrawn_reason = timezone.now(), by, reason.strip()[:300]
    made.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    facts = {"person": made.person_id}
    record(by=by, verb="conversation.identification_withdrawn", subject=_subject(conversation, made), facts=facts)
    touch(case)
    return made
