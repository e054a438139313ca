"""What the configuration adds to a case: answers, numbers in registers, and the guide of its kind."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lali.records.cases.queries import extras_of
from lali.records.imports.queries import references_of
from lali.records.transfers.queries import arrival_of
from lali.web.workspace.forms.imports import registers
from lali.web.workspace.views.room import room


@require_safe
def guide(request: HttpRequest, ref: str) -> HttpResponse:
    """One case's further facts, and what its template says: steps with their notes, questions, offences to consider."""
    context = room(request, ref, "guide")
    words = dict(registers())
    references = [(words.get(one.system, one.system), one.number) for one in references_of(context["case"])]
    arrival = arrival_of(context["case"])
    context |= {"extras": extras_of(context["case"]), "references": references}
    context |= {"arrival": arrival, "told_there": arrival.answers() if arrival else []}
    return render(request, "workspace/case/guide.html", context)
