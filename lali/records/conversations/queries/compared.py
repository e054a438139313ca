"""Conversations of a case side by side, two at a time: what both have, what only one has, what differs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from lali.engines.chats.compare import Comparison, Row, compare
from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.conversations.access import conversation_for
from lali.records.conversations.models import Conversation, Message
from lali.records.conversations.vocabulary import ReadingState
from lali.records.refusals import Refused

MOST_COMPARED = 20_000  # messages of a side: what one answer waits for
MOST_OTHERS = 6  # beside one
ROWS = 100  # that differ, on a page


class TooLongToCompare(Refused):
    """Nobody waits that long for a page."""

    sentence = _("Conversations of more than 20,000 messages are compared on the command line: lali chat compare.")


class _Side(NamedTuple):
    """What is compared of a message as it is kept."""

    n: int
    sender: str
    local_time: str | None
    utc: str | None
    text: str
    kind: str
    attachment: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that is not the same on both sides, with the messages."""

    row: Row
    left: Message | None
    right: Message | None


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two conversations, counts of rows, and one page of what is not the same."""

    left: Conversation
    right: Conversation
    comparison: Comparison
    differences: tuple[Difference, ...]
    first: int
    total: int

    @property
    def later(self) -> int | None:
        """Where the next page begins."""
        behind = self.first + ROWS
        return behind if behind < self.total else None


def side_by_side(member: Member, ref: str, left: int, right: int, *, first: int = 0) -> SideBySide:
    """Lay two conversations side by side, journalled. Http404 for one not there; TooLongToCompare.

    Rows that are the same are counted and not shown.
    """
    sides = [conversation_for(member, ref, number) for number in (left, right)]
    for one, other in zip(sides, reversed(sides), strict=True):
        record(by=member, verb="conversation.read", subject=one.subject, facts={"beside": other.ref}, reading=True)
    if any(one.total > MOST_COMPARED or one.state != ReadingState.READ for one in sides):
        raise TooLongToCompare
    comparison = compare(_messages(sides[0]), _messages(sides[1]))
    apart = [row for row in comparison.rows if row.kind != "same"]
    shown = apart[first : first + ROWS]
    ours = _by_number(sides[0], [row.left for row in shown])
    theirs = _by_number(sides[1], [row.right for row in shown])
    differences = tuple(Difference(row, ours.get(row.left), theirs.get(row.right)) for row in shown)
    return SideBySide(sides[0], sides[1], comparison, differences, first, len(apart))


def beside_all_others(member: Member, ref: str, left: int) -> list[SideBySide]:
    """Lay a conversation beside each of the others that were read, journalled: counts only, the first few others."""
    ours = conversation_for(member, ref, left)
    read = ours.case.conversations.filter(state=ReadingState.READ).exclude(pk=ours.pk).order_by("number")
    return [side_by_side(member, ref, left, other.number) for other in read[:MOST_OTHERS]]


def _messages(conversation: Conversation) -> Iterator[_Side]:
    rows = Message.objects.filter(conversation=conversation).order_by("n")
    fields = ("n", "participant__name", "local_time", "utc", "text", "kind", "attachment")
    for n, sender, local, utc, text, kind, attachment in rows.values_list(*fields).iterator(chunk_size=2_000):
        yield _Side(n, sender or "", local or None, utc or None, text, kind, attachment or None)


def _by_number(conversation: Conversation, numbers: list[int | None]) -> dict[int | None, Message]:
    rows = Message.objects.filter(conversation=conversation, n__in=[n for n in numbers if n is not None])
    return {one.n: one for one in rows.select_related("participant")}
