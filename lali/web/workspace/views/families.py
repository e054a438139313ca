"""Families: tips and messages that say nearly the same, with what stays among them and what changes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lali.records.audit.actions import record_listing
from lali.records.audit.queries import last_seen
from lali.records.audit.vocabulary import NODE
from lali.records.entities.vocabulary import IdentifierKind
from lali.records.links import actions, queries
from lali.web.components import Span


@require_safe
def families(request: HttpRequest) -> HttpResponse:
    """Families of texts in records that the member may open, newest first. What came just now is folded first."""
    actions.fold_texts(by=NODE)
    since = last_seen(request.user.journal_name, "families")
    page = queries.families_for(request.user, since=since, page=request.GET.get("page"))
    record_listing(by=request.user, what="families", subjects=[f"family:{one.number}" for one in page])
    return render(request, "workspace/families.html", {"page": page})


@require_safe
def family(request: HttpRequest, text: int) -> HttpResponse:
    """One family: its template, its texts, and the numbers and accounts in them."""
    about = f"family:{text}"
    since = last_seen(request.user.journal_name, about)
    shown = queries.family_of(request.user, text, since=since)
    record_listing(by=request.user, what=about, subjects=[one.subject for one in shown.texts])
    texts = [
        (one, [Span(found.start, found.end, _word(found.kind)) for found in one.identifiers]) for one in shown.texts
    ]
    identifiers = [(_word(found.kind), found.normalised, times) for found, times in shown.identifiers]
    context = {"shown": shown, "texts": texts, "identifiers": identifiers}
    return render(request, "workspace/family.html", context)


def _word(kind: str) -> str:
    return str(IdentifierKind(kind).label)
