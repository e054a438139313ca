"""What a flow of RapidPro can ask of Lali: look at a text; whom to ring in a country. docs/rapidpro.md has both.

The node is goflow's action `call_webhook`: POST, a header `Authorization: Token SECRET`, a JSON body that the flow's
author writes, and a JSON answer of which the flow goes on with parts (`@webhook.json.said`). No number and no name is
needed, and where one comes it is not read. Nothing is kept. Without the secret there is no such page.
"""

import hmac
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from lali.engines.flows import decoded, ended
from lali.engines.helplines import helplines
from lali.engines.signs import entries, questions_back, read
from lali.web.public import talking
from lali.web.public.countries import NAMES
from lali.web.public.platforms import parsed
from lali.web.public.spoken import spoken_sign

LARGEST = 64_000  # bytes of a body: a long text, each letter escaped
LONGEST_TEXT = 4000  # characters looked at
_LANGUAGES = {
    "eng": "en",
    "fra": "fr",
    "bis": "bi",
    "fij": "fj",
    "hif": "hif",
    "vie": "vi",
}  # ISO 639-3, as RapidPro has


@require_POST
def check(request: HttpRequest) -> JsonResponse:
    """Look at a text for signs."""
    asked = _asked(request)
    text = (
        decoded(asked["text"][:LONGEST_TEXT].encode("utf-8", "replace")) if isinstance(asked.get("text"), str) else ""
    )
    if not text:
        return JsonResponse({"error": "The body is a JSON object with a text."}, status=400)
    country = _country(asked)
    with override(_language(asked)):
        reading = read(text, country=country if country in NAMES else "")
        found = sorted({sign.id for sign in reading.signs}, key=lambda sign: -entries()[sign].weight)
        signs = [{"sign": sign, "label": spoken_sign(sign).label, "why": spoken_sign(sign).why} for sign in found]
        questions = [_(question) for question in questions_back(found)]
        numbers = _numbers(country)
        unseen = [_("We saw no sign that we know."), _("That does not prove the offer is honest.")]
        said = [_said(signs[0]["label"], questions)] if signs else unseen
        if reading.risk == "urgent" and numbers:
            said.append(_("In danger? Ring %(number)s.") % {"number": numbers[0]["number"]})
        told = {"risk": reading.risk, "said": " ".join(said), "signs": signs, "questions": questions}
        return JsonResponse(told | {"numbers": numbers})


def _said(label: str, questions: list[str]) -> str:
    """Say a sign and what to ask back about it; how long, the author of the flow decides by the channel."""
    if not questions:
        return ended(label)
    return _("We see a sign: %(sign)s. Ask them: %(question)s") % {"sign": label.rstrip("."), "question": questions[0]}


@require_POST
def ring(request: HttpRequest) -> JsonResponse:
    """Say whom to ring in a country: the node's, unless the flow names another. One country's for another: never."""
    asked = _asked(request)
    country = _country(asked)
    with override(_language(asked)):
        place = str(NAMES.get(country, country))
        return JsonResponse({"place": place, "said": talking.numbers(country), "numbers": _numbers(country)})


def _asked(request: HttpRequest) -> Mapping[str, Any]:
    secret = settings.CHANNELS.get("rapidpro", "")
    given = request.META.get("HTTP_AUTHORIZATION", "").encode("utf-8", "replace")
    if not secret or not hmac.compare_digest(given, f"Token {secret}".encode()):
        raise Http404
    raw = request.read(LARGEST + 1)
    return parsed(raw) if len(raw) <= LARGEST else {}


def _language(asked: Mapping[str, Any]) -> str:
    named = asked.get("language")
    named = _LANGUAGES.get(named, named) if isinstance(named, str) else ""
    return named if named in talking.LANGUAGES else "en"


def _country(asked: Mapping[str, Any]) -> str:
    named = asked.get("country")
    return named.strip().upper()[:2] if isinstance(named, str) and named.strip() else settings.COUNTRY


def _numbers(country: str) -> list[dict[str, object]]:
    lines = [line for line in helplines(country) if line.number]
    return [{"name": line.name, "number": line.number, "confirmed": not line.verify} for line in lines]
