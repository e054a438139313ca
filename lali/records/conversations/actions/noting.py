"""A translation or a remark beside a message."""

from django.db import transaction

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.actions.writing import NothingWritten, touch, writable
from lali.records.conversations.access import conversation_in
from lali.records.conversations.actions.beginning import IsTakenBack
from lali.records.conversations.actions.citing import NoSuchMessages
from lali.records.conversations.models import Message, MessageNote
from lali.records.conversations.vocabulary import ReadingState


@transaction.atomic
def note_on_message(*, by: Member, ref: str, number: int, n: int, words: str, language: str = "") -> MessageNote:
    """Write a translation (`language` says into which) or a remark beside a message; the message stays as it is."""
    case = writable(by, ref)
    conversation = conversation_in(case, number)
    if conversation.state == ReadingState.BACK:
        raise IsTakenBack
    if not words.strip():
        raise NothingWritten
    if not Message.objects.filter(conversation=conversation, n=n).exists():
        raise NoSuchMessages
    note = conversation.notes.create(
        n=n, words=words.strip().replace("\r\n", "\n"), language=language.strip()[:60], by=by
    )
    record(by=by, verb="conversation.noted", subject=conversation.subject, facts={"message": n, "note": note.pk})
    touch(case)
    return note
