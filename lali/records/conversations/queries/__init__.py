"""What screens ask about conversations. Each knows who asks, or is given a case that was opened through its door."""

from lali.records.conversations.queries.asked import (
    Candidate,
    Question,
    evidence_in_words,
    question_of,
    reason_in_words,
)
from lali.records.conversations.queries.cited import CitedShown, citations_by_passage, mentions_of
from lali.records.conversations.queries.compared import SideBySide, TooLongToCompare, side_by_side
from lali.records.conversations.queries.conversations import (
    Overview,
    conversations_of,
    overview_of,
    read_conversation,
    readings_of,
    stopped_readings,
)
from lali.records.conversations.queries.messages import Asked, MessageShown, Page, page_of, read_message

__all__ = [
    "Asked",
    "Candidate",
    "CitedShown",
    "MessageShown",
    "Overview",
    "Page",
    "Question",
    "SideBySide",
    "TooLongToCompare",
    "citations_by_passage",
    "conversations_of",
    "evidence_in_words",
    "mentions_of",
    "overview_of",
    "page_of",
    "question_of",
    "read_conversation",
    "read_message",
    "readings_of",
    "reason_in_words",
    "side_by_side",
    "stopped_readings",
]
