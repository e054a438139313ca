"""The timeline of a case: what happened in the matter, and what we did."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lali.engines.places import in_words, recognise, suggest
from lali.records.cases import queries as cases
from lali.records.chronology import actions, queries
from lali.records.chronology.queries import event_values
from lali.web.workspace.forms import ChangeEventForm, EventForm, ReasonForm, TimelineForm
from lali.web.workspace.views.naming import tell_of_names
from lali.web.workspace.views.outcome import carried_out
from lali.web.workspace.views.room import room

PART = "timeline"


@require_safe
def timeline(request: HttpRequest, ref: str) -> HttpResponse:
    """One page of the merged timeline, as filtered."""
    context = room(request, ref, PART)
    case = context["case"]
    form = TimelineForm(request.GET, persons=cases.persons_of(case))
    shown = queries.timeline_of(case, form.choice(), request.GET.get("page"))
    context |= {
        "form": form,
        "page": shown.page,
        "entries": shown.entries,
        "questions": queries.questions_of(case),
        "filtered": form.choice() != queries.Choice(),
    }
    return render(request, "workspace/case/timeline.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_event(request: HttpRequest, ref: str) -> HttpResponse:
    """Put an event on the timeline."""
    context = room(request, ref, PART)
    case = context["case"]
    known = {name: request.GET[name][:40] for name in ("cited", "on") if request.GET.get(name)}  # from a passage
    form = EventForm(request.POST or None, initial=known, persons=cases.persons_of(case), country=case.agency.country)
    if request.method == "POST" and carried_out(
        request,
        form,
        lambda: actions.note_event(by=request.user, ref=ref, happening=actions.Happening(**form.facts())),
        said=_("The event is added."),
    ):
        _say_what_was_meant(request, form)
        tell_of_names(request, case, form)
        return redirect("workspace:case_timeline", ref)
    return _form_page(request, context, form)


@require_http_methods(["GET", "HEAD", "POST"])
def change_event(request: HttpRequest, ref: str, event: int) -> HttpResponse:
    """Write an event anew; a colleague's change in between is shown beside what was typed."""
    context = room(request, ref, PART)
    case = context["case"]
    found = queries.event_to_change(request.user, ref, event)
    known = {"persons": cases.persons_of(case), "country": case.agency.country}
    form = ChangeEventForm(request.POST or None, initial=event_values(found), **known)
    if request.method == "POST":
        change = partial(actions.change_event, by=request.user, ref=ref, number=event)
        if carried_out(
            request,
            form,
            lambda: change(version=form.cleaned_data["version"], happening=actions.Happening(**form.facts())),
            said=_("Saved."),
        ):
            _say_what_was_meant(request, form)
            return redirect("workspace:case_timeline", ref)
        form.data = form.data.copy()
        form.data["version"] = found.version  # saving again means: I have compared
    return _form_page(request, context | {"event": found, "reason_form": ReasonForm(prefix="reason")}, form)


@require_POST
def remove_event(request: HttpRequest, ref: str, event: int) -> HttpResponse:
    """Take an event off the timeline, with a reason."""
    form = ReasonForm(request.POST, prefix="reason")
    remove = partial(actions.remove_event, by=request.user, ref=ref, number=event)
    said = _("The event is taken off; it stays on record with your reason.")
    if not carried_out(request, form, lambda: remove(reason=form.cleaned_data["reason"]), said=said):
        messages.error(request, _("The event stands: please give a reason."))
        return redirect("workspace:event", ref, event)
    return redirect("workspace:case_timeline", ref)


def _form_page(request: HttpRequest, context: dict[str, object], form: EventForm) -> HttpResponse:
    context |= {"form": form, "removes": cases.may_remove(context["case"])}
    return render(request, "workspace/event.html", context, status=400 if form.errors else 200)


def _say_what_was_meant(request: HttpRequest, form: EventForm) -> None:
    """Where words name no place we know but nearly do: the words stay, and what was meant is asked."""
    for name in ("place", "gone_from", "gone_to"):
        words = form.cleaned_data[name]
        near = [] if not words or recognise(words) else suggest(words, most=3)
        if near:
            known = "; ".join(in_words(one.code, get_language() or "en") for one in near)
            said = _("“%(words)s” is kept as you typed it, without a code. If you meant %(known)s, change the event.")
            messages.info(request, said % {"words": words, "known": known})
