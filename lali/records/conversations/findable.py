"""What of a conversation is put into the index: its messages, two thousand in a row to a leaf.

A leaf stands under every word of its messages, of who wrote them and of the files named in them, once: a fifth of what
each message by itself would take. Which of its messages meets what was typed is looked up in the messages.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from lali.engines.finding import tokens_of
from lali.records.conversations.models import Conversation, Message
from lali.records.conversations.vocabulary import ReadingState
from lali.records.search.terms import Entry
from lali.records.search.vocabulary import FoundKind

IN_A_LEAF = 2_000
_AT_ONCE = 2_000


def leaf_of(n: int) -> int:
    """The number of the leaf on which a message stands."""
    return n // IN_A_LEAF


def of_leaf(conversation: Conversation, leaf: int, tokens: Iterable[str]) -> Entry:
    """One leaf of a conversation, found by these tokens."""
    return Entry(
        record=f"{conversation.subject}/leaf:{leaf}",
        door=conversation.case.subject,
        kind=FoundKind.CONVERSATION,
        tokens=tokens,
    )


def of_messages(conversation: Conversation) -> Iterator[Entry]:
    """Every leaf of what was read of a conversation; none of one that was taken back or whose exhibit is restricted."""
    if conversation.exhibit.restricted_at or conversation.state == ReadingState.BACK:
        return
    rows = Message.objects.filter(conversation=conversation).order_by("n")
    said = rows.values_list("n", "participant__name", "text", "attachment").iterator(chunk_size=_AT_ONCE)
    for leaf, messages in groupby(said, key=lambda one: leaf_of(one[0])):
        tokens: set[str] = set()
        for _n, *words in messages:
            for one in filter(None, words):
                tokens |= tokens_of(one)
        yield of_leaf(conversation, leaf, tokens)
