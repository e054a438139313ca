"""The pocket edition: one page in one file, to keep on a phone and pass on by Bluetooth or chat. Needs no network.

It holds what helps when there is none: the rules, messages to try, signs, what to ask, and numbers with the day of
their check. It names nobody and sends nothing; a bland title, as every page of the site.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext, override

from lali.engines.helplines import COUNTRIES, Helpline, helplines
from lali.engines.lessons import lesson, place, reasons, rules, unfold
from lali.engines.signs import words
from lali.web.public.countries import NAMES
from lali.web.public.languages import DRAFTS

AT_MOST = 60_000  # bytes of the file
TRIED = ("chat", "sms", "post")  # channels whose messages are in it
SIGNS = (
    *("upfront_fee", "passport_taken", "secrecy", "urgency", "private_channel", "pay_too_high", "tourist_visa"),
    *("no_contract", "debt_bond", "transit_change", "cannot_leave", "asks_images", "fast_intimacy", "money_mule"),
)
QUESTIONS = (
    "Who will employ me? Please give me the full name, address and office number.",
    "May I read the contract at home before I pay or travel?",
    "Which visa will I have, and who keeps my passport?",
    "May my family ring me there, and may I leave when I want?",
)


@dataclass(frozen=True, slots=True)
class Tried:
    """A message to judge, and what tells: (the words, why)."""

    sender: str
    text: str
    lure: bool
    why: tuple[tuple[str, str], ...]


def pocket_edition(language: str, today: date) -> str:
    """The page in one language (a code of LANGUAGES), as it is on a day. KeyError for an unknown language."""
    if language not in dict(settings.LANGUAGES):
        raise KeyError(language)
    with override(language):
        facts = {
            "language": language,
            "draft": language in DRAFTS,
            "today": today,
            "rules": rules(),
            "tried": _tried(language),
            "signs": _signs(language),
            "questions": [gettext(question) for question in QUESTIONS],
            "countries": _countries(),
        }
        return render_to_string("public/pocket.html", facts)


def _tried(language: str) -> list[Tried]:
    here = place(settings.COUNTRY)
    where = {"town": here.town, "far": here.far, "fee": here.fee, "office": gettext(here.name)}
    found = []
    for channel in TRIED:
        for item in lesson(channel):
            text, marks = unfold(gettext(item.text) % where)
            why = tuple((text[mark.start : mark.end], _why(mark.about, language)) for mark in marks)
            found.append(Tried(gettext(item.label) % where, text, item.lure, why))
    return found


def _why(about: str, language: str) -> str:
    return gettext(reasons()[about].why) if about in reasons() else words(about, language).why


def _signs(language: str) -> list[tuple[str, str]]:
    return [(said.label, said.why) for said in (words(sign, language) for sign in SIGNS)]


def _countries() -> Sequence[tuple[str, Sequence[Helpline]]]:
    own = settings.COUNTRY
    return [(str(NAMES[code]), helplines(code)) for code in sorted(COUNTRIES, key=lambda code: (code != own, code))]


def file_name() -> str:
    """What the file is called: nothing that anybody would ask about."""
    return f"information-{get_language()}.html"
