"""The door to exhibits and statements is the case's."""

from django.shortcuts import get_object_or_404

from lali.records.agencies.models import Member
from lali.records.cases.access import case_for
from lali.records.cases.vocabulary import Level
from lali.records.evidence.models import Exhibit, Statement, StatementVersion


def exhibit_for(member: Member, ref: str, number: int, level: Level = Level.READ) -> Exhibit:
    """One exhibit of a case the member may open; Http404 otherwise."""
    case = case_for(member, ref, level)
    return get_object_or_404(case.exhibits.select_related("case", "sealed_by"), number=number)


def statement_for(
    member: Member, ref: str, number: int, version: int | None = None, level: Level = Level.READ
) -> tuple[Statement, StatementVersion]:
    """One statement of a case the member may open, with one of its versions (the newest); Http404 otherwise."""
    case = case_for(member, ref, level)
    statement = get_object_or_404(case.statements.select_related("current"), number=number)
    statement.case = case  # opened through the door: it knows the member's level
    versions = statement.versions.select_related("paper", "written_by")
    return statement, get_object_or_404(versions, number=version or statement.current.number)
