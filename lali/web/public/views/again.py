"""Ten and thirty days later: a few other messages, under the six words. Between pages all is kept in the page."""

import re

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lali.engines.exchange import CodeRefused, derive, read_code
from lali.engines.knowledge import judged
from lali.engines.lessons import BOOSTERS, form, rules
from lali.records.audit.vocabulary import PUBLIC
from lali.records.learning.actions import OtherTest, keep_later_answers
from lali.records.learning.queries import next_test
from lali.records.letterbox.queries import addressee
from lali.records.refusals import Refused
from lali.web.public.forms import CodeForm
from lali.web.public.messages import shown
from lali.web.public.views.learn import BIT
from lali.web.public.views.page import chosen_country, from_another_site, show

_BITS = re.compile(r"[01]*")


@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest) -> HttpResponse:
    """Ask for the six words, then message by message, then show how it went."""
    if request.method != "POST":
        return show(request, "again", form=CodeForm(), stay="edit")
    if from_another_site(request):
        return _ask(request, CodeForm(initial=CodeForm.kept(request.POST)), status=200)
    letter, answers = request.POST.get("form", ""), request.POST.get("answers", "")
    if letter in BOOSTERS.values() and _BITS.fullmatch(answers) and len(answers) <= len(form(letter)):
        answers = (answers + BIT.get(request.POST.get("go", ""), ""))[: len(form(letter))]
        over = len(answers) == len(form(letter))
        return _finish(request, letter, answers) if over else _message(request, letter, answers)
    return _begin(request)


def _begin(request: HttpRequest) -> HttpResponse:
    if request.POST.get("go") == "edit":
        return _ask(request, CodeForm(initial=CodeForm.kept(request.POST)), status=200)
    typed = CodeForm(request.POST)
    if not typed.is_valid():
        return _ask(request, typed)
    try:
        due = next_test(_lookup(typed.cleaned_data["code"]), timezone.localdate())
    except (CodeRefused, Refused):
        due = None
    if due is None:
        typed.add_error("code", _("These words lead to no lesson. Please look at each word."))
        return _ask(request, typed)
    if due.phase is None:
        return show(request, "again_wait", secret=True, back_on=due.back_on, carried=_carried(request), stay="next")
    return _message(request, due.form, "")


def _ask(request: HttpRequest, typed: CodeForm, status: int = 400) -> HttpResponse:
    return show(request, "again", status=status, secret=True, form=typed, stay="edit")


def _lookup(typed: str) -> bytes:
    return derive(read_code(typed, lang=get_language()), salt=bytes(addressee().code_salt)).lookup


def _carried(request: HttpRequest) -> list[tuple[str, str]]:
    return list(CodeForm.kept(request.POST).items())


def _message(request: HttpRequest, letter: str, answers: str) -> HttpResponse:
    items = form(letter)
    return show(
        request,
        "learn_item",
        secret=True,
        carried=[*_carried(request), ("form", letter), ("answers", answers)],
        stay="stay",
        message=shown(items[len(answers)], chosen_country(request)),
        step=len(answers) + 1,
        steps=len(items),
    )


def _finish(request: HttpRequest, letter: str, answers: str) -> HttpResponse:
    """Keep the answers; show each message with what tells. What cannot be kept any more is shown all the same."""
    try:
        kept = keep_later_answers(
            by=PUBLIC,
            lookup=_lookup(request.POST.get("code", "")),
            language=get_language(),
            country=chosen_country(request),
            form=letter,
            answers=answers,
            today=timezone.localdate(),
        )
    except OtherTest as why:
        typed = CodeForm(request.POST)
        typed.add_error("code", str(why))
        return _ask(request, typed)
    except (CodeRefused, Refused):
        return _ask(request, CodeForm(initial=CodeForm.kept(request.POST)))
    items = form(kept.form)
    country = chosen_country(request)
    return show(
        request,
        "again_done",
        secret=True,
        carried=[*_carried(request), ("form", kept.form), ("answers", answers)],
        stay="stay",
        score=judged(kept.answers, [item.lure for item in items]),
        judged=[(shown(item, country), said == "1") for item, said in zip(items, kept.answers, strict=True)],
        rules=rules(),
    )
