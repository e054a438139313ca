"""The door to events and to what they may cite is the case's."""

import re

from django.shortcuts import get_object_or_404

from lali.records.agencies.models import Member
from lali.records.cases.access import case_for
from lali.records.cases.models import Case
from lali.records.chronology.models import Event

_TYPED = re.compile(r"\s*([A-Za-z])\s*-?\s*0*([0-9]{1,9})(?![0-9])[\s,;:.]*(.*)", re.DOTALL)


def event_for(member: Member, ref: str, number: int) -> Event:
    """One standing event of a case the member may open; Http404 otherwise."""
    return event_in(case_for(member, ref), number)


def event_in(case: Case, number: int) -> Event:
    """One standing event of a case that was opened through its door; Http404 otherwise."""
    return get_object_or_404(case.events.standing(), pk=number)


def read_citation(typed: str) -> tuple[str, int, str] | None:
    """The kind, number and locator of a citation as typed ("e3, page 2" is exhibit 3, "page 2"); None for none."""
    found = _TYPED.fullmatch(typed)
    return (found[1].upper(), int(found[2]), found[3].strip()) if found else None


def citable(case: Case, kind: str, number: int) -> str | None:
    """The reference of a record that belongs to the case, as it is written; None when the case has no such record."""
    match kind:
        case "E":
            found = case.exhibits.filter(number=number).first()
        case "T":
            found = case.tips.filter(number=number).first()
        case "S":
            found = case.statements.filter(number=number).first()
        case "P":
            found = case.passages.filter(number=number).first()
        case _:
            found = None
    return found.ref if found else None
