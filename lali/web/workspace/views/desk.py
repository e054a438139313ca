"""The first page: what needs me now; and requests for access."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lali.records.agencies.vocabulary import Permission
from lali.records.cases import actions
from lali.records.cases.queries import open_cases_of, requests_to_decide, tasks_of
from lali.records.cooperation.queries import drafts_to_approve
from lali.records.tips.actions import collect_reports
from lali.records.tips.queries import queue_of
from lali.web.workspace.forms import AccessForm, DecisionForm
from lali.web.workspace.views.outcome import carried_out

SHOWN = 8


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Urgent tips, own tasks, requests and packets that wait for this member, cases last changed."""
    member = request.user
    if member.may(Permission.TRIAGE):
        collect_reports(by=member, agency=member.agency)
    context = {
        "tips": queue_of(member)[:SHOWN] if member.may(Permission.TRIAGE) else [],
        "tasks": tasks_of(member)[:SHOWN],
        "requests": requests_to_decide(member),
        "drafts": drafts_to_approve(member),
        "cases": open_cases_of(member)[:SHOWN],
        "triages": member.may(Permission.TRIAGE),
        "decision_form": DecisionForm(),
        "access_form": AccessForm(),
    }
    return render(request, "workspace/desk.html", context)


@require_POST
def ask_access(request: HttpRequest) -> HttpResponse:
    """Ask to join a case; the answer is the same whether it exists or not."""
    form = AccessForm(request.POST)
    said = _("Asked. If there is such a case, whoever leads it will see your request.")
    if carried_out(request, form, lambda: actions.request_access(by=request.user, **form.cleaned_data), said=said):
        return redirect("workspace:desk")
    return render(request, "workspace/not_found.html", {"form": form}, status=404)


@require_POST
def decide_access(request: HttpRequest, number: int) -> HttpResponse:
    """Grant or decline a request."""
    form = DecisionForm(request.POST)
    if not carried_out(
        request,
        form,
        lambda: actions.decide_request(
            by=request.user,
            request_id=number,
            grant=form.cleaned_data["decision"] == "grant",
            level=form.cleaned_data["level"],
        ),
        said=_("Decided."),
    ):
        messages.error(request, _("This request could not be decided."))
    return redirect("workspace:desk")
