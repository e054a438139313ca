"""The door to exhibits is the case's."""

from django.shortcuts import get_object_or_404

from lali.records.agencies.models import Member
from lali.records.cases.access import case_for
from lali.records.cases.vocabulary import Level
from lali.records.evidence.models import Exhibit


def exhibit_for(member: Member, ref: str, number: int, level: Level = Level.READ) -> Exhibit:
    """One exhibit of a case the member may open; Http404 otherwise."""
    case = case_for(member, ref, level)
    return get_object_or_404(case.exhibits.select_related("case", "sealed_by"), number=number)
