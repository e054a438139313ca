"""Citing messages: a passage of the exhibit with their bytes, and beside it who wrote them and when."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lali.records.agencies.models import Member
from lali.records.cases.actions.writing import writable
from lali.records.conversations.access import conversation_in
from lali.records.conversations.actions.beginning import IsTakenBack
from lali.records.conversations.models import CitedMessages, Conversation, Message
from lali.records.conversations.vocabulary import ReadingState
from lali.records.evidence.actions import cite_passage
from lali.records.refusals import Refused

MOST_CITED = 50
LONGEST_QUOTE, LONGEST_LOCATOR = 8_000, 120


class NoSuchMessages(Refused):
    """The numbers are those of no message."""

    sentence = gettext_lazy("There are no messages with these numbers in this conversation.")


class TooManyMessages(Refused):
    """More than anybody reads in one citation."""

    sentence = gettext_lazy("These are more than 50 messages. Cite those that matter, in several passages.")


class MessagesApart(Refused):
    """Their bytes are no single stretch of one file."""

    sentence = gettext_lazy(
        "These messages stand in different files of the export. Cite those of each file by themselves."
    )


@transaction.atomic
def cite_messages(*, by: Member, ref: str, number: int, first: int, last: int, note: str = "") -> CitedMessages:
    """Cite the messages from `first` to `last` (of one thread, where the export holds several) as one passage.

    The passage keeps the exhibit's digest, the words as read, and the bytes from the beginning of the first message to
    the end of the last; `messages` keeps who wrote each, and when.
    """
    case = writable(by, ref)
    conversation = conversation_in(case, number)
    if conversation.state == ReadingState.BACK:
        raise IsTakenBack
    chosen = _chosen(conversation, first, last)
    passage = cite_passage(
        by=by,
        ref=ref,
        source=conversation.exhibit.ref,
        locator=locator_of(conversation, chosen),
        quote=_quote(chosen)[:LONGEST_QUOTE],
        note=note,
        start=min(one.start for one in chosen),
        end=max(one.end for one in chosen),
    )
    return CitedMessages.objects.create(
        passage=passage,
        conversation=conversation,
        first=chosen[0].n,
        last=chosen[-1].n,
        file=chosen[0].file,
        messages=told_of(chosen),
    )


def _chosen(conversation: Conversation, first: int, last: int) -> list[Message]:
    begin = Message.objects.filter(conversation=conversation, n=first).first()
    if begin is None or last < first:
        raise NoSuchMessages
    between = Message.objects.filter(conversation=conversation, n__gte=first, n__lte=last, thread=begin.thread_id)
    chosen = list(between.select_related("participant").order_by("n")[: MOST_CITED + 1])
    if len(chosen) > MOST_CITED:
        raise TooManyMessages
    if chosen[-1].n != last:
        raise NoSuchMessages
    if len({one.file for one in chosen}) > 1:
        raise MessagesApart
    return chosen


def _who(message: Message) -> str:
    return message.participant.name if message.participant else ""


def _quote(chosen: list[Message]) -> str:
    """The words as read; of several, with who said them."""
    if len(chosen) == 1:
        return chosen[0].text or chosen[0].attachment
    return "\n".join(f"{_who(one)}: {one.text or one.attachment}".removeprefix(": ") for one in chosen)


def told_of(chosen: list[Message]) -> list[list[object]]:
    """Number, who, time as written and UTC of each."""
    return [[one.n, _who(one), one.local_time, one.utc] for one in chosen]


def locator_of(conversation: Conversation, chosen: list[Message]) -> str:
    """Which messages, and in which file of an archive."""
    first, last = chosen[0].n, chosen[-1].n
    words = ngettext("message %(first)s", "messages %(first)s–%(last)s", len(chosen)) % {"first": first, "last": last}
    if file := conversation.member_of(chosen[0].file):
        room = LONGEST_LOCATOR - len(words) - len(str(_(" of %s") % ""))
        words += _(" of %s") % (file if len(file) <= room else f"…{file[1 - room :]}")
    return words
