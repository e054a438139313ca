"""Coming into a case, and keeping out of one: asking, emergencies, conflicts of interest, oversight, cases offered."""

from collections.abc import Callable
from functools import partial

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lali.records.agencies.queries import colleagues_of, oversight_readers
from lali.records.cases import actions, queries
from lali.records.cases.vocabulary import Level
from lali.web.workspace.forms import (
    AccessForm,
    ConflictForm,
    DecisionForm,
    EmergencyForm,
    LeadForm,
    OfferDecisionForm,
    OversightForm,
    WallForm,
)
from lali.web.workspace.views.outcome import carried_out


@require_safe
def access(request: HttpRequest) -> HttpResponse:
    """Show the ways into a case and out of one."""
    return _page(request)


def _page(request: HttpRequest, **forms_with_errors: forms.Form) -> HttpResponse:
    colleagues = colleagues_of(request.user)
    context = {
        "offers": queries.offers_to_decide(request.user),
        "leaderless": queries.cases_without_lead(request.user),
        "access_form": AccessForm(prefix="ask"),
        "emergency_form": EmergencyForm(prefix="emergency"),
        "conflict_form": ConflictForm(prefix="conflict"),
        "wall_form": WallForm(prefix="wall", colleagues=colleagues),
        "oversight_form": OversightForm(prefix="oversight", readers=oversight_readers()),
        "offer_form": OfferDecisionForm(prefix="offer", colleagues=colleagues),
        "lead_form": LeadForm(prefix="lead", colleagues=colleagues),
    }
    status = 400 if forms_with_errors else 200
    return render(request, "workspace/access.html", context | forms_with_errors, status=status)


def _done(
    request: HttpRequest, form: forms.Form, action: Callable[..., object], *, shown_as: str, said: str
) -> HttpResponse:
    if carried_out(request, form, lambda: action(by=request.user, **form.cleaned_data), said=said):
        return redirect("workspace:access")
    return _page(request, **{shown_as: form})


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Ask to join a case; the answer is the same whether it exists or not."""
    form = AccessForm(request.POST, prefix="ask")
    said = _("Asked. If there is such a case, whoever leads it will see your request.")
    return _done(request, form, actions.request_access, shown_as="access_form", said=said)


@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Grant or decline a request."""
    form = DecisionForm(request.POST)
    decided = carried_out(
        request,
        form,
        lambda: actions.decide_request(
            by=request.user,
            request_id=number,
            grant=form.cleaned_data["decision"] == "grant",
            level=form.cleaned_data["level"],
        ),
        said=_("Decided."),
    )
    if not decided:
        messages.error(request, " ".join(form.non_field_errors()) or _("This request could not be decided."))
    return redirect("workspace:desk")


@require_POST
def emergency(request: HttpRequest) -> HttpResponse:
    """Open a case in an emergency."""
    form = EmergencyForm(request.POST, prefix="emergency")
    opened = []
    if carried_out(request, form, lambda: opened.append(actions.break_glass(by=request.user, **form.cleaned_data))):
        messages.warning(request, _("The case is open for you to read. Whoever leads it has been told why."))
        return redirect("workspace:case", opened[0].ref)
    return _page(request, emergency_form=form)


@require_POST
def conflict(request: HttpRequest) -> HttpResponse:
    """Declare one's own conflict of interest."""
    form = ConflictForm(request.POST, prefix="conflict")
    said = _("Declared. If there is such a case, you no longer see it.")
    return _done(request, form, actions.declare_conflict, shown_as="conflict_form", said=said)


@require_POST
def wall(request: HttpRequest) -> HttpResponse:
    """Keep a colleague out of a case."""
    form = WallForm(request.POST, prefix="wall", colleagues=colleagues_of(request.user))
    return _done(request, form, actions.set_wall, shown_as="wall_form", said=_("The wall stands."))


@require_POST
def oversight(request: HttpRequest) -> HttpResponse:
    """Appoint an oversight reader."""
    form = OversightForm(request.POST, prefix="oversight", readers=oversight_readers())
    said = _("The oversight reader can read the case.")
    return _done(request, form, actions.appoint_oversight, shown_as="oversight_form", said=said)


@require_POST
def lead(request: HttpRequest) -> HttpResponse:
    """Name a lead for a case that nobody leads."""
    form = LeadForm(request.POST, prefix="lead", colleagues=colleagues_of(request.user))
    name = partial(actions.put_on_team, level=Level.LEAD)
    return _done(request, form, name, shown_as="lead_form", said=_("The case has a lead again."))


@require_POST
def decide_offer(request: HttpRequest, number: int) -> HttpResponse:
    """Accept or decline a case that was offered."""
    form = OfferDecisionForm(request.POST, prefix="offer", colleagues=colleagues_of(request.user))

    def decide_it() -> None:
        if form.cleaned_data["decision"] == "accept":
            actions.accept_offer(by=request.user, offer_id=number, lead=form.cleaned_data["member"])
        else:
            actions.decline_offer(by=request.user, offer_id=number)

    if carried_out(request, form, decide_it, said=_("Decided.")):
        return redirect("workspace:access")
    return _page(request, offer_form=form)
