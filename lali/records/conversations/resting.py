"""What rests on a reading: passages that cite its messages, notes beside them, what is said of who wrote.

Computed from rows; whether the caller may see them was asked at the conversation's door.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from lali.records.conversations.models import CitedMessages, Conversation, Message, MessageNote


@dataclass(frozen=True, slots=True)
class Carried:
    """A citation with the messages that stand in the same bytes of another reading; none where they do not."""

    cited: CitedMessages
    messages: tuple[Message, ...]


def standing_citations(conversation: Conversation) -> list[CitedMessages]:
    """Citations of messages of a reading that nobody withdrew, in order of their passages."""
    cited = CitedMessages.objects.filter(conversation=conversation, passage__withdrawn_at__isnull=True)
    return list(cited.select_related("passage").order_by("passage__number"))


def carried_to(conversation: Conversation, other: Conversation, cited: Iterable[CitedMessages]) -> list[Carried]:
    """For each citation, the messages of another reading of the same bytes.

    Only where they begin and end at the same bytes of the same file, and say the same words: else nobody could say
    that it is still what was cited.
    """
    return [Carried(one, _same_bytes(conversation, other, one)) for one in cited]


def _same_bytes(conversation: Conversation, other: Conversation, one: CitedMessages) -> tuple[Message, ...]:
    file = same_file(conversation, other, one.file)
    if file is None:
        return ()
    before = Message.objects.filter(conversation=conversation, n__in=[told[0] for told in one.messages]).order_by("n")
    wanted = [(row.start, row.end, row.text) for row in before]
    rows = Message.objects.filter(conversation=other, file=file, start__in=[begin for begin, _end, _text in wanted])
    found = tuple(rows.select_related("participant", "thread").order_by("n"))
    if [(row.start, row.end, row.text) for row in found] != wanted or len(wanted) != len(one.messages):
        return ()
    return found


def same_file(conversation: Conversation, other: Conversation, file: int) -> int | None:
    """Which file of another reading is this one, by digest and place in the archive; None where there is none."""
    if conversation.exhibit_id != other.exhibit_id:
        return None
    wanted = (conversation.member_of(file), conversation.digest_of(file))
    count = len(other.source.get("files") or [other.source])
    return next((n for n in range(count) if (other.member_of(n), other.digest_of(n)) == wanted and wanted[1]), None)


def note_in(conversation: Conversation, other: Conversation, note: MessageNote) -> int | None:
    """The message of another reading that begins where the noted one does; None where there is none."""
    row = Message.objects.filter(conversation=conversation, n=note.n).first()
    file = same_file(conversation, other, row.file) if row else None
    if row is None or file is None:
        return None
    found = Message.objects.filter(conversation=other, file=file, start=row.start, end=row.end)
    return found.values_list("n", flat=True).first()
