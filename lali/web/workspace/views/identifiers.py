"""Identifiers: the page of one, lists, watches, and the tab of a case."""

from functools import partial

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lali.records.audit.actions import record_listing
from lali.records.cases import actions as cases
from lali.records.cases.queries import may_remove
from lali.records.conversations.queries import mentions_of
from lali.records.entities import actions as entities
from lali.records.links import actions, queries
from lali.web.workspace.forms import (
    IdentifierFilterForm,
    IdentifierForm,
    NoteForm,
    OwnerForm,
    ReasonForm,
    TagForm,
    WatchForm,
    WatchTypedForm,
)
from lali.web.workspace.looking import SAYS
from lali.web.workspace.views.outcome import carried_out
from lali.web.workspace.views.room import room

PART = "identifiers"


@require_safe
def identifiers(request: HttpRequest) -> HttpResponse:
    """Identifiers of the member's cases, newest first, a page at a time."""
    form = IdentifierFilterForm(request.GET)
    form.is_valid()
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    before = request.GET.get("before", "")
    before = int(before) if before.isdecimal() and len(before) < 19 else None  # noqa: PLR2004 - what a key can hold
    listed, older = queries.identifiers_seen(request.user, before=before, **chosen)
    record_listing(by=request.user, what="identifiers", subjects=[one.identifier.subject for one in listed])
    kept = request.GET.copy()
    kept["before"] = str(older or "")
    context = {"form": form, "listed": listed, "older": f"?{kept.urlencode()}" if older else "", "chosen": chosen}
    return render(request, "workspace/identifiers.html", context)


@require_safe
def identifier(request: HttpRequest, identifier: int) -> HttpResponse:
    """One identifier, as far as the member may see it; who only watches it is led to their watches."""
    if queries.only_watches(request.user, identifier):
        return redirect("workspace:watches")
    return _page(request, identifier)


def _page(request: HttpRequest, number: int, **with_errors: forms.Form) -> HttpResponse:
    shown = queries.read_identifier(request.user, number, request.GET.get("page"))
    context = {
        "shown": shown,
        "identifier": shown.identifier,
        "in_conversations": mentions_of(request.user, shown.identifier),
        "in_exhibits": [
            (one, SAYS.get(one.said_as, "")) for one in queries.read_in_exhibits(request.user, shown.identifier)
        ],
        "tag_form": TagForm(prefix="tag"),
        "watch_form": WatchForm(prefix="watch"),
        "reason_form": ReasonForm(prefix="reason"),
    }
    status = 400 if with_errors else 200
    return render(request, "workspace/identifier.html", context | with_errors, status=status)


@require_POST
def tag(request: HttpRequest, identifier: int) -> HttpResponse:
    """Tag an identifier for the own agency."""
    form = TagForm(request.POST, prefix="tag")
    act = partial(actions.tag_seen, by=request.user, number=identifier)
    if carried_out(request, form, lambda: act(words=form.cleaned_data["words"]), said=_("The tag is added.")):
        return redirect("workspace:identifier", identifier)
    return _page(request, identifier, tag_form=form)


@require_POST
def untag(request: HttpRequest, identifier: int, tag: int) -> HttpResponse:
    """Take a tag off."""
    actions.untag_seen(by=request.user, number=identifier, tag=tag)
    messages.success(request, _("The tag is taken off."))
    return redirect("workspace:identifier", identifier)


@require_POST
def watch(request: HttpRequest, identifier: int) -> HttpResponse:
    """Watch an identifier."""
    form = WatchForm(request.POST, prefix="watch")
    act = partial(actions.watch_seen, by=request.user, number=identifier)
    if carried_out(request, form, lambda: act(**form.cleaned_data), said=_("You are told when it appears again.")):
        return redirect("workspace:identifier", identifier)
    return _page(request, identifier, watch_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def watches(request: HttpRequest) -> HttpResponse:
    """The member's own watches, and watching a value that may not be known yet."""
    form = WatchTypedForm(request.POST or None)
    if request.method == "POST" and carried_out(
        request,
        form,
        lambda: entities.watch_typed(by=request.user, **form.cleaned_data),
        said=_("You are told when it appears."),
    ):
        return redirect("workspace:watches")
    wide = queries.wide_watches_shown(request.user)
    named = [f"case:{one.case}/person:{one.number}" for one in wide if one.case]
    record_listing(by=request.user, what="watches", subjects=named)
    context = {"form": form, "watches": queries.watches_shown(request.user), "wide": wide}
    return render(request, "workspace/watches.html", context, status=400 if form.errors else 200)


@require_POST
def end_watch(request: HttpRequest, watch: int) -> HttpResponse:
    """End one of the member's own watches."""
    entities.end_watch(by=request.user, number=watch)
    messages.success(request, _("The watch is ended."))
    return redirect("workspace:watches")


@require_POST
def end_wide_watch(request: HttpRequest, watch: int) -> HttpResponse:
    """End one of the member's own watches on a person or a family."""
    actions.end_wide_watch(by=request.user, number=watch)
    messages.success(request, _("The watch is ended."))
    return redirect("workspace:watches")


# -- in a case -------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def in_case(request: HttpRequest, ref: str) -> HttpResponse:
    """The identifiers of a case, and adding one typed by hand."""
    form = IdentifierForm(request.POST or None, prefix="identifier")
    if request.method == "POST" and carried_out(
        request,
        form,
        lambda: cases.add_identifier(
            by=request.user, ref=ref, kind=form.cleaned_data["kind"], typed=form.cleaned_data["value"]
        ),
        said=_("The identifier is added."),
    ):
        return redirect("workspace:case_identifiers", ref)
    context = room(request, ref, PART)
    case = context["case"]
    context |= {
        "identifiers": queries.identifiers_in(request.user, case),
        "identifier_form": form,
        "removes": may_remove(case),
    }
    return render(request, "workspace/case/identifiers.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, ref: str, mention: int) -> HttpResponse:
    """Take an identifier off a case to which it was added by mistake."""
    form = ReasonForm(request.POST or None)
    act = partial(cases.remove_mention, by=request.user, ref=ref, number=mention)
    if request.method == "POST" and carried_out(
        request,
        form,
        lambda: act(reason=form.cleaned_data["reason"]),
        said=_("The identifier is taken off; the journal and the record keep it."),
    ):
        return redirect("workspace:case_identifiers", ref)
    context = room(request, ref, PART)
    context |= {"mention": queries.mention_in(request.user, context["case"], mention), "form": form}
    return render(request, "workspace/mention_remove.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def owner(request: HttpRequest, ref: str, identifier: int) -> HttpResponse:
    """Say in a case whose an identifier is."""
    context = room(request, ref, PART)
    found, persons = queries.owner_choices(request.user, context["case"], identifier)
    form = OwnerForm(request.POST or None, persons=persons)
    act = partial(actions.attribute_identifier, by=request.user, ref=ref, number=identifier)
    if request.method == "POST" and carried_out(
        request, form, lambda: act(ownership=actions.Ownership(**form.cleaned_data)), said=_("Noted.")
    ):
        return redirect("workspace:identifier", identifier)
    context |= {"identifier": found, "form": form, "note_form": NoteForm(prefix="note")}
    return render(request, "workspace/identifier_owner.html", context, status=400 if form.errors else 200)


@require_POST
def note(request: HttpRequest, ref: str, identifier: int) -> HttpResponse:
    """Write a note on an identifier for the team of a case."""
    form = NoteForm(request.POST, prefix="note")
    act = partial(actions.note_on_identifier, by=request.user, ref=ref, number=identifier)
    if not carried_out(request, form, lambda: act(words=form.cleaned_data["words"]), said=_("Noted.")):
        messages.error(request, _("Please write something first."))
    return redirect("workspace:identifier", identifier)


@require_POST
def withdraw(request: HttpRequest, ref: str, attribution: int) -> HttpResponse:
    """Take back whose an identifier is."""
    form = ReasonForm(request.POST, prefix="reason")
    act = partial(actions.withdraw_attribution, by=request.user, ref=ref, number=attribution)
    done = []
    if carried_out(request, form, lambda: done.append(act(reason=form.cleaned_data["reason"])), said=_("Taken back.")):
        return redirect("workspace:identifier", done[0].identifier_id)
    messages.error(request, _("It stands: please give a reason."))
    return redirect("workspace:case_identifiers", ref)
