"""What is taught in three minutes: messages to judge, four rules of thumb, stories of people who came home.

Everything is invented and says so. A message is a lure or an honest offer; the words that tell stand marked in it, so
that a translation carries its own marks. Forms A and B of the small test are parallel: the same channels, the same
sorts of lures and of honest offers, in the same order; C and D are the shorter ones for day 10 and day 30.
The signs named are those of the engine `signs`. Promise: a form, once used, is never edited so that an answer changes
its meaning; a new form takes a new letter.
"""

from .reading import (
    BOOSTERS,
    CHANNELS,
    FORMS,
    PAIR,
    Item,
    Mark,
    Place,
    Reason,
    Rule,
    Story,
    form,
    lesson,
    place,
    reasons,
    rules,
    stories,
    unfold,
)

__all__ = [
    "BOOSTERS",
    "CHANNELS",
    "FORMS",
    "PAIR",
    "Item",
    "Mark",
    "Place",
    "Reason",
    "Rule",
    "Story",
    "form",
    "lesson",
    "place",
    "reasons",
    "rules",
    "stories",
    "unfold",
]
