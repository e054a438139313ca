"""Trials of one message against another: declared, begun, and looked at when they are over."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lali.records.awareness import actions, queries
from lali.web.components.fields import ReasonForm
from lali.web.components.outcome import carried_out
from lali.web.programme.forms.reach import TrialForm
from lali.web.programme.views.campaigns import around, require_runner


@require_safe
def trials(request: HttpRequest, number: int) -> HttpResponse:
    """All trials of a campaign, newest first; a result only of one that is over."""
    return _page(request, number)


def _page(
    request: HttpRequest, number: int, form: TrialForm | None = None, reason: forms.Form | None = None
) -> HttpResponse:
    found = queries.read_campaign(request.user, number)
    context = around(
        request,
        found,
        "trials",
        courses=queries.trials_of(request.user, number),
        form=form or TrialForm(prefix="trial"),
        reason_form=reason or ReasonForm(prefix="reason"),
    )
    return render(request, "programme/trials.html", context, status=400 if form or reason else 200)


@require_POST
def declare(request: HttpRequest, number: int) -> HttpResponse:
    """Declare a trial; nothing of it can be changed after."""
    require_runner(request)
    form = TrialForm(request.POST, prefix="trial")
    if carried_out(
        request,
        form,
        lambda: actions.declare_trial(by=request.user, number=number, declared=form.declared()),
        said=_("Declared. Nothing of it can be changed now."),
    ):
        return redirect("programme:trials", number)
    return _page(request, number, form)


@require_POST
def begin(request: HttpRequest, number: int, trial: int) -> HttpResponse:
    """Begin a trial that was declared."""
    form = forms.Form(request.POST)
    said = _("It begins. Openings count from tomorrow; nobody sees the result before it is over.")
    if not carried_out(
        request, form, lambda: actions.begin_trial(by=request.user, number=number, trial=trial), said=said
    ):
        messages.error(request, " ".join(form.non_field_errors()))
    return redirect("programme:trials", number)


@require_POST
def give_up(request: HttpRequest, number: int, trial: int) -> HttpResponse:
    """Give a trial up, with a reason."""
    require_runner(request)
    form = ReasonForm(request.POST, prefix="reason")
    if carried_out(
        request,
        form,
        lambda: actions.give_up_trial(by=request.user, number=number, trial=trial, why=form.cleaned_data["reason"]),
        said=_("Given up. No result of it will be shown."),
    ):
        return redirect("programme:trials", number)
    return _page(request, number, reason=form)
