"""The Offences tab of a case: the board of suspected offences."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lali.records.cases.queries import persons_of
from lali.records.elements import actions, queries
from lali.records.law.queries import offered_to
from lali.web.workspace.forms import ReasonForm
from lali.web.workspace.forms.elements import DescribeOffenceForm, OffenceStateForm, ProofForm, SuspectForm
from lali.web.workspace.views.outcome import carried_out
from lali.web.workspace.views.room import room

SUGGESTED = 6  # offences that are shown at once


@require_safe
def board(request: HttpRequest, ref: str) -> HttpResponse:
    """Each suspected offence with its elements and what they rest on."""
    context = room(request, ref, "offences")
    case = context["case"]
    offences = queries.elements_table(case)
    suggestions = queries.suggestions_for(case)
    context |= {
        "offences": offences,
        "gaps": queries.gaps_of(case, offences),
        "suggestions": suggestions[:SUGGESTED],
        "more_suggestions": suggestions[SUGGESTED:],
    }
    return render(request, "workspace/case_offences.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def suspect(request: HttpRequest, ref: str) -> HttpResponse:
    """Take up a suspected offence; `?code=` names one that was suggested."""
    context = room(request, ref, "offences")
    case = context["case"]
    facts = {"persons": persons_of(case), "offences": _choices(case.agency.country)}
    form = SuspectForm(request.POST or None, initial={"code": request.GET.get("code", "")}, **facts)
    if request.method == "POST" and carried_out(
        request,
        form,
        lambda: actions.suspect_offence(by=request.user, ref=ref, code=form.cleaned_data["code"], about=form.about()),
        said=_("It is on the board as suspected."),
    ):
        return redirect("workspace:case_offences", ref)
    status = 400 if request.method == "POST" else 200
    return render(request, "workspace/offence_new.html", context | {"form": form}, status=status)


def _choices(country: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The offences of a country, by Act, to choose from."""
    by_act = groupby(offered_to(country), key=lambda one: one.current.act)
    return [(act, [(one.code, f"{one.current.section} {one.current.title}") for one in rows]) for act, rows in by_act]


def _on_board(request: HttpRequest, ref: str, number: int) -> tuple[dict[str, object], queries.OffenceOnBoard]:
    """Open the case for its board; the suspected offence of this number, or Http404."""
    context = room(request, ref, "offences")
    for one in queries.elements_table(context["case"]):
        if one.number == number:
            return context | {"offence": one}, one
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def offence(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """One suspected offence: who, when, in which version of the law, and what was withdrawn from it."""
    context, found = _on_board(request, ref, number)
    initial = {
        "version": found.version,
        "suspected": [str(one.id) for one in found.suspected],
        "harmed": [str(one.id) for one in found.harmed],
        "period_from": found.period_from,
        "period_to": found.period_to,
        "note": found.note,
    }
    form = DescribeOffenceForm(request.POST or None, initial=initial, persons=persons_of(context["case"]))
    if request.method == "POST":
        if carried_out(
            request,
            form,
            lambda: actions.describe_offence(
                by=request.user, ref=ref, number=number, version=form.cleaned_data["version"], about=form.about()
            ),
            said=_("Saved."),
        ):
            return redirect("workspace:suspected", ref, number)
        form.data = form.data.copy()
        form.data["version"] = found.version  # saving again means: I have compared
    return _offence_page(request, context, found, form=form)


def _offence_page(
    request: HttpRequest, context: dict[str, object], found: queries.OffenceOnBoard, **own: object
) -> HttpResponse:
    case = context["case"]
    context |= {
        "withdrawn": queries.proofs_withdrawn(case, found.number),
        "state_form": OffenceStateForm(prefix="state", initial={"state": found.state, "why": found.state_why}),
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "workspace/offence.html", context | own, status=status)


@require_POST
def state(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Drop it, take it up again, or note that it is charged."""
    form = OffenceStateForm(request.POST, prefix="state")
    if carried_out(
        request,
        form,
        lambda: actions.change_offence_state(by=request.user, ref=ref, number=number, **form.cleaned_data),
        said=_("The state is changed."),
    ):
        return redirect("workspace:suspected", ref, number)
    context, found = _on_board(request, ref, number)
    initial = {"version": found.version}
    describing = DescribeOffenceForm(initial=initial, persons=persons_of(context["case"]))
    return _offence_page(request, context, found, form=describing, state_form=form)


@require_POST
def adopt(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Take over the newest version of the law."""
    actions.adopt_version(by=request.user, ref=ref, number=number)
    return redirect("workspace:suspected", ref, number)


@require_http_methods(["GET", "HEAD", "POST"])
def element(request: HttpRequest, ref: str, number: int, element: str) -> HttpResponse:
    """One element: what it rests on, and a form to say more."""
    context, found = _on_board(request, ref, number)
    citable = queries.what_can_be_cited(context["case"])
    form = ProofForm(request.POST or None, prefix="proof", citable=citable)
    if request.method == "POST" and carried_out(
        request,
        form,
        lambda: actions.add_proof(by=request.user, ref=ref, number=number, element=element, **form.cleaned_data),
        said=_("It is on the board."),
    ):
        return redirect(f"{redirect('workspace:case_offences', ref).url}#{found.ref}")
    return _element_page(request, context, found, element, proof_form=form)


def _element_page(
    request: HttpRequest, context: dict[str, object], found: queries.OffenceOnBoard, element: str, **own: object
) -> HttpResponse:
    shown = next((one for one in found.elements if one.code == element), None)
    if shown is None:
        raise Http404
    context |= {"element": shown, "reason_form": ReasonForm(prefix="reason"), "sent_from": ""}
    status = 400 if request.method == "POST" else 200
    return render(request, "workspace/element.html", context | own, status=status)


@require_POST
def withdraw(request: HttpRequest, ref: str, number: int, element: str, proof: int) -> HttpResponse:
    """Withdraw what an element rested on, with a reason."""
    form = ReasonForm(request.POST, prefix="reason")
    if carried_out(
        request,
        form,
        lambda: actions.withdraw_proof(
            by=request.user, ref=ref, number=number, proof=proof, why=form.cleaned_data["reason"]
        ),
        said=_("It is withdrawn; that it was there stays on record."),
    ):
        return redirect("workspace:element", ref, number, element)
    context, found = _on_board(request, ref, number)
    citable = queries.what_can_be_cited(context["case"])
    own = {"reason_form": form, "sent_from": f"proof-{proof}", "proof_form": ProofForm(prefix="proof", citable=citable)}
    return _element_page(request, context, found, element, **own)
