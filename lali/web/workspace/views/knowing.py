"""What is known of a person: the form, with both values where two members write; and the name behind a code name."""

from dataclasses import asdict
from functools import partial

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lali.records.cases import actions, queries
from lali.web.workspace.forms import NamesakeForm, NamesakeWallForm
from lali.web.workspace.forms.extras import ask_also, described
from lali.web.workspace.forms.persons import (
    DocumentRows,
    IdentifyForm,
    KnownForm,
    NameRows,
    OrganisationForm,
    PersonKnownForm,
    documents_in,
    names_in,
)
from lali.web.workspace.people import only_telling, shown_facts
from lali.web.workspace.views.outcome import carried_out
from lali.web.workspace.views.room import room
from lali.web.workspace.world import COUNTRIES_LIST, LANGUAGES_LIST, countries, languages

PART = "persons"
LISTS = {COUNTRIES_LIST: countries, LANGUAGES_LIST: languages}


@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: HttpRequest, ref: str, person: int) -> HttpResponse:
    """Change what is known of a person. Where the name is shut, names and documents can be added, not read."""
    context = room(request, ref, PART)
    record = queries.facts_to_describe(request.user, context["case"], person)
    kind = _form_of(record)
    blank = record.is_shut
    form = kind(request.POST or None, initial=kind.initial_from(record.facts) | {"version": record.version})
    ask_also(form, queries.extras_of_person(context["case"], record))
    names, documents = _rows(request, record)
    if request.method == "POST" and names.is_valid() and documents.is_valid():
        save = partial(actions.describe_person, by=request.user, ref=ref, person_id=record.id)
        if carried_out(request, form, lambda: save(**_facts(form, names, documents, added=blank)), said=_("Saved.")):
            return redirect("workspace:person", ref, record.id)
    _compared(form, record)
    context |= {"record": record, "form": form, "names": names, "documents": documents}
    context |= {"now": shown_facts(record.facts), "lists": _lists()}
    return render(request, "workspace/person_describe.html", context)


def _form_of(record: queries.PersonRecord) -> type[forms.Form]:
    if record.is_organisation:
        return OrganisationForm
    return KnownForm if record.is_shut else PersonKnownForm


def _rows(request: HttpRequest | None, record: queries.PersonRecord) -> tuple[forms.BaseFormSet, forms.BaseFormSet]:
    names = [asdict(name) for name in record.facts.names]
    documents = [asdict(one) | {"country": (one.country,) if one.country else ()} for one in record.facts.documents]
    data = (request and request.POST) or None
    return NameRows(data, initial=names, prefix="names"), DocumentRows(data, initial=documents, prefix="documents")


def _facts(
    form: forms.Form, names: forms.BaseFormSet, documents: forms.BaseFormSet, *, added: bool
) -> dict[str, object]:
    """What the action takes: the version, the fields, and the rows as they are or as more of them."""
    fields = described(form.cleaned_data)
    version, answers = fields.pop("version"), fields.pop("answers")
    rows = {"names": names_in(names), "documents": documents_in(documents)}
    if added:
        return {
            "version": version,
            "facts": fields,
            "answers": answers,
            **{f"more_{name}": given for name, given in rows.items()},
        }
    return {"version": version, "facts": fields | rows, "answers": answers}


def _compared(form: forms.Form, record: queries.PersonRecord) -> None:
    """Saving again means: I have compared."""
    if form.is_bound:
        form.data = form.data.copy()
        form.data["version"] = record.version


def _lists() -> list[tuple[str, list[str]]]:
    """What the page offers beside fields for countries and languages."""
    return [(name, sorted(set(known().values()))) for name, known in LISTS.items()]


def telling_page(request: HttpRequest, ref: str, number: int, form: forms.Form | None = None) -> HttpResponse:
    """What tells who a possible victim is, for a lead who gave a reason: read once, and put right here."""
    context = room(request, ref, PART)
    record = queries.facts_to_describe(request.user, context["case"], number, telling=True)
    names, documents = _rows(request if form else None, record)
    if form:
        _compared(form, record)
    form = form or _identify_form(context["case"], record)
    telling = only_telling(record.facts)
    context |= {"record": record, "name": record.facts.main_name, "now": shown_facts(telling), "lists": _lists()}
    context |= {"form": form, "names": names, "documents": documents}
    context |= {"namesakes": queries.namesakes_of_open_name(request.user, context["case"], record)}
    context |= {"namesake_form": NamesakeForm(prefix="namesake"), "namesake_wall_form": NamesakeWallForm(prefix="wall")}
    return render(request, "workspace/name.html", context, status=400 if form.errors else 200)


def _identify_form(case: object, record: queries.PersonRecord, data: object = None) -> forms.Form:
    form = IdentifyForm(data, initial={"version": record.version, "contact": record.facts.contact})
    ask_also(form, queries.extras_of_person(case, record, telling=True))
    return form


@require_POST
def identify(request: HttpRequest, ref: str, person: int) -> HttpResponse:
    """Put right what tells who a possible victim is; for a lead, from the page on which they read it."""
    case = queries.read_case(request.user, ref, PART)
    record = queries.facts_to_describe(request.user, case, person, telling=True)
    form = _identify_form(case, record, request.POST)
    names, documents = NameRows(request.POST, prefix="names"), DocumentRows(request.POST, prefix="documents")
    save = partial(actions.describe_person, by=request.user, ref=ref, person_id=person)
    rows_are_right = names.is_valid() and documents.is_valid()
    if rows_are_right and carried_out(
        request, form, lambda: save(**_facts(form, names, documents, added=False)), said=_("Saved.")
    ):
        return redirect("workspace:person", ref, person)
    return telling_page(request, ref, person, form)
