"""How long records are kept, what is over, disposals and their certificates; holds on a case."""

from collections.abc import Callable
from functools import partial

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lali.engines.documents import as_pdf
from lali.records.agencies.vocabulary import Permission
from lali.records.retention import actions, queries
from lali.records.transfers.actions import carry_out_disposal
from lali.web.workspace.certificates import certificate_of
from lali.web.workspace.forms import HoldForm, ProposeForm, RuleForm
from lali.web.workspace.views.outcome import carried_out


@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    """Show rules, records whose time is over, and disposals."""
    return _page(request)


def _page(request: HttpRequest, **forms_with_errors: forms.Form) -> HttpResponse:
    member = request.user
    disposes = member.may(Permission.PROPOSE_DISPOSAL) or member.may(Permission.CARRY_OUT_DISPOSAL)
    context = {
        "rules": queries.rules_of(member),
        "due": queries.due_for_disposal(member) if member.may(Permission.PROPOSE_DISPOSAL) else [],
        "disposals": queries.disposals_of(member)[: queries.MOST_SHOWN] if disposes else [],
        "rule_form": RuleForm(prefix="rule"),
        "hold_form": HoldForm(prefix="hold"),
        "propose_form": ProposeForm(prefix="propose"),
    }
    status = 400 if forms_with_errors else 200
    return render(request, "workspace/retention.html", context | forms_with_errors, status=status)


@require_POST
def set_rule(request: HttpRequest) -> HttpResponse:
    """Say how long a class of record is kept."""
    form = RuleForm(request.POST, prefix="rule")
    change = partial(actions.set_rule, by=request.user)
    if carried_out(request, form, lambda: change(**form.cleaned_data), said=_("The rule holds from now on.")):
        return redirect("workspace:retention")
    return _page(request, rule_form=form)


@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """Propose a disposal."""
    form = ProposeForm(request.POST, prefix="propose")
    action = partial(actions.propose_disposal, by=request.user)
    said = _("Proposed. Nothing is disposed of until a second person carries it out.")
    if carried_out(request, form, lambda: action(**form.cleaned_data), said=said):
        return redirect("workspace:retention")
    return _page(request, propose_form=form)


def _decide(request: HttpRequest, action: Callable[[], object], said: str) -> HttpResponse:
    form = forms.Form(request.POST)
    if not carried_out(request, form, action, said=said):
        messages.error(request, " ".join(form.non_field_errors()))
    return redirect("workspace:retention")


@require_POST
def carry_out(request: HttpRequest, number: int) -> HttpResponse:
    """Dispose of what somebody else proposed."""
    action = partial(carry_out_disposal, by=request.user, number=number)
    return _decide(request, action, _("Disposed of. The certificate says what, by whom and why."))


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw a disposal that waits."""
    action = partial(actions.withdraw_disposal, by=request.user, number=number)
    return _decide(request, action, _("The disposal is withdrawn."))


@require_safe
def certificate(request: HttpRequest, number: int) -> HttpResponse:
    """Show what was disposed of, by whom and why."""
    disposal = queries.disposal_of(request.user, number)
    return render(request, "workspace/disposal.html", {"disposal": disposal, "facts": certificate_of(disposal).facts})


@require_safe
def certificate_file(request: HttpRequest, number: int) -> HttpResponse:
    """The certificate as PDF."""
    disposal = queries.disposal_of(request.user, number)
    made = as_pdf(certificate_of(disposal))
    name = content_disposition_header(as_attachment=True, filename=f"{disposal.ref}.pdf")
    headers = {"Content-Disposition": name, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(made.data, content_type="application/pdf", headers=headers)


@require_POST
def set_hold(request: HttpRequest) -> HttpResponse:
    """Put a case under a legal hold."""
    return _hold(request, actions.set_hold, _("The case is under a legal hold."))


@require_POST
def lift_hold(request: HttpRequest) -> HttpResponse:
    """Lift the hold."""
    return _hold(request, actions.lift_hold, _("The hold is lifted."))


def _hold(request: HttpRequest, action: Callable[..., object], said: str) -> HttpResponse:
    form = HoldForm(request.POST, prefix="hold")
    if carried_out(request, form, lambda: action(by=request.user, **form.cleaned_data), said=said):
        return redirect("workspace:retention")
    return _page(request, hold_form=form)
