"""Recognises the signs of a lure in a message or a job ad, and explains each by the words that show it.

Promises: every sign carries the exact characters of the given text that triggered it; linear time, bounded work, no
text makes it fail; the risk follows from the few rules in `rules.py` and more evidence never lowers it. Signs are
data: one readable file per language in `data/`, with patterns and tests, and a catalogue with sources. It must never
accuse a person, never call a text safe, and never believe what an ad says in its own favour.
"""

from .asking import ANSWERS, MOST_ASKED, UNKNOWN, Answered, Question, questions, questions_back, unasked
from .aspects import aspects, is_risk
from .catalogue import LANGUAGES, RISKS, Entry, entries, sources
from .glancing import Glance, glance, read_if_telling
from .judging import Asked, Judgement, SeenAspect, Word, judge, judge_many, judged_record
from .kinds import KINDS, kinds
from .reading import Lamps, Reading, Sign, as_record, read
from .words import Words, is_draft, next_steps, words

__all__ = [
    "ANSWERS",
    "KINDS",
    "LANGUAGES",
    "MOST_ASKED",
    "RISKS",
    "UNKNOWN",
    "Answered",
    "Asked",
    "Entry",
    "Glance",
    "Judgement",
    "Lamps",
    "Question",
    "Reading",
    "SeenAspect",
    "Sign",
    "Word",
    "Words",
    "as_record",
    "aspects",
    "entries",
    "glance",
    "is_draft",
    "is_risk",
    "judge",
    "judge_many",
    "judged_record",
    "kinds",
    "next_steps",
    "questions",
    "questions_back",
    "read",
    "read_if_telling",
    "sources",
    "unasked",
    "words",
]
