"""Restricted exhibits: marked, asked for, allowed by somebody else, looked at in steps, ended."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lali.engines.custody import SealBroken
from lali.engines.documents import CannotRedact, Kind, greyed, kind_of, picture_of_page
from lali.records.cases.queries import may_lead, may_write, read_case
from lali.records.evidence import actions
from lali.records.evidence.queries import openings_for, read_exhibit, restricted_shown, under_way_of
from lali.records.evidence.standing import standing_after
from lali.web.workspace.custody_life import Deed, deeds_for, spans_of
from lali.web.workspace.forms import AskOpeningForm, DetailsForm, RestrictForm
from lali.web.workspace.reading import shown_custody
from lali.web.workspace.views.outcome import carried_out

WIDE = 480  # pixels: enough to say what it is, and no more
STEPS = ("", "grey", "plain")


def restricted_page(
    request: HttpRequest,
    ref: str,
    number: int,
    *,
    ask_form: forms.Form | None = None,
    error: forms.Form | None = None,
    tried: Deed | None = None,
) -> HttpResponse:
    """The page of a restricted exhibit: what may be known of it alone, and how two open it."""
    found = read_exhibit(request.user, ref, number)
    case = read_case(request.user, ref)
    shown = restricted_shown(request.user, case, found, request.session.session_key)
    if shown is None:  # lifted meanwhile
        return redirect("workspace:exhibit", ref, number)
    events = list(found.custody.select_related("by", "held_by"))
    stands = standing_after(events, under_way_of(found))
    context = {
        "case": case,
        "exhibit": found,
        "shown": shown,
        "stands": stands,
        "spans": spans_of(found, events) if found.is_physical else [],
        "deeds": deeds_for(request.user, case, found, stands, tried) if found.is_physical else [],
        "now": timezone.now(),
        "writes": may_write(case),
        "leads": may_lead(case),
        "custody": shown_custody(found, events, leads=may_lead(case)),
        "ask_form": ask_form or AskOpeningForm(prefix="ask"),
        "details_form": DetailsForm(prefix="details", initial=shown.details or {}),
        "error": error,
    }
    status = 400 if ask_form or tried else 409 if error else 200
    return render(request, "workspace/restricted.html", context, status=status)


@require_POST
def restrict(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Mark an exhibit: from now on nobody opens it alone."""
    form = RestrictForm(request.POST, prefix="restrict")
    if form.is_valid():
        actions.restrict_exhibit(by=request.user, ref=ref, number=number, why=form.cleaned_data["why"])
    else:  # too long a reason is no reason to leave it open
        actions.restrict_exhibit(by=request.user, ref=ref, number=number)
    return redirect("workspace:exhibit", ref, number)


@require_POST
def describe(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Complete what it is called and how it was acquired, under seal."""
    form = DetailsForm(request.POST, prefix="details")
    if carried_out(
        request,
        form,
        lambda: actions.describe_restricted(by=request.user, ref=ref, number=number, details=form.cleaned_data),
        said=_("Saved."),
    ):
        return redirect("workspace:exhibit", ref, number)
    return restricted_page(request, ref, number, error=form)


@require_POST
def ask(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Ask for a second person's leave."""
    form = AskOpeningForm(request.POST, prefix="ask")
    if carried_out(
        request,
        form,
        lambda: actions.ask_opening(
            by=request.user, ref=ref, number=number, session=request.session.session_key, **form.cleaned_data
        ),
        said=_("Asked. You are told when somebody decides; stay signed in."),
    ):
        return redirect("workspace:exhibit", ref, number)
    return restricted_page(request, ref, number, ask_form=form)


@require_safe
def openings(request: HttpRequest) -> HttpResponse:
    """Openings that the member asked for or may decide about."""
    return _openings(request, forms.Form())


def _openings(request: HttpRequest, form: forms.Form) -> HttpResponse:
    rows = list(openings_for(request.user))
    context = {
        "waiting": [one for one in rows if one.is_waiting],
        "running": [one for one in rows if one.is_running],
        "over": [one for one in rows if not (one.is_waiting or one.is_running)],
        "form": form,
    }
    return render(request, "workspace/openings.html", context, status=400 if form.is_bound else 200)


@require_POST
def decide(request: HttpRequest, opening: int) -> HttpResponse:
    """Allow what somebody else asked for, or not."""
    form, allowed = forms.Form(request.POST), request.POST.get("allowed") == "yes"
    said = _("Allowed. It runs from now.") if allowed else _("Not allowed. Your colleague is told.")
    if carried_out(
        request,
        form,
        lambda: actions.decide_opening(by=request.user, opening_id=opening, allowed=allowed),
        said=said,
    ):
        return redirect("workspace:openings")
    return _openings(request, form)


@require_POST
def end(request: HttpRequest, opening: int) -> HttpResponse:
    """End an opening, or take a question back."""
    actions.end_opening(by=request.user, opening_id=opening)
    return redirect("workspace:openings")


@require_safe
def look(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """A plate without the picture first; in grey when that is pressed; as it is when that is pressed too."""
    step = request.GET.get("as", "")
    if step not in STEPS:
        raise Http404
    case = read_case(request.user, ref)
    found = read_exhibit(request.user, ref, number)
    shown = restricted_shown(request.user, case, found, request.session.session_key)
    if not (shown and shown.mine and shown.mine.is_running and shown.mine.purpose == "view"):
        return redirect("workspace:exhibit", ref, number)
    context = {"case": case, "exhibit": found, "opening": shown.mine, "step": step}
    return render(request, "workspace/restricted_look.html", context)


@require_safe
def picture(request: HttpRequest, ref: str, number: int, step: str) -> HttpResponse:
    """The picture, or the first page, small: made anew by a process of its own, in grey unless asked for as it is."""
    if step not in STEPS[1:]:
        raise Http404
    try:
        _opening, original = actions.open_to_view(
            by=request.user, ref=ref, number=number, session=request.session.session_key
        )
        with original:
            png = _small(original)
    except (actions.IsRestricted, actions.SealIsBroken, SealBroken, CannotRedact):
        raise Http404 from None
    response = HttpResponse(greyed(png) if step == "grey" else png, content_type="image/png")
    response["Cache-Control"] = "no-store"
    return response


def _small(original: object) -> bytes:
    """Nothing is read whole that could not be shown."""
    if kind_of(original.read(4096), original.size) not in {Kind.PICTURE, Kind.PDF}:
        raise CannotRedact("other")
    original.seek(0)
    return picture_of_page(original.read(), 1, wide=WIDE).data
