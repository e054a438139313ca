"""Where a case came from: its journal at the node of origin."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lali.records.transfers.origin import OriginEntry, journal_of_origin
from lali.web.workspace.reading import happened, part_of, shown_changes
from lali.web.workspace.views.room import room

PER_PAGE = 50


@require_safe
def journal(request: HttpRequest, ref: str) -> HttpResponse:
    """Who read and wrote what in this case at the node it came from."""
    context = room(request, ref, "origin")
    arrival = context["arrival"]()
    found = arrival and journal_of_origin(context["case"], arrival)
    if found is None:
        raise Http404
    page = Paginator(found if found.is_whole else [], PER_PAGE).get_page(request.GET.get("page"))
    entries = list(page)
    names = found.names_of(entries)
    rows = [(entry, _who(entry, names), happened(entry.verb), _about(entry), shown_changes(entry.changes))
            for entry in entries]  # fmt: skip
    context |= {"page": page, "rows": rows, "origin": found, "arrival": arrival, "part": "journal"}
    return render(request, "workspace/case_origin.html", context)


def _who(entry: OriginEntry, names: dict[str, str]) -> str:
    """A name that came with this case; else how that node writes them, whose numbers are not ours."""
    kind, _colon, number = entry.by.partition(":")
    if kind == "member" and entry.by not in names:
        return _("a member there, number %(number)s") % {"number": number}
    return names.get(entry.by, entry.by)


def _about(entry: OriginEntry) -> str:
    """A part of the case by its number there, or the other case that it was linked with, as it was kept."""
    other = entry.facts.get("with", "")
    if entry.verb.startswith("case.") and isinstance(other, str) and other:
        return _("%(ref)s there") % {"ref": other[:80]}
    return part_of(entry.subject)
