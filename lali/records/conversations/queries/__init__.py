"""What screens ask about conversations. Each knows who asks, or is given a case that was opened through its door."""

from lali.records.conversations.queries.asked import (
    Candidate,
    Question,
    evidence_in_words,
    question_of,
    reason_in_words,
)
from lali.records.conversations.queries.cited import CitedShown, citations_by_passage, mentions_of
from lali.records.conversations.queries.compared import (
    SideBySide,
    TooLongToCompare,
    beside_all_others,
    side_by_side,
)
from lali.records.conversations.queries.conversations import (
    Overview,
    conversations_of,
    may_be_chat,
    overview_of,
    read_conversation,
    readings_of,
    stopped_readings,
)
from lali.records.conversations.queries.messages import Asked, MessageShown, Page, page_of, read_message
from lali.records.conversations.queries.resting import CouldCarry, Resting, other_readings, resting_on
from lali.records.conversations.queries.said import (
    ParticipantShown,
    Said,
    Wrote,
    participants_of,
    persons_in,
    said_in,
    written_by,
)

__all__ = [
    "Asked",
    "Candidate",
    "CitedShown",
    "CouldCarry",
    "MessageShown",
    "Overview",
    "Page",
    "ParticipantShown",
    "Question",
    "Resting",
    "Said",
    "SideBySide",
    "TooLongToCompare",
    "Wrote",
    "beside_all_others",
    "citations_by_passage",
    "conversations_of",
    "evidence_in_words",
    "may_be_chat",
    "mentions_of",
    "other_readings",
    "overview_of",
    "page_of",
    "participants_of",
    "persons_in",
    "question_of",
    "read_conversation",
    "read_message",
    "readings_of",
    "reason_in_words",
    "resting_on",
    "said_in",
    "side_by_side",
    "stopped_readings",
    "written_by",
]
