"""Trials of one message against another: declared, begun, and looked at when they are over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lali.engines.trials import people_needed
from lali.records.awareness import actions, queries
from lali.records.awareness.starting import Start, Starts
from lali.records.awareness.vocabulary import Outcome, Standing
from lali.web.components.fields import ReasonForm
from lali.web.components.outcome import carried_out
from lali.web.programme.forms.reach import TrialForm
from lali.web.programme.views.campaigns import around, require_runner

HUNDRED = 100
USUAL, DIFFERENCE, DAYS = 20, 10, 30
TRIED = (5, 10, 15, 20, 30)  # differences whose price is shown before one is chosen


@require_safe
def trials(request: HttpRequest, number: int) -> HttpResponse:
    """All trials of a campaign, newest first; a result only of one that is over."""
    return _page(request, number)


def _page(request: HttpRequest, number: int, reason: forms.Form | None = None) -> HttpResponse:
    found = queries.read_campaign(request.user, number)
    courses = queries.trials_of(request.user, number)
    context = around(
        request,
        found,
        "trials",
        courses=courses,
        underway=any(one.standing in {Standing.DECLARED, Standing.RUNNING} for one in courses),
        led=queries.languages_led_to_both(request.user, number),
        today=timezone.localdate(),
        reason_form=reason or ReasonForm(prefix="reason"),
    )
    return render(request, "programme/trials.html", context, status=400 if reason else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: HttpRequest, number: int) -> HttpResponse:
    """Declare a trial: what is missing first, then how many it takes, then one more press; nothing changes after."""
    require_runner(request)
    found = queries.read_campaign(request.user, number)
    starts = queries.trial_starts(request.user, number)
    languages = [one.language for one in starts.ready]
    form = TrialForm(request.POST or None, prefix="trial", languages=languages, initial=_initial(found, starts))
    sure = request.POST.get("step") == "declare"
    if sure and carried_out(
        request,
        form,
        lambda: actions.declare_trial(by=request.user, number=number, declared=form.declared()),
        said=_("Declared. Nothing of it can be changed now. Begin it when the posters hang."),
    ):
        return redirect("programme:trials", number)
    looked = form.is_bound and form.is_valid() and request.POST.get("step") != "change"
    context = around(request, found, "trials", form=form, starts=starts, looked=looked)
    context |= {"price": _price(form.cleaned_data if looked else form.initial)}
    context |= {"planned": _planned(form, starts)} if looked else {}
    return render(request, "programme/trial.html", context, status=400 if form.errors else 200)


def _initial(campaign: object, starts: Starts) -> dict[str, object]:
    """What is offered: the first language of the audiences, what was seen until now, the campaign's last day."""
    today = timezone.localdate()
    ends = campaign.ends_on if campaign.ends_on > today else today + timedelta(days=DAYS)
    first = next(iter(starts.ready), None)
    did, opened = first.seen.get(Outcome.BEGAN, (0, 0)) if first else (0, 0)
    usual = max(1, min(round(did * HUNDRED / opened), HUNDRED - DIFFERENCE - 1)) if opened else USUAL
    facts = {"language": first.language if first else "", "usual": usual, "difference": DIFFERENCE, "until": ends}
    return {**facts, "outcome": Outcome.BEGAN}


def _price(facts: Mapping[str, object]) -> list[tuple[str, int]]:
    """How many openings each difference would take, for the picture."""
    usual, chosen = facts["usual"], facts["difference"]
    tried = sorted({*TRIED, chosen})
    return [
        (
            _("%(number)d more of 100") % {"number": one},
            people_needed(usual / HUNDRED, (usual + one) / HUNDRED),
        )
        for one in tried
        if usual + one < HUNDRED
    ]


@dataclass(frozen=True, slots=True)
class Planned:
    """What the declared trial would take. `takes`: days at the pace of lately, None where that is not known."""

    start: Start
    needed: int
    both: int
    better: int
    days: int
    takes: int | None

    @property
    def is_too_short(self) -> bool:
        """Whether too few will have come on the last day, at that pace."""
        return self.takes is not None and self.takes > self.days


def _planned(form: TrialForm, starts: Starts) -> Planned:
    facts, needed = form.cleaned_data, form.needed
    start = next(one for one in starts.ready if one.language == facts["language"])
    takes = ceil(2 * needed / start.a_day) if start.a_day else None
    days = (facts["until"] - timezone.localdate()).days
    return Planned(start, needed, 2 * needed, facts["usual"] + facts["difference"], days, takes)


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
    return _page(request, number, form)
