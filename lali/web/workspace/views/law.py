"""The law: offences and their elements, read by all, kept by those who may."""

from itertools import groupby

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lali.records.agencies.vocabulary import Permission
from lali.records.law import actions, queries
from lali.records.law.vocabulary import Topic
from lali.web.workspace.forms import ReasonForm
from lali.web.workspace.forms.law import (
    ConfirmationForm,
    ElementFormSet,
    LawFilterForm,
    NewOffenceForm,
    OffenceForm,
)
from lali.web.workspace.views.outcome import carried_out


def _require_keeper(request: HttpRequest) -> None:
    if not request.user.may(Permission.KEEP_LAW):
        raise PermissionDenied(Permission.KEEP_LAW.label)


@require_safe
def offences(request: HttpRequest) -> HttpResponse:
    """All offences of a country by Act; first those of the member's own."""
    countries = queries.countries_with_law()
    own = request.user.agency.country
    form = LawFilterForm(request.GET or None, countries=countries)
    asked = form.cleaned_data if form.is_valid() else {}
    country = asked.get("country") or (own if own in countries else next(iter(countries), own))
    found = [one for one in queries.offences_in(country) if _is_about(one, asked.get("topic"))]
    acts = [(act, list(rows)) for act, rows in groupby(found, key=lambda one: one.current.act)]
    shown = form if form.is_bound else LawFilterForm(initial={"country": country}, countries=countries)
    return render(request, "workspace/law.html", {"acts": acts, "form": shown, "country": country})


def _is_about(offence: object, topic: str | None) -> bool:
    return not topic or topic in offence.current.tags


@require_safe
def offence(request: HttpRequest, code: str, number: int | None = None) -> HttpResponse:
    """One version of an offence with its elements."""
    return _offence_page(request, code, number)


def _offence_page(
    request: HttpRequest, code: str, number: int | None = None, **forms_with_errors: forms.Form
) -> HttpResponse:
    version = queries.read_offence(request.user, code, number)
    context = {
        "version": version,
        "is_newest": version.pk == version.offence.current_id,
        "elements": _grouped(version.elements.all()),
        "topics": [Topic(tag).label for tag in version.tags if tag in Topic.values],
        "versions": queries.versions_of(version.offence),
        "confirmation": ConfirmationForm(prefix="confirm", initial={"version": version.number}),
        "reason_form": ReasonForm(prefix="reason"),
    }
    status = 400 if forms_with_errors else 200
    return render(request, "workspace/law_offence.html", context | forms_with_errors, status=status)


def _grouped(elements: object) -> list[tuple[object, bool, bool]]:
    """Each element, whether it begins a group of alternatives, and whether it goes on with one."""
    begun: set[str] = set()
    rows = []
    for one in elements:
        rows.append((one, bool(one.one_of) and one.one_of not in begun, one.one_of in begun))
        begun |= {one.one_of} - {""}
    return rows


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Write a new version; a colleague's version in between is shown above what was typed."""
    _require_keeper(request)
    version = queries.read_offence(request.user, code)
    initial = {name: getattr(version, name) for name in OffenceForm.base_fields if name not in {"why", "version"}}
    form = OffenceForm(request.POST or None, initial=initial | {"version": version.number})
    rows = _element_rows(request, [_as_initial(one) for one in version.elements.all()])
    if request.method == "POST":
        saved = rows.is_valid() and carried_out(
            request,
            form,
            lambda: actions.edit_offence(
                by=request.user,
                code=code,
                version=form.cleaned_data["version"],
                text=form.text(rows.elements()),
                why=form.cleaned_data["why"],
            ),
            said=_("The new version stands. A prosecutor must confirm it."),
        )
        if saved:
            return redirect("workspace:law_offence", code)
        form.data = form.data.copy()
        form.data["version"] = version.number  # saving again means: I have compared
    context = {"version": version, "form": form, "rows": rows}
    return render(request, "workspace/law_edit.html", context, status=400 if request.method == "POST" else 200)


def _element_rows(request: HttpRequest, initial: list[dict[str, object]]) -> ElementFormSet:
    return ElementFormSet(request.POST or None, initial=initial, prefix="element")


def _as_initial(element: object) -> dict[str, object]:
    names = ("code", "family", "words_en", "words_fr", "basis", "one_of", "optional_for_child")
    return {name: getattr(element, name) for name in names}


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Add an offence that did not ship with the program."""
    _require_keeper(request)
    form = NewOffenceForm(request.POST or None, initial={"country": request.user.agency.country, "confidence": "here"})
    rows = _element_rows(request, [])
    made = []
    if request.method == "POST":
        saved = rows.is_valid() and carried_out(
            request,
            form,
            lambda: made.append(
                actions.add_offence(
                    by=request.user,
                    country=form.cleaned_data["country"],
                    text=form.text(rows.elements()),
                    why=form.cleaned_data["why"],
                )
            ),
            said=_("The offence is added. A prosecutor must confirm it."),
        )
        if saved:
            return redirect("workspace:law_offence", made[0].code)
    context = {"version": None, "form": form, "rows": rows}
    return render(request, "workspace/law_edit.html", context, status=400 if request.method == "POST" else 200)


@require_POST
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Enter that a prosecutor confirmed the newest version."""
    _require_keeper(request)
    form = ConfirmationForm(request.POST, prefix="confirm")
    if carried_out(
        request,
        form,
        lambda: actions.confirm_offence(by=request.user, code=code, **form.cleaned_data),
        said=_("The confirmation is entered."),
    ):
        return redirect("workspace:law_offence", code)
    return _offence_page(request, code, confirmation=form)


@require_POST
def retire(request: HttpRequest, code: str) -> HttpResponse:
    """Take an offence out of what is offered."""
    _require_keeper(request)
    form = ReasonForm(request.POST, prefix="reason")
    if carried_out(
        request,
        form,
        lambda: actions.retire_offence(by=request.user, code=code, why=form.cleaned_data["reason"]),
        said=_("The offence is not offered to cases any more."),
    ):
        return redirect("workspace:law_offence", code)
    return _offence_page(request, code, reason_form=form)


@require_POST
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """Offer a retired offence again."""
    actions.take_offence_back(by=request.user, code=code)
    return redirect("workspace:law_offence", code)
