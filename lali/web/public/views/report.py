"""Report: one question a page, earlier answers carried along in the page itself, sealed when sent.

Each page is one form with everything typed so far; its button `go` says where to: `next`, `back`, `stay` (the same page
in another language or country), the number of a step, or `send`. The six words are made for the page of answers, always
afresh, so that nobody can lead a visitor into sending a report under words that another person knows; they travel with
the button `send`, so that sending twice finds the report already there.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from lali.engines.exchange import Code, CodeRefused, ReporterKeys, derive, new_code, read_code
from lali.records.audit.vocabulary import PUBLIC
from lali.records.letterbox.actions import receive_report
from lali.records.letterbox.queries import addressee, report_under
from lali.records.refusals import Refused
from lali.web.public.forms import DangerForm, SeenForm, StoryForm, TidyForm, WhenForm, YouForm
from lali.web.public.views.page import chosen_country, show

STEPS: tuple[type[TidyForm], ...] = (DangerForm, StoryForm, SeenForm, WhenForm, YouForm)
ANSWERS = len(STEPS) + 1  # the page on which all answers are looked at again
CODE_ENTROPY = 8  # bytes

Draft = dict[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it is shown before sending, and the step on which it can be changed."""

    step: int
    question: str | Promise
    said: str | Promise


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Show the step asked for, with all that was typed."""
    if request.method != "POST":
        return _ask(request, 1, {})
    draft = _draft(request.POST)
    here = _step(request.POST.get("here", ""), 1)
    match request.POST.get("go", "next"):
        case "next":
            return _go_on(request, here, draft)
        case "back":
            return _ask(request, max(1, here - 1), draft)
        case "send":
            return _send(request, draft)
        case "stay":
            return _ask(request, here, draft)
        case step:
            return _ask(request, _step(step, here), draft)


def _draft(typed: Mapping[str, str]) -> Draft:
    return {name: words for form in STEPS for name, words in form.kept(typed).items() if words}


def _step(number: str, otherwise: int) -> int:
    return int(number) if number in {str(step) for step in range(1, ANSWERS + 1)} else otherwise


def _go_on(request: HttpRequest, here: int, draft: Draft) -> HttpResponse:
    if here == ANSWERS:
        return _ask(request, here, draft)
    form = STEPS[here - 1](request.POST)
    return _ask(request, here + 1, draft) if form.is_valid() else _ask(request, here, draft, form)


def _ask(request: HttpRequest, step: int, draft: Draft, refused: TidyForm | None = None) -> HttpResponse:
    if step == ANSWERS:
        return _show_answers(request, draft)
    form = refused or STEPS[step - 1](initial=draft)
    return show(
        request,
        "report",
        status=400 if refused else 200,
        form=form,
        carried=[(name, words) for name, words in draft.items() if name not in form.fields],
        step=step,
        steps=ANSWERS,
        stay="stay",
        in_danger=draft.get("danger") == "yes",
    )


def _show_answers(request: HttpRequest, draft: Draft, refusal: Refused | None = None) -> HttpResponse:
    for step, form_class in enumerate(STEPS, start=1):
        form = form_class(draft)
        if not form.is_valid():
            return _ask(request, step, draft, form)
    return show(
        request,
        "answers",
        secret=True,
        status=400 if refusal else 200,
        answers=_answers(draft),
        carried=list(draft.items()),
        code=new_code(get_language(), entropy=os.urandom(CODE_ENTROPY)).phrase,
        refusal=refusal,
        step=ANSWERS,
        steps=ANSWERS,
        stay="stay",
        in_danger=draft.get("danger") == "yes",
    )


def _answers(draft: Draft) -> list[Answer]:
    return [
        Answer(step, field.label, dict(getattr(field, "choices", ())).get(draft[name], draft[name]))
        for step, form in enumerate(STEPS, start=1)
        for name, field in form.base_fields.items()
        if name in draft
    ]


def _send(request: HttpRequest, draft: Draft) -> HttpResponse:
    try:
        code = read_code(request.POST.get("code", ""), lang=get_language())
    except CodeRefused:
        return _show_answers(request, draft)
    try:
        keys = derive(code, salt=bytes(addressee().code_salt))
        if report_under(keys) is None:
            if not all(form(draft).is_valid() for form in STEPS):
                return _show_answers(request, draft)
            _deliver(_told(request, draft), keys)
    except Refused as refusal:
        return _show_answers(request, draft, refusal)
    return _show_code(request, code, in_danger=draft.get("danger") == "yes")


def _told(request: HttpRequest, draft: Draft) -> str:
    """Return the report as JSON: `text` and, as far as said, what STEPS ask; and where and in what language it came."""
    told = draft | {"country": chosen_country(request), "language": get_language()}
    return json.dumps(told, ensure_ascii=False)


def _deliver(words: str, keys: ReporterKeys) -> None:
    try:
        receive_report(by=PUBLIC, words=words, reporter=keys)
    except IntegrityError:  # pressed twice: the other press was quicker, and its report is the same
        if report_under(keys) is None:
            raise


def _show_code(request: HttpRequest, code: Code, *, in_danger: bool) -> HttpResponse:
    danger = [("danger", "yes")] if in_danger else []
    return show(
        request,
        "sent",
        secret=True,
        words=code.words,
        carried=[("code", code.phrase), *danger],
        stay="send",
        in_danger=in_danger,
    )
