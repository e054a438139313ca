"""Everything that happens to conversations."""

from lali.records.conversations.actions.beginning import (
    IsTakenBack,
    NothingStated,
    WhyIsNeeded,
    answer_reading,
    begin_reading,
)
from lali.records.conversations.actions.citing import MessagesApart, NoSuchMessages, TooManyMessages, cite_messages
from lali.records.conversations.actions.identifying import (
    NobodyChosen,
    NoSuchParticipant,
    SaidAlready,
    identify_participant,
    withdraw_identification,
)
from lali.records.conversations.actions.media import FileOfMessage, look_at_file
from lali.records.conversations.actions.noting import note_on_message
from lali.records.conversations.actions.reading import IsBeingRead, go_on_with_readings, read_on
from lali.records.conversations.actions.taking_back import (
    CannotBeCarried,
    CitationsRest,
    NoSuchReading,
    take_back_reading,
)

__all__ = [
    "CannotBeCarried",
    "CitationsRest",
    "FileOfMessage",
    "IsBeingRead",
    "IsTakenBack",
    "MessagesApart",
    "NoSuchMessages",
    "NoSuchParticipant",
    "NoSuchReading",
    "NobodyChosen",
    "NothingStated",
    "SaidAlready",
    "TooManyMessages",
    "WhyIsNeeded",
    "answer_reading",
    "begin_reading",
    "cite_messages",
    "go_on_with_readings",
    "identify_participant",
    "look_at_file",
    "note_on_message",
    "read_on",
    "take_back_reading",
    "withdraw_identification",
]
