"""The pocket edition: one page in one file, to keep on a phone and pass on by Bluetooth or chat. Needs no network.

It holds what helps when there is none: the rules, messages to try, signs, what to ask, and numbers with the day of
their check. It names nobody and sends nothing; a bland title, as every page of the site.
"""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language, override

from lali.engines.helplines import COUNTRIES, Helpline, helplines
from lali.engines.lessons import lesson, rules
from lali.records.wording import overlay
from lali.web.public.countries import NAMES
from lali.web.public.messages import shown
from lali.web.public.spoken import spoken_sign

AT_MOST = 60_000  # bytes of the file
TRIED = ("chat", "sms", "post")  # channels whose messages are in it
SIGNS = (
    *("upfront_fee", "passport_taken", "secrecy", "urgency", "private_channel", "pay_too_high", "tourist_visa"),
    *("no_contract", "debt_bond", "transit_change", "cannot_leave", "asks_images", "fast_intimacy", "money_mule"),
)


def pocket_edition(language: str, today: date) -> str:
    """The page in one language (a code of LANGUAGES), as it is on a day. KeyError for an unknown language."""
    if language not in dict(settings.LANGUAGES):
        raise KeyError(language)
    with override(language):
        facts = {
            "language": language,
            "draft": overlay.is_draft(language),
            "today": today,
            "rules": rules(),
            "tried": [shown(item, settings.COUNTRY) for channel in TRIED for item in lesson(channel)],
            "signs": _signs(),
            "countries": _countries(),
        }
        return render_to_string("public/pocket.html", facts)


def _signs() -> list[tuple[str, str]]:
    return [(said.label, said.why) for said in (spoken_sign(sign) for sign in SIGNS)]


def _countries() -> Sequence[tuple[str, Sequence[Helpline]]]:
    own = settings.COUNTRY
    return [(str(NAMES[code]), helplines(code)) for code in sorted(COUNTRIES, key=lambda code: (code != own, code))]


def file_name() -> str:
    """What the file is called: nothing that anybody would ask about."""
    return f"information-{get_language()}.html"
