"""Statements as they may be shown: of a possible victim, by code name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.models import Case
from lali.records.cases.queries import persons_of
from lali.records.evidence.access import statement_for
from lali.records.evidence.models import Exhibit, Statement, StatementVersion


@dataclass(frozen=True, slots=True)
class StatementShown:
    """One version of a statement. `of_whom` is a code name where the person may be a victim (`is_code_name`)."""

    number: int
    ref: str
    version: int
    versions: int
    person_id: int | None
    of_whom: str
    is_code_name: bool
    taken_at: datetime | None
    taken_by: str
    taken_where: str
    language: str
    interpreter: str
    words: str
    paper: Exhibit | None
    written_at: datetime
    written_by: str
    why: str

    @property
    def is_whole(self) -> bool:
        """Whether a court would find when, by whom and where it was taken."""
        return bool(self.taken_at and self.taken_by and self.taken_where)


def statements_of(case: Case) -> list[StatementShown]:
    """The newest version of each statement of a case that was opened through the door, in order of number.

    Three queries, whatever their number.
    """
    statements = case.statements.select_related("current__paper", "current__written_by").annotate(
        how_many=Count("versions")
    )
    statements = list(statements.order_by("number"))
    names = _names(case) if statements else {}
    return [_shown(one, one.current, names, one.how_many) for one in statements]


def read_statement(member: Member, ref: str, number: int, version: int | None = None) -> StatementShown:
    """One statement, the newest version or an older one, journalled. Http404 when there is none."""
    statement, found = statement_for(member, ref, number, version)
    record(by=member, verb="statement.read", subject=statement.subject, facts={"version": found.number}, reading=True)
    return _shown(statement, found, _names(statement.case), statement.current.number)


def versions_of_statement(case: Case, number: int) -> list[StatementShown]:
    """All versions of one statement of an opened case, newest first."""
    versions = StatementVersion.objects.filter(statement__case=case, statement__number=number)
    versions = versions.select_related("statement", "paper", "written_by").order_by("-number")
    names = _names(case)
    return [_shown(one.statement, one, names, versions[0].number) for one in versions]


def _names(case: Case) -> Mapping[int, tuple[str, bool]]:
    return {person.id: (person.name, person.is_code_name) for person in persons_of(case)}


def _shown(
    statement: Statement, version: StatementVersion, names: Mapping[int, tuple[str, bool]], versions: int
) -> StatementShown:
    name, is_code_name = names.get(version.person_id, (version.of_whom, False))
    return StatementShown(
        number=statement.number,
        ref=statement.ref,
        version=version.number,
        versions=versions,
        person_id=version.person_id,
        of_whom=name,
        is_code_name=is_code_name,
        taken_at=version.taken_at,
        taken_by=version.taken_by,
        taken_where=version.taken_where,
        language=version.language,
        interpreter=version.interpreter,
        words=version.words,
        paper=version.paper,
        written_at=version.written_at,
        written_by=version.written_by.name,
        why=version.why,
    )
