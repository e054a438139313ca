"""Taking statements down, and correcting them."""

from dataclasses import dataclass, fields
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.actions.writing import NothingWritten, touch, writable
from lali.records.cases.models import Case
from lali.records.changes import changed_values
from lali.records.entities.models import Person
from lali.records.evidence.findable import of_statement
from lali.records.evidence.models import Statement, StatementVersion
from lali.records.refusals import Refused
from lali.records.search.index import put_entry

CLASSIFIED = StatementVersion.CLASSIFIED | {"person_id": "internal", "paper_id": "internal"}


class StatementHasMoved(Refused):
    """A colleague corrected the statement meanwhile."""

    sentence = _(
        "A colleague corrected this statement while you were writing. Your words are kept below; compare and save."
    )


class NothingCorrected(Refused):
    """A correction must differ from what stands."""

    sentence = _("Nothing is different from the version that stands.")


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as a form hands it over.

    `person_id`: a person of the case; if None, `of_whom` says in words of whom it is ("unknown"). `paper`: number of
    the exhibit that is the signed paper.
    """

    words: str
    person_id: int | None = None
    of_whom: str = ""
    taken_at: datetime | None = None
    taken_by: str = ""
    taken_where: str = ""
    language: str = ""
    interpreter: str = ""
    paper: int | None = None


@transaction.atomic
def take_statement(*, by: Member, ref: str, said: Said) -> Statement:
    """Take a statement down: the next number of its case, version 1."""
    case = writable(by, ref)
    columns = _columns(case, said)
    last = case.statements.aggregate(last=Max("number"))["last"] or 0
    statement = case.statements.create(number=last + 1)
    _write(by, statement, 1, columns, why="")
    record(by=by, verb="statement.taken", subject=statement.subject, facts={"version": 1})
    touch(case)
    return statement


@transaction.atomic
def correct_statement(*, by: Member, ref: str, number: int, version: int, said: Said, why: str) -> StatementVersion:
    """Correct a statement by a new version, with a reason; every older version stays readable.

    StatementHasMoved when `version` is not the newest any more.
    """
    case = writable(by, ref)
    statement = get_object_or_404(case.statements.select_related("current", "case"), number=number)
    if statement.current.number != version:
        raise StatementHasMoved
    if not why.strip():
        raise NothingWritten
    columns = _columns(case, said)
    before = {name: getattr(statement.current, name) for name in columns}
    if before == columns:
        raise NothingCorrected
    written = _write(by, statement, version + 1, columns, why=why.strip()[:300])
    changed = changed_values(CLASSIFIED, before, columns, key=case.key())
    facts = {"version": written.number, "changed": changed}
    record(by=by, verb="statement.corrected", subject=statement.subject, facts=facts)
    touch(case)
    return written


def _columns(case: Case, said: Said) -> dict[str, object]:
    if not said.words.strip():
        raise NothingWritten
    plain = {field.name: getattr(said, field.name) for field in fields(Said)}
    columns = {name: value.strip() if isinstance(value, str) else value for name, value in plain.items()}
    columns["words"] = columns["words"].replace("\r\n", "\n")  # a browser's line ends are not the person's words
    number = columns.pop("paper")
    columns["paper_id"] = get_object_or_404(case.exhibits, number=number).pk if number is not None else None
    if said.person_id is not None:
        get_object_or_404(Person.objects.filter(places__case=case).distinct(), pk=said.person_id)
        columns["of_whom"] = ""
    elif not columns["of_whom"]:
        raise NothingWritten
    return columns


def _write(by: Member, statement: Statement, number: int, columns: dict[str, object], *, why: str) -> StatementVersion:
    written = statement.versions.create(number=number, written_by=by, why=why, **columns)
    statement.current = written
    statement.save(update_fields=["current"])
    put_entry(of_statement(statement))
    return written
