"""Campaigns: the list, one campaign, its objective and targets, whom it is for."""

from dataclasses import fields

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lali.records.agencies.vocabulary import Permission
from lali.records.awareness import actions, queries
from lali.records.awareness.actions import Plan
from lali.web.components.outcome import carried_out
from lali.web.programme.forms.campaigns import AudienceForm, PlanForm

PER_PAGE = 25


def require_runner(request: HttpRequest) -> None:
    """Let pass who runs campaigns; others are told so before they see a form."""
    if not request.user.may(Permission.RUN_CAMPAIGNS):
        raise PermissionDenied(Permission.RUN_CAMPAIGNS.label)


def around(request: HttpRequest, campaign: object, part: str, **more: object) -> dict[str, object]:
    """What every page of a campaign shows around its part."""
    return {
        "campaign": campaign,
        "state": campaign.state_on(timezone.localdate()),
        "part": part,
        "runs": request.user.may(Permission.RUN_CAMPAIGNS),
        **more,
    }


@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """All campaigns of the agency, those that began last on top."""
    page = Paginator(queries.campaigns_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "page": page,
        "rows": [(one, one.state_on(today)) for one in page],
        "runs": request.user.may(Permission.RUN_CAMPAIGNS),
    }
    return render(request, "programme/campaigns.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write down a campaign."""
    require_runner(request)
    form = PlanForm(request.POST or None)  # no day is filled in: a plan that begins today by itself counts as running
    made = []
    if request.method == "POST" and carried_out(
        request, form, lambda: made.append(actions.plan_campaign(by=request.user, plan=form.plan()))
    ):
        return redirect("programme:campaign", made[0].pk)
    status = 400 if request.method == "POST" else 200
    return render(request, "programme/plan.html", {"form": form}, status=status)


@require_safe
def campaign(request: HttpRequest, number: int) -> HttpResponse:
    """One campaign: what it sets out to do, and for whom."""
    return _page(request, number)


def _page(request: HttpRequest, number: int, form: AudienceForm | None = None) -> HttpResponse:
    found = queries.read_campaign(request.user, number)
    context = around(
        request,
        found,
        "",
        audiences=queries.audiences_of(request.user, number),
        audience_form=form or AudienceForm(prefix="audience"),
    )
    return render(request, "programme/campaign.html", context, status=400 if form else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Write the plan of a campaign anew."""
    require_runner(request)
    found = queries.read_campaign(request.user, number)
    seen = queries.plan_seen(found)
    initial = {one.name: getattr(found, one.name) for one in fields(Plan)} | {"seen": seen}
    form = PlanForm(request.POST or None, initial=initial)
    if request.method == "POST" and carried_out(
        request,
        form,
        lambda: actions.change_plan(
            by=request.user, number=number, plan=form.plan(), seen=form.cleaned_data["seen"] or None
        ),
        said=_("The plan is changed. The journal keeps what it was."),
    ):
        return redirect("programme:campaign", number)
    changed_between = form.is_bound and form.data.get("seen") not in {None, "", seen}
    if changed_between:  # the next press is of somebody who has been shown theirs
        form.data = {**form.data.dict(), "seen": seen}
    context = {"form": form, "campaign": found, "changed_between": changed_between}
    return render(request, "programme/plan.html", context, status=400 if request.method == "POST" else 200)


@require_POST
def add_audience(request: HttpRequest, number: int) -> HttpResponse:
    """Say whom a campaign is for."""
    require_runner(request)
    form = AudienceForm(request.POST, prefix="audience")
    if carried_out(request, form, lambda: actions.add_audience(by=request.user, number=number, whom=form.whom())):
        return redirect("programme:campaign", number)
    return _page(request, number, form)


@require_POST
def remove_audience(request: HttpRequest, number: int, audience: int) -> HttpResponse:
    """Take an audience away."""
    actions.remove_audience(by=request.user, number=number, audience_id=audience)
    messages.success(request, _("Taken away."))
    return redirect("programme:campaign", number)
