"""What the reader asks, and what speaks for each answer, in the language of who has to decide."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lali.records.conversations.models import Conversation
from lali.records.conversations.vocabulary import DateOrder

_PATTERNS = (
    (re.compile(r"from (\d{4}-\d\d-\d\d) to (\d{4}-\d\d-\d\d)"), lambda found: _("from %(first)s to %(last)s")
     % {"first": found[1], "last": found[2]}),
    (re.compile(r"(\d+) dates are impossible(?:, such as (.*))?", re.DOTALL), lambda found: ngettext(
        "%(n)s date would be impossible", "%(n)s dates would be impossible", int(found[1])) % {"n": found[1]}
     + _such(found[2])),
    (re.compile(r"time runs backwards (\d+) times(?:, such as (.*))?", re.DOTALL), lambda found: ngettext(
        "time would run backwards once", "time would run backwards %(n)s times", int(found[1])) % {"n": found[1]}
     + _such(found[2])),
    (re.compile(r"usual in ([A-Z]{2})"), lambda found: _("usual in %s") % found[1]),
    (re.compile(r"begins like (\w+)"), lambda found: _("begins like %s") % found[1]),
    (re.compile(r"each date lies a year from the one before it"), lambda _found: _("each date would lie a year from the one before")),  # noqa: E501
    (re.compile(r"written with dots"), lambda _found: _("written with dots")),
    (re.compile(r"the time comes first"), lambda _found: _("the time comes first")),
    (re.compile(r"any other order runs backwards"), lambda _found: _("in any other order time would run backwards")),
    (re.compile(r"no other is possible"), lambda _found: _("no other order is possible")),
    (
        re.compile(r"a year of two digits does not come first in this layout"),
        lambda _found: _("telephones that write dates in this layout never put a year of two digits first"),
    ),
    (re.compile(r"stated"), lambda _found: _("stated by a person")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """One answer: its code, its name, what speaks for it, and pairs of a line with the day it would mean."""

    code: str
    name: str
    evidence: tuple[str, ...]
    examples: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What only a person can say: date_order, file or columns."""

    what: str
    candidates: tuple[Candidate, ...]


def question_of(conversation: Conversation) -> Question:
    """What is asked about a conversation that waits for an answer."""
    asked = conversation.asked or {}
    what = str(asked.get("what") or "")
    return Question(what, tuple(_candidate(what, one) for one in asked.get("candidates") or ()))


def _candidate(what: str, one: dict) -> Candidate:
    evidence = tuple(evidence_in_words(one.get("evidence") or ()))
    match what:
        case "date_order":
            order = str(one.get("order") or "")
            name = str(DateOrder(order).label) if order in DateOrder.values else order
            lines = ((str(each.get("line") or each.get("written") or ""), str(each.get("day") or "–"))
                     for each in one.get("examples") or ())  # fmt: skip
            return Candidate(order, name, evidence, tuple(lines))
        case "columns":
            heading = str(one.get("heading") or "")
            return Candidate(str(one.get("column") or ""), heading, tuple(map(str, one.get("evidence") or ())))
        case _:
            return Candidate(str(one.get("file") or ""), str(one.get("file") or ""), evidence)


def evidence_in_words(evidence: Iterable[object]) -> list[str]:
    """What the reader found for or against an answer, in the active language; as it said it where we have no words."""
    return [_in_words(str(one)) for one in evidence]


def reason_in_words(reason: str) -> str:
    """Why an order of dates was taken, in the active language."""
    return "; ".join(_in_words(one) for one in reason.split("; ") if one)


def _in_words(said: str) -> str:
    for pattern, words in _PATTERNS:
        if found := pattern.fullmatch(said):
            return words(found)
    return said


def _such(example: str | None) -> str:
    return _(", such as %s") % example if example else ""
