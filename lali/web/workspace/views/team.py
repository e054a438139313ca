"""A case's team: who may do what until when, who is kept out, emergency openings, handing the case over."""

from functools import partial

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lali.records.agencies.queries import agencies_and_units, agency_and_unit, colleagues_of, oversight_readers
from lali.records.cases import actions, queries
from lali.web.workspace.forms import (
    JudgementForm,
    NamesakeForm,
    NamesakeWallForm,
    OfferForm,
    OversightForm,
    ReasonForm,
    TeamForm,
    WallForm,
)
from lali.web.workspace.views.outcome import carried_out
from lali.web.workspace.views.room import room


@require_safe
def team(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the team and all that decides who may come near the case."""
    return team_page(request, ref)


def team_page(request: HttpRequest, ref: str, *, sent_from: str = "", **forms_with_errors: forms.Form) -> HttpResponse:
    """Show the team page; `sent_from` names the row whose form has errors."""
    context = room(request, ref, "team")
    case = context["case"]
    colleagues = colleagues_of(request.user)
    context |= {
        "team": queries.team_of(case),
        "former": queries.former_places_of(case),
        "walls": queries.walls_of(request.user, case),
        "sets_walls": queries.may_set_walls(request.user, case),
        **_namesakes(request, case),
        "openings": queries.openings_of(case),
        "offer": queries.offer_of(case),
        "team_form": TeamForm(prefix="team", colleagues=queries.may_join(request.user, case)),
        "wall_form": WallForm(prefix="wall", colleagues=colleagues, initial={"ref": ref}),
        "oversight_form": OversightForm(prefix="oversight", readers=oversight_readers(), initial={"ref": ref}),
        "offer_form": OfferForm(prefix="offer", places=agencies_and_units()),
        "judgement_form": JudgementForm(prefix="judgement"),
        "reason_form": ReasonForm(prefix="reason"),
        "sent_from": sent_from,
    }
    status = 400 if forms_with_errors else 200
    return render(request, "workspace/case/team.html", context | forms_with_errors, status=status)


def _namesakes(request: HttpRequest, case: object) -> dict[str, object]:
    """Who of the case is called like a colleague, for whoever may set walls; persons are opened for nobody else."""
    if not queries.may_set_walls(request.user, case):
        return {}
    persons = queries.persons_of(case)
    return {
        "namesakes": queries.namesakes_in(request.user, case, persons),
        "put_aside": queries.namesakes_put_aside(request.user, case, persons),
        "namesake_form": NamesakeForm(prefix="namesake"),
        "namesake_wall_form": NamesakeWallForm(prefix="wall"),
    }


@require_POST
def change_team(request: HttpRequest, ref: str) -> HttpResponse:
    """Put a colleague on the team, or change what they may do and until when."""
    form = TeamForm(request.POST, prefix="team", colleagues=colleagues_of(request.user))
    change = partial(actions.put_on_team, by=request.user, ref=ref)
    if carried_out(request, form, lambda: change(**form.cleaned_data), said=_("The team is changed.")):
        return redirect("workspace:case_team", ref)
    return team_page(request, ref, team_form=form)


@require_POST
def leave_team(request: HttpRequest, ref: str, member: int) -> HttpResponse:
    """Take a colleague, or oneself, off the team."""
    leaving = get_object_or_404(queries.members_on(queries.read_case(request.user, ref)), pk=member)
    form = forms.Form(request.POST)
    leave = partial(actions.take_off_team, by=request.user, ref=ref, member=leaving)
    if not carried_out(request, form, leave, said=_("The team is changed.")):
        messages.error(request, " ".join(form.non_field_errors()))
    is_gone = leaving == request.user and form.is_valid()
    return redirect("workspace:cases") if is_gone else redirect("workspace:case_team", ref)


@require_POST
def lift_wall(request: HttpRequest, ref: str, wall: int) -> HttpResponse:
    """Lift a wall that was a mistake."""
    form = ReasonForm(request.POST, prefix="reason")
    lift = partial(actions.lift_wall, by=request.user, ref=ref, wall_id=wall)
    if carried_out(request, form, lambda: lift(**form.cleaned_data), said=_("The wall is lifted.")):
        return redirect("workspace:case_team", ref)
    return team_page(request, ref, sent_from=f"wall-{wall}", reason_form=form)


@require_POST
def judge_opening(request: HttpRequest, ref: str, opening: int) -> HttpResponse:
    """Say whether an emergency opening was justified."""
    form = JudgementForm(request.POST, prefix="judgement")
    judge = partial(actions.judge_opening, by=request.user, ref=ref, opening_id=opening)
    if carried_out(request, form, lambda: judge(**form.cleaned_data), said=_("Judged.")):
        return redirect("workspace:case_team", ref)
    return team_page(request, ref, sent_from=f"judge-{opening}", judgement_form=form)


@require_POST
def offer(request: HttpRequest, ref: str) -> HttpResponse:
    """Offer the case to another agency or unit."""
    form = OfferForm(request.POST, prefix="offer", places=agencies_and_units())

    def offer_it() -> None:
        agency, unit = agency_and_unit(form.cleaned_data.pop("to"))
        actions.offer_case(by=request.user, ref=ref, agency=agency, unit=unit, **form.cleaned_data)

    if carried_out(request, form, offer_it, said=_("Offered. Nothing changes until they accept.")):
        return redirect("workspace:case_team", ref)
    return team_page(request, ref, offer_form=form)


@require_POST
def withdraw_offer(request: HttpRequest, ref: str) -> HttpResponse:
    """Take the offer back."""
    form = forms.Form(request.POST)
    withdraw = partial(actions.withdraw_offer, by=request.user, ref=ref)
    if not carried_out(request, form, withdraw, said=_("The offer is withdrawn.")):
        messages.error(request, " ".join(form.non_field_errors()))
    return redirect("workspace:case_team", ref)
