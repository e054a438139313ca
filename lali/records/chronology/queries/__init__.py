"""What screens and briefs ask about a chronology. Each query is given a case that was opened through its door."""

from lali.records.chronology.queries.chronology import chronology, event_to_change, event_values, latest
from lali.records.chronology.queries.entries import Entry, movement_said, place_said
from lali.records.chronology.queries.questions import Question, questions_of
from lali.records.chronology.queries.timeline import PER_PAGE, Choice, Shown, timeline_of

__all__ = [
    "PER_PAGE",
    "Choice",
    "Entry",
    "Question",
    "Shown",
    "chronology",
    "event_to_change",
    "event_values",
    "latest",
    "movement_said",
    "place_said",
    "questions_of",
    "timeline_of",
]
