"""The noticeboard: licensed agencies, official routes and opportunities near home that the public site shows."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lali.records.agencies.vocabulary import Permission
from lali.records.noticeboard import actions, keeping
from lali.records.noticeboard.vocabulary import Kind
from lali.web.workspace.forms import ReasonForm
from lali.web.workspace.forms.noticeboard import FORMS, ListingForm
from lali.web.workspace.views.outcome import carried_out

PER_PAGE = 50


def _require_keeper(request: HttpRequest) -> None:
    if not request.user.may(Permission.KEEP_NOTICEBOARD):
        raise PermissionDenied(Permission.KEEP_NOTICEBOARD.label)


@require_safe
def noticeboard(request: HttpRequest) -> HttpResponse:
    """All that stands or waits, by kind, those that wait first."""
    parts = [
        (kept.kind, Paginator(kept.listings, PER_PAGE).get_page(request.GET.get(kept.kind)))
        for kept in keeping.noticeboard_of(request.user)
    ]
    context = {"parts": parts, "attention": keeping.attention(request.user)}
    return render(request, "workspace/noticeboard.html", context)


def _form_of(kind: str) -> type[ListingForm]:
    if kind not in FORMS:
        raise Http404
    return FORMS[kind]


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Write a listing."""
    _require_keeper(request)
    form = _form_of(kind)(request.POST or None, initial={"country": request.user.agency.country})
    made = []
    if request.method == "POST" and carried_out(
        request,
        form,
        lambda: made.append(actions.add_listing(by=request.user, kind=kind, **_written(form))),
        said=_("Written down. It is shown when a second person has checked it."),
    ):
        return redirect("workspace:listing", kind, made[0].pk)
    context = {"form": form, "kind": Kind(kind)}
    return render(request, "workspace/listing_edit.html", context, status=400 if request.method == "POST" else 200)


def _written(form: ListingForm) -> dict[str, object]:
    data = form.cleaned_data
    return {"country": data["country"], "source": data["source"], "said": form.said()}


@require_safe
def one(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """One listing: what it says, who wrote it, who checked it and when."""
    return _page(request, kind, number)


def _page(request: HttpRequest, kind: str, number: int, reason: forms.Form | None = None) -> HttpResponse:
    listing = keeping.read_listing(request.user, kind, number)
    context = {
        "listing": listing,
        "kind": Kind(kind),
        "facts": [(label, value) for label, value in _facts(listing, kind) if value],
        "may_confirm": keeping.may_confirm(request.user, listing),
        "reason_form": reason or ReasonForm(prefix="reason"),
    }
    return render(request, "workspace/listing.html", context, status=400 if reason else 200)


def _facts(listing: object, kind: str) -> list[tuple[object, object]]:
    fields = _form_of(kind).base_fields
    return [(fields[name].label, _said(listing, name)) for name in FORMS[kind].field_order]


def _said(listing: object, name: str) -> object:
    return getattr(listing, f"get_{name}_display", lambda: getattr(listing, name))()


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Write new words for a listing; the old ones stay shown until these were checked."""
    _require_keeper(request)
    listing = keeping.read_listing(request.user, kind, number)
    form_class = _form_of(kind)
    form = form_class(request.POST or None, initial={name: getattr(listing, name) for name in form_class.base_fields})
    made = []
    if request.method == "POST" and carried_out(
        request,
        form,
        lambda: made.append(actions.change_listing(by=request.user, kind=kind, number=number, **_written(form))),
        said=_("Written down. It is shown when a second person has checked it."),
    ):
        return redirect("workspace:listing", kind, made[0].pk)
    context = {"form": form, "kind": Kind(kind), "listing": listing}
    return render(request, "workspace/listing_edit.html", context, status=400 if request.method == "POST" else 200)


@require_POST
def confirm(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Say that a listing was checked today."""
    form = forms.Form(request.POST)
    said = _("Checked today, and shown to the public.")
    done = carried_out(
        request, form, lambda: actions.confirm_listing(by=request.user, kind=kind, number=number), said=said
    )
    if not done:
        messages.error(request, " ".join(form.non_field_errors()))
    return redirect("workspace:listing", kind, number)


@require_POST
def end(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Take a listing down."""
    _require_keeper(request)
    form = ReasonForm(request.POST, prefix="reason")
    if carried_out(
        request,
        form,
        lambda: actions.end_listing(by=request.user, kind=kind, number=number, why=form.cleaned_data["reason"]),
        said=_("Taken down. The public does not see it any more."),
    ):
        return redirect("workspace:noticeboard")
    return _page(request, kind, number, form)
