"""Everything that happens to conversations."""

from lali.records.conversations.actions.beginning import NothingStated, WhyIsNeeded, answer_reading, begin_reading
from lali.records.conversations.actions.citing import MessagesApart, NoSuchMessages, TooManyMessages, cite_messages
from lali.records.conversations.actions.noting import note_on_message
from lali.records.conversations.actions.reading import IsBeingRead, go_on_with_readings, read_on

__all__ = [
    "IsBeingRead",
    "MessagesApart",
    "NoSuchMessages",
    "NothingStated",
    "TooManyMessages",
    "WhyIsNeeded",
    "answer_reading",
    "begin_reading",
    "cite_messages",
    "go_on_with_readings",
    "note_on_message",
    "read_on",
]
