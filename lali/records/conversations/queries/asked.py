"""What the reader asks, and what speaks for each answer, in the language of who has to decide."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from babel import Locale, UnknownLocaleError
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from lali.records.conversations.models import Conversation
from lali.records.conversations.vocabulary import APPLICATIONS, DateOrder


def _day(iso: str) -> str:
    """A day in words, so that nobody has to ask again which number is the month."""
    try:
        return date_format(date.fromisoformat(iso), "j F Y")
    except ValueError:
        return iso


def _country(code: str) -> str:
    try:
        locale = Locale.parse((get_language() or "en").replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")  # CLDR knows neither Bislama nor iTaukei nor Fiji Hindi
    return locale.territories.get(code, code)


_PATTERNS = (
    (re.compile(r"from (\d{4}-\d\d-\d\d) to (\d{4}-\d\d-\d\d)"), lambda found: _("from %(first)s to %(last)s")
     % {"first": _day(found[1]), "last": _day(found[2])}),
    (re.compile(r"(\d+) dates are impossible(?:, such as (.*))?", re.DOTALL), lambda found: ngettext(
        "%(n)s date would be impossible", "%(n)s dates would be impossible", int(found[1])) % {"n": found[1]}
     + _such(found[2])),
    (re.compile(r"time runs backwards (\d+) times(?:, such as (.*))?", re.DOTALL), lambda found: ngettext(
        "time would run backwards once", "time would run backwards %(n)s times", int(found[1])) % {"n": found[1]}
     + _such(found[2])),
    (re.compile(r"usual in ([A-Z]{2})"), lambda found: _("usual in %s, which decides nothing") % _country(found[1])),
    (re.compile(r"begins like (\w+)"), lambda found: _("begins like %s") % APPLICATIONS.get(found[1], found[1])),
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

    @property
    def side_by_side(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Each sample as it is written, with what every candidate in turn takes it for, under the candidate's name."""
        written = list(dict.fromkeys(line for one in self.candidates for line, _day in one.examples))
        meant = [(one.name, dict(one.examples)) for one in self.candidates]
        return [(line, [(name, days.get(line, "–")) for name, days in meant]) for line in written]


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
            lines = ((str(each.get("line") or each.get("written") or ""), _day(str(each.get("day") or "–")))
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
