"""Taking back a reading that was wrong: in its order of dates, its zone, its file or its columns.

What rests on it is not lost: it blocks, or it is carried to another reading of the same bytes.
"""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.actions.writing import NothingWritten, touch, writable
from lali.records.conversations.access import conversation_in
from lali.records.conversations.actions.beginning import IsTakenBack
from lali.records.conversations.actions.citing import locator_of, told_of
from lali.records.conversations.actions.forgetting import take_off_identifiers
from lali.records.conversations.models import Conversation
from lali.records.conversations.resting import Carried, carried_to, note_in, standing_citations
from lali.records.conversations.vocabulary import ReadingState
from lali.records.evidence.findable import of_passage
from lali.records.refusals import Refused
from lali.records.search.index import put_entry, take_out

MOST_NAMED = 10


class CitationsRest(Refused):
    """Somebody relies on messages of this reading."""

    sentence = _(
        "Messages of this reading are cited. Read the exhibit again with the right choices, and carry the citations to "
        "that reading."
    )


class NoSuchReading(Refused):
    """Citations go to a finished reading of the same exhibit only."""

    sentence = _("Citations can go to another finished reading of the same exhibit only.")


class CannotBeCarried(Refused):
    """Other messages stand in those bytes there."""

    sentence = _("Some citations cannot be carried.")

    def __init__(self, refs: Sequence[str]) -> None:
        named = ", ".join(refs[:MOST_NAMED]) + ("…" if len(refs) > MOST_NAMED else "")
        said = gettext(
            "The other reading has no messages with the same bytes and words for %(refs)s. Cite them anew there and "
            "withdraw these, then take this reading back."
        )
        super().__init__(said % {"refs": named})


@transaction.atomic
def take_back_reading(*, by: Member, ref: str, number: int, why: str, carry_to: int | None = None) -> Conversation:
    """Take a reading back, with a reason. It stays to be looked at; nothing new rests on it.

    Citations block it (CitationsRest), unless `carry_to` is the number of another finished reading of the same exhibit
    that has messages in the same bytes with the same words for each (NoSuchReading, CannotBeCarried). Notes and what
    is said of who wrote go with them where they find their place; else they stay. Taking back twice is IsTakenBack.
    """
    case = writable(by, ref)
    conversation = conversation_in(case, number)
    if conversation.state == ReadingState.BACK:
        raise IsTakenBack
    if not why.strip():
        raise NothingWritten
    cited = standing_citations(conversation)
    other = _other(conversation, carry_to) if carry_to is not None else None
    if cited and other is None:
        raise CitationsRest
    if other:
        _carry(by, conversation, other, carried_to(conversation, other, cited))
    reason = gettext("%(ref)s was taken back.") % {"ref": conversation.ref}
    take_off_identifiers(by, conversation, reason, of_all_readings=False)
    take_out(conversation.subject)  # its messages are found no more
    conversation.state, conversation.holder, conversation.held_until = ReadingState.BACK, "", None
    conversation.taken_back_at, conversation.taken_back_by = timezone.now(), by
    conversation.taken_back_why = why.strip()[:300]
    conversation.save()
    facts = {"exhibit": conversation.exhibit.ref, "citations": len(cited), "to": other.ref if other else ""}
    record(by=by, verb="conversation.taken_back", subject=conversation.subject, facts=facts)
    touch(case)
    return conversation


def _other(conversation: Conversation, number: int) -> Conversation:
    readings = conversation.case.conversations.filter(exhibit=conversation.exhibit_id, state=ReadingState.READ)
    other = readings.exclude(pk=conversation.pk).select_related("exhibit").filter(number=number).first()
    if other is None:
        raise NoSuchReading
    other.case = conversation.case
    return other


def _carry(by: Member, conversation: Conversation, other: Conversation, carried: Sequence[Carried]) -> None:
    if lost := [one.cited.passage.ref for one in carried if not one.messages]:
        raise CannotBeCarried(lost)
    for one in carried:
        _carry_citation(by, conversation, other, one)
    for note in conversation.notes.all():
        if (n := note_in(conversation, other, note)) is not None:
            note.conversation, note.n = other, n
            note.save(update_fields=["conversation", "n"])
    names = set(other.participants.values_list("name", flat=True))
    there = set(other.identifications.standing().values_list("name", "person"))
    for said in conversation.identifications.standing():
        if said.name in names and (said.name, said.person_id) not in there:
            said.conversation = other
            said.save(update_fields=["conversation"])


def _carry_citation(by: Member, conversation: Conversation, other: Conversation, carried: Carried) -> None:
    """The passage stays what it is, with its bytes and words; which messages they are is said anew, and what it was."""
    cited, messages = carried.cited, list(carried.messages)
    passage = cited.passage
    cited.former = [*cited.former, [conversation.number, cited.first, cited.last]]
    cited.conversation, cited.file = other, messages[0].file
    cited.first, cited.last, cited.messages = messages[0].n, messages[-1].n, told_of(messages)
    cited.save()
    passage.locator = locator_of(other, messages)
    passage.save(update_fields=["locator"])
    facts = {"from": conversation.ref, "to": other.ref, "messages": [cited.first, cited.last]}
    record(by=by, verb="passage.carried", subject=passage.subject, facts=facts)
    if not passage.is_restricted:
        put_entry(of_passage(passage))
