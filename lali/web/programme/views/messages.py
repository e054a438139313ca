"""What a campaign says: both variants of each language beside one another; one writes, another signs."""

from dataclasses import fields

from django import forms
from django.contrib import messages as told
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lali.records.awareness import actions, queries
from lali.records.awareness.actions import Words
from lali.records.awareness.vocabulary import LANGUAGES
from lali.web.components.outcome import carried_out
from lali.web.programme.forms.campaigns import MessageForm
from lali.web.programme.views.campaigns import around, require_runner


@require_safe
def messages(request: HttpRequest, number: int) -> HttpResponse:
    """All messages of a campaign, with what there is to say of each before it is printed."""
    found = queries.read_campaign(request.user, number)
    pairs = queries.messages_of(request.user, number)
    unwritten = [language for language in LANGUAGES if language not in {pair.language for pair in pairs}]
    underway = queries.trial_underway(request.user, number)
    context = around(request, found, "messages", pairs=pairs, unwritten=unwritten, underway=underway)
    return render(request, "programme/messages.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def message(request: HttpRequest, number: int, language: str, letter: str) -> HttpResponse:
    """Write a message in one language and variant, or write it anew."""
    require_runner(request)
    found = queries.read_campaign(request.user, number)
    written = queries.read_message(request.user, number, language, letter)
    initial = {one.name: getattr(written, one.name) for one in fields(Words)} if written else None
    form = MessageForm(request.POST or None, initial=initial)
    where = {"number": number, "language": language, "letter": letter}
    if request.method == "POST" and carried_out(
        request,
        form,
        lambda: actions.write_message(by=request.user, words=form.words(), **where),
        said=_("Written down. The public sees it when a second person has signed it."),
    ):
        for twice in queries.said_twice(request.user, number, language, letter):
            told.info(request, twice.label)
        return redirect("programme:messages", number)
    more = {"underway": queries.trial_underway(request.user, number), "writers": queries.writers_of(written)}
    more["mark"] = queries.mark_to_sign(request.user, written)
    context = around(request, found, "messages", form=form, language=language, letter=letter, written=written, **more)
    return render(request, "programme/message.html", context, status=400 if request.method == "POST" else 200)


@require_POST
def sign(request: HttpRequest, number: int, language: str, letter: str) -> HttpResponse:
    """Say that one speaks the language and has read the words."""
    form = forms.Form(request.POST)
    where = {"number": number, "language": language, "letter": letter, "seen": request.POST.get("seen", "")}
    if not carried_out(request, form, lambda: actions.sign_message(by=request.user, **where), said=_("Signed by you.")):
        told.error(request, " ".join(form.non_field_errors()))
    return redirect("programme:messages", number)
