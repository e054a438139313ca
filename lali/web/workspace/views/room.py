"""What every page of a case shares: the case, opened through its door and journalled, and what one may do there."""

from functools import cache, partial

from django.http import HttpRequest

from lali.records.cases import queries
from lali.records.transfers.queries import arrival_of


def room(request: HttpRequest, ref: str, part: str) -> dict[str, object]:
    """Open a case for the page `part` (the tab that is marked): the start of that page's context.

    `arrival` asks only where a page shows how the case came here.

    Http404 when there is no such case or the member may not see it. `case`, `writes`, `leads` are for templates that
    extend `workspace/case/frame.html`; give the opened `case` to queries rather than its reference.
    """
    case = queries.read_case(request.user, ref, part)
    may = {"writes": queries.may_write(case), "leads": queries.may_lead(case)}
    return {"case": case, "part": part, "arrival": cache(partial(arrival_of, case)), **may}
