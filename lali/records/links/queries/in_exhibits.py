"""In which exhibits an identifier was read."""

from lali.records.agencies.models import Member
from lali.records.cases.access import cases_for
from lali.records.entities.models import Identifier
from lali.records.links.models import InExhibit

MOST_SHOWN = 50


def read_in_exhibits(member: Member, identifier: Identifier) -> list[InExhibit]:
    """Where it was read, in cases that the member may open; nothing of restricted exhibits."""
    found = InExhibit.objects.filter(identifier=identifier, case__in=cases_for(member))
    found = found.filter(exhibit__restricted_at__isnull=True)
    return list(found.select_related("case", "exhibit", "noted_by").order_by("-pk")[:MOST_SHOWN])
