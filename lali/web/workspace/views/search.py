"""The search box of every page, and what it finds."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lali.records.agencies.vocabulary import Permission
from lali.records.lookup.inside import Hit, Inside
from lali.records.lookup.queries import everything_found, named_record, opened_search, sealed_search
from lali.records.lookup.shown import Result
from lali.records.search.vocabulary import FoundKind
from lali.web.workspace.forms import SearchForm

NUMBERED = {  # what a case numbers in a row of its own, and its page
    FoundKind.EXHIBIT: "workspace:exhibit",
    FoundKind.STATEMENT: "workspace:statement",
    FoundKind.OFFENCE: "workspace:suspected",
}
PARTS = {  # where on the case's page something stands
    FoundKind.IDENTIFIER: "identifiers",
    FoundKind.TASK: "tasks",
}


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """What was typed is sent in the body and comes back sealed in the address: no log or history holds a name.

    A reference typed in full leads straight to its record.
    """
    if request.method == "POST":
        return _asked(request)
    words = opened_search(request.user, request.GET.get("for", ""))
    answer = everything_found(request.user, words) if words else None
    rows = _rows(request, answer.results) if answer else []
    inside = [(one, [(hit, _place_of(one, hit)) for hit in one.hits]) for one in answer.inside] if answer else []
    context = {"words": words, "answer": answer, "rows": rows, "inside": inside, "kinds": FoundKind.labels}
    return render(request, "workspace/search.html", context)


def _asked(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.POST)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    if not words:
        return redirect("workspace:search")
    if named := named_record(request.user, words):
        return redirect(address_of(named, triages=request.user.may(Permission.TRIAGE)))
    asked = QueryDict(mutable=True)
    asked["for"] = sealed_search(request.user, words)
    return redirect(f"{reverse('workspace:search')}?{asked.urlencode()}")


def _rows(request: HttpRequest, results: Iterable[Result]) -> list[tuple[Result, str]]:
    return [(result, address_of(result, triages=request.user.may(Permission.TRIAGE))) for result in results]


def _place_of(one: Inside, hit: Hit) -> str:
    """A message in its conversation, with what follows it; a page of a file as the viewer shows it."""
    if one.kind == FoundKind.FILE:
        place = {name: number for name, number in (("part", hit.part), ("page", hit.n)) if number != (name == "page")}
        asked = f"?{urlencode(place)}" if place else ""
        return f"{reverse('workspace:exhibit_look', args=[one.case_ref, one.number])}{asked}"
    return f"{reverse('workspace:conversation', args=[one.case_ref, one.number])}?at={hit.n}#m{hit.n}"


def address_of(result: Result, *, triages: bool) -> str:
    """The page on which a record is read; of a tip in a case, for who does not triage, the case's."""
    if result.kind == FoundKind.TIP and triages:
        return reverse("workspace:tip", args=[int(result.ref.partition("-")[2])])
    if result.kind in NUMBERED:
        return reverse(NUMBERED[result.kind], args=[result.case_ref, int(result.ref.partition("-")[2])])
    if result.kind in {FoundKind.PERSON, FoundKind.ORGANISATION}:
        return reverse("workspace:person", args=[result.case_ref, int(result.key)])
    if result.kind == FoundKind.PASSAGE:
        return f"{reverse('workspace:case_evidence', args=[result.case_ref])}#{result.ref}"
    if result.kind == FoundKind.EVENT:
        return reverse("workspace:case_timeline", args=[result.case_ref])
    case = reverse("workspace:case", args=[result.case_ref])
    part = PARTS.get(result.kind)
    return f"{case}#{part}" if part else case
