"""Where a place code leads: the message of a campaign, and three ways on. The code goes on into the lesson only."""

import secrets
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.http import require_http_methods

from lali.records.audit.vocabulary import PUBLIC
from lali.records.noticeboard.queries import newest_lures
from lali.records.reach.actions import count
from lali.records.reach.queries import Arrival, Words, message_under
from lali.records.reach.vocabulary import LETTERS, Step, read_code
from lali.records.wording import overlay
from lali.web.public.views.page import from_another_site, loaded_ahead, show


@require_http_methods(["GET", "HEAD", "POST"])
def arrival(request: HttpRequest, code: str) -> HttpResponse:
    """Show the message in the language of the address; where a code leads to nothing, the home page and a sentence.

    Which variant is shown is drawn anew at each GET; who changes the language sends the form and keeps theirs.
    """
    found = message_under(code, timezone.localdate())
    if found is None:
        return show(request, "home", lures=newest_lures(1), at=reverse("public:home"), no_message=True)
    letter = request.POST.get("variant", "")
    if letter not in found.letters:
        letter = secrets.choice(found.letters)
    if request.method == "GET":
        count_step(request, found.code, letter, Step.ARRIVED)
    words = found.words(get_language(), letter)
    return show(
        request,
        "arrival",
        at=reverse("public:arrival", args=[found.code]),
        words=words,
        english=_english(found, words, letter),
        carried=[("via", found.code), ("variant", letter)],
        stay="stay",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """Show it in the language of the code: what stands on a poster names none."""
    found = message_under(code, timezone.localdate())
    language = found.language if found else get_language()
    with override(language):
        response = arrival(request, code)
    response["Content-Language"] = language
    return response


def came_by(typed: Mapping[str, str]) -> dict[str, str]:
    """Return the place code and variant that a page carries; neither where they can be none."""
    via, variant = read_code(typed.get("via", "")), typed.get("variant", "")
    return {"via": via, "variant": variant} if via and variant in LETTERS else {"via": "", "variant": ""}


def count_step(request: HttpRequest, via: str, variant: str, step: Step) -> bool:
    """Count one load of a step under the code and variant that a page carried; nothing for what is no open code.

    Nothing either for a page that is loaded ahead, nor for a form that another site sent: nobody pressed it here. A
    link on another site may lead here.
    """
    if loaded_ahead(request) or (request.method == "POST" and from_another_site(request)):
        return False
    return count(by=PUBLIC, code=via, letter=variant, step=step, today=timezone.localdate())


def _english(found: Arrival, words: Words, letter: str) -> Words:
    """Return the English to stand beside words that still wait for a speaker; empty where there is or need be none."""
    english = found.words("en", letter)
    return english if overlay.is_draft(words.language) and english.language == "en" else Words("en", "", "")
