"""Check an offer: paste it, see the signs. Nothing of it is stored."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from lali.engines.signs import Sign, next_steps, read, words
from lali.web.public.forms import CheckForm
from lali.web.public.languages import DRAFTS
from lali.web.public.views.page import chosen_country, show

LONGEST_QUOTE = 160  # characters of a sign's words repeated in the list; the whole stands marked in the text

PICTURES = {
    "fee": ("upfront_fee", "debt_bond", "debt_offer", "money_mule", "task_deposit", "pay_giftcard", "pay_too_high"),
    "passport": ("passport_taken", "tourist_visa", "id_early"),
    "closed-door": ("cannot_leave", "no_contact", "secrecy", "isolate", "sold_on"),
    "plane": ("job_abroad", "all_paid", "risk_place", "transit_change", "travel_to_meet", "charter_group"),
    "chat": ("private_channel", "platform_switch", "no_interview", "fast_intimacy"),
    "phone": ("plea_help", "obfuscated_contact"),
    "danger": ("violence_threat",),
}
PICTURE_OF = {sign: picture for picture, signs in PICTURES.items() for sign in signs}

KINDS = {
    "phone": _("Phone"),
    "email": _("E-mail"),
    "url": _("Link"),
    "domain": _("Website"),
    "telegram": "Telegram",
    "whatsapp": "WhatsApp",
    "viber": "Viber",
    "facebook": "Facebook",
    "tiktok": "TikTok",
    "instagram": "Instagram",
    "bitcoin": _("Bitcoin wallet"),
    "ethereum": _("Ethereum wallet"),
    "tron": _("TRON wallet"),
    "iban": pgettext_lazy("money", "Bank account"),
    "bank": pgettext_lazy("money", "Bank account"),
    "passport": _("Passport-like number"),
}


@dataclass(frozen=True, slots=True)
class ShownSign:
    """A sign as listed: `numbers` tie it to the marks in the text; `english` says `why` again beside a draft."""

    numbers: str
    label: str
    quote: str
    why: str
    english: str
    picture: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the text to be marked with the sign's name."""

    start: int
    end: int
    label: str


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Ask for a message; on the way back show what stands in it."""
    if request.method != "POST":
        return show(request, "check", form=CheckForm(), stay="edit")
    if request.POST.get("go") == "edit":
        return show(request, "check", form=CheckForm(initial=CheckForm.kept(request.POST)), stay="edit")
    form = CheckForm(request.POST)
    if not form.is_valid():
        return show(request, "check", status=400, form=form, stay="edit")
    return _result(request, form.cleaned_data["text"])


def _result(request: HttpRequest, text: str) -> HttpResponse:
    lang = get_language()
    reading = read(text, country=chosen_country(request))
    return show(
        request,
        "result",
        stay="check",
        text=text,
        text_language="" if reading.language == "unknown" else reading.language,
        risk=reading.risk,
        lamps=reading.lamps,
        marks=[Mark(sign.start, sign.end, words(sign.id, lang).label) for sign in reading.signs],
        signs=_listed(reading.signs, lang),
        identifiers=[(KINDS.get(one.kind, one.kind), one.normalised, one.weak) for one in reading.identifiers],
        next_steps=next_steps(reading.risk, lang),
        english_steps=next_steps(reading.risk, "en") if lang in DRAFTS else (),
    )


def _listed(signs: Iterable[Sign], lang: str) -> list[ShownSign]:
    """List each sign once, with the numbers of all its marks and the words of the first."""
    numbers: dict[str, list[str]] = {}
    first: dict[str, Sign] = {}
    for number, sign in enumerate(signs, start=1):
        numbers.setdefault(sign.id, []).append(str(number))
        first.setdefault(sign.id, sign)
    return [_shown(sign, ", ".join(numbers[name]), lang) for name, sign in first.items()]


def _shown(sign: Sign, numbers: str, lang: str) -> ShownSign:
    said = words(sign.id, lang)
    quote = sign.text if len(sign.text) <= LONGEST_QUOTE else sign.text[:LONGEST_QUOTE] + "…"
    english = words(sign.id, "en").why if lang in DRAFTS else ""
    return ShownSign(numbers, said.label, quote, said.why, english, PICTURE_OF.get(sign.id, "attention"))
