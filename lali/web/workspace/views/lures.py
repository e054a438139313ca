"""Lures of the week: written from a case or a tip, released by two others, taken back by one."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lali.engines.signs import words
from lali.records.agencies.vocabulary import Permission
from lali.records.lures import actions, queries
from lali.web.workspace.forms import ReasonForm
from lali.web.workspace.forms.lures import LureChangeForm, LureForm
from lali.web.workspace.views.outcome import carried_out


def _require_writer(request: HttpRequest) -> None:
    if not request.user.may(Permission.TRIAGE):
        raise PermissionDenied(Permission.TRIAGE.label)


@require_safe
def lures(request: HttpRequest) -> HttpResponse:
    """All lures of the agency, newest first."""
    context = {"lures": queries.lures_of(request.user), "writes": request.user.may(Permission.TRIAGE)}
    return render(request, "workspace/lures.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a pattern seen in a case or a tip; what leads to somebody is refused and shown."""
    _require_writer(request)
    initial = {"about": request.GET.get("about", "")[:20], "country": request.user.agency.country}
    form = LureForm(request.POST or None, initial=initial)
    made = []
    if request.method == "POST" and carried_out(
        request,
        form,
        lambda: made.append(
            actions.write_lure(by=request.user, about=form.cleaned_data["about"], pattern=form.pattern())
        ),
        said=_("Written down. Two colleagues must release it."),
    ):
        return redirect("workspace:lure", made[0].pk)
    status = 400 if request.method == "POST" else 200
    return render(request, "workspace/lure_edit.html", {"form": form}, status=status)


@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One lure as the public would see it, and who released it."""
    return _page(request, number)


def _page(request: HttpRequest, number: int, reason: forms.Form | None = None) -> HttpResponse:
    page = queries.read_lure(request.user, number)
    context = {
        "page": page,
        "lure": page.lure,
        "signs": [words(sign, request.LANGUAGE_CODE) for sign in page.lure.signs],
        "reason_form": reason or ReasonForm(prefix="reason"),
    }
    return render(request, "workspace/lure.html", context, status=400 if reason else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Write a lure anew, as long as it is not shown."""
    _require_writer(request)
    if request.method == "POST":
        lure = queries.read_lure(request.user, number).lure  # the action refuses, so that nothing typed is lost
    else:
        lure = queries.lure_to_change(request.user, number)
    initial = {name: getattr(lure, name) for name in LureChangeForm.base_fields}
    form = LureChangeForm(request.POST or None, initial=initial)
    if request.method == "POST" and carried_out(
        request,
        form,
        lambda: actions.change_lure(by=request.user, number=number, pattern=form.pattern()),
        said=_("Written down. Two colleagues must release it."),
    ):
        return redirect("workspace:lure", number)
    status = 400 if request.method == "POST" else 200
    return render(request, "workspace/lure_edit.html", {"form": form, "lure": lure}, status=status)


@require_POST
def release(request: HttpRequest, number: int) -> HttpResponse:
    """Release a lure as one of two."""
    form = forms.Form(request.POST)
    version = request.POST.get("version", "")
    said = _("Released by you. The public sees it when two have released it.")
    if not carried_out(
        request, form, lambda: actions.release_lure(by=request.user, number=number, version=version), said=said
    ):
        messages.error(request, " ".join(form.non_field_errors()))
    return redirect("workspace:lure", number)


@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Take a lure back at once."""
    form = ReasonForm(request.POST, prefix="reason")
    if carried_out(
        request,
        form,
        lambda: actions.take_back_lure(by=request.user, number=number, why=form.cleaned_data["reason"]),
        said=_("Taken back. The public does not see it any more."),
    ):
        return redirect("workspace:lures")
    return _page(request, number, form)
