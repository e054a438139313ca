"""Possible links: records that share something, proposed to whoever may open both, judged by a person."""

from functools import partial
from typing import TYPE_CHECKING

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lali.records.audit.actions import record_listing
from lali.records.audit.vocabulary import NODE
from lali.records.cases import queries as cases
from lali.records.links import actions, queries
from lali.web.workspace.forms import FamilyVerdictForm, JudgeForm, LinksFilterForm, ReasonForm, VerdictForm
from lali.web.workspace.people import shown_alike
from lali.web.workspace.views.outcome import carried_out

if TYPE_CHECKING:
    from lali.records.agencies.models import Member

A_MOMENT = 0.2  # seconds in which what came just now is compared before the page is shown; `lali digest` does all


@require_safe
def possible_links(request: HttpRequest) -> HttpResponse:
    """What waits for a judgement, strongest first; or what was judged. What was noted just now is looked at first."""
    actions.look_for_links(by=NODE, seconds=A_MOMENT)
    return _page(request)


def _page(
    request: HttpRequest, *, judged: bool = False, sent_from: str = "", **with_errors: forms.Form
) -> HttpResponse:
    form = LinksFilterForm({"judged": judged} if with_errors else request.GET)
    form.is_valid()
    judged, ref = bool(form.cleaned_data.get("judged")), form.cleaned_data.get("case", "").strip().upper()
    queue = queries.proposals_for(request.user, judged=judged, ref=ref, page=request.GET.get("page"))
    families, count = _families(request.user, judged=judged, ref=ref, page=queue.page.number)
    alike = [] if judged or queue.page.number > 1 else cases.alike_across(request.user, ref=ref)
    subjects = [*_subjects(queue), *_of(families), *_persons(alike)]
    record_listing(by=request.user, what="possible-links", subjects=subjects)
    context = {
        "form": form,
        "queue": queue,
        "families": families,
        "families_waiting": count,
        "waiting": queries.waiting_to_be_compared(request.user),
        "family_form": FamilyVerdictForm(prefix="verdict"),
        "judged": judged,
        "ref": ref,
        "sent_from": sent_from,
        "alike": shown_alike(alike),
        "judge_form": JudgeForm(prefix="judge"),
        "verdict_form": VerdictForm(prefix="verdict"),
        "reason_form": ReasonForm(prefix="reason"),
    }
    return render(request, "workspace/possible_links.html", context | with_errors, status=400 if with_errors else 200)


def _families(member: "Member", *, judged: bool, ref: str, page: int) -> tuple[list[queries.FamilyLine], int]:
    """Families stand before the pairs, on the first page."""
    if page > 1:
        return [], 0
    if judged:
        return ([] if ref else queries.families_judged(member)), 0
    return queries.families_in_queue(member, ref)


def _of(families: list[queries.FamilyLine]) -> list[str]:
    return [f"family:{one.number}" for one in families]


def _subjects(queue: queries.Queue) -> list[str]:
    return sorted({end for one in queue.shown for end in (one.proposal.one, one.proposal.other)})


def _persons(alike: list[cases.Alike]) -> list[str]:
    return [f"{end.case.subject}/person:{end.id}" for pair in alike for end in (pair.one, pair.other)]


@require_POST
def judge(request: HttpRequest, proposal: int) -> HttpResponse:
    """Say whether two records belong together."""
    form = VerdictForm(request.POST, prefix="verdict")
    act = partial(actions.judge_proposal, by=request.user, number=proposal)
    if carried_out(request, form, lambda: act(**form.cleaned_data), said=_("Kept. What you said can be taken back.")):
        return redirect("workspace:possible_links")
    return _page(request, sent_from=f"verdict-{proposal}", verdict_form=form)


@require_POST
def take_back(request: HttpRequest, proposal: int, judgement: int) -> HttpResponse:
    """Take a judgement back."""
    form = ReasonForm(request.POST, prefix="reason")
    act = partial(actions.take_judgement_back, by=request.user, number=proposal, judgement=judgement)
    if carried_out(request, form, lambda: act(reason=form.cleaned_data["reason"]), said=_("Taken back.")):
        return redirect("workspace:possible_links")
    return _page(request, judged=True, sent_from=f"reason-{judgement}", reason_form=form)
