"""The door to the board is the case's."""

from django.shortcuts import get_object_or_404

from lali.records.cases.models import Case
from lali.records.elements.models import SuspectedOffence


def suspected_in(case: Case, number: int) -> SuspectedOffence:
    """One suspected offence of a case that was opened, or is held, through its door; Http404 when it has none such."""
    rows = case.suspected_offences.select_related("offence__offence__current", "case")
    return get_object_or_404(rows, number=number)
