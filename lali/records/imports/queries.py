"""What screens and commands ask about imports and numbers of registers."""

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record
from lali.records.cases.access import cases_for
from lali.records.cases.models import Case
from lali.records.imports.access import run_for
from lali.records.imports.contents import Said, contents_of, rest_of
from lali.records.imports.models import ExternalReference, ImportRow, ImportRun
from lali.records.imports.reading import folded
from lali.records.imports.vocabulary import UNDOABLE, VICTIM_NAMED, Fate, RunState
from lali.records.tips.models import Tip


def imports_of(member: Member) -> QuerySet[ImportRun]:
    """The member's own imports, newest first, with counts of rows to take in and taken in."""
    require(member, Permission.IMPORT)
    counts = {"all_rows": Count("rows"), "taken": Count("rows", filter=~Q(rows__became=""))}
    return ImportRun.objects.filter(by=member).annotate(**counts).order_by("-pk")


def read_import(member: Member, number: int) -> tuple[ImportRun, dict[str, int]]:
    """One import and how many rows meet each fate; journalled."""
    run = run_for(member, number)
    record(by=member, verb="import.read", subject=run.subject, reading=True)
    counted = run.rows.order_by().values_list("fate").annotate(number=Count("pk"))
    return run, dict.fromkeys(Fate.values, 0) | dict(counted)


def placeless_columns(run: ImportRun) -> list[str]:
    """Names of the columns that no field takes up, of an import that was opened through its door; while it waits."""
    return rest_of(run)


def rows_of(run: ImportRun, fate: str = "") -> QuerySet[ImportRow]:
    """Rows of an import that was opened through its door, in the order of the file."""
    return run.rows.filter(fate=fate) if fate else run.rows.all()


def rows_with_contents(run: ImportRun, rows: Iterable[ImportRow]) -> list[tuple[ImportRow, list[Said]]]:
    """Rows of a page, each with what it says: only these are opened."""
    return [(row, contents_of(run, row)) for row in rows]


def tips_of_rows(rows: Iterable[ImportRow]) -> dict[str, Tip]:
    """The tips that rows of a page became, by how the row names them: for a link, which asks at the tip's door."""
    keys = [row.became.removeprefix("tip:") for row in rows if row.became.startswith("tip:")]
    return {tip.subject: tip for tip in Tip.objects.filter(pk__in=keys).only("pk", "number")}


def references_of_tip(tip: Tip) -> QuerySet[ExternalReference]:
    """Numbers in registers of a tip that was opened through the door."""
    return ExternalReference.objects.standing().filter(tip=tip)


def rows_naming_victims(run: ImportRun) -> int:
    """How many rows of an import hold, in their words, the name of somebody who becomes a possible victim."""
    return run.rows.filter(odd__icontains=VICTIM_NAMED).count()


def may_undo(member: Member, run: ImportRun) -> bool:
    """Whether the member may take a whole import of theirs back now."""
    return run.state in UNDOABLE and member.may(Permission.PROPOSE_DISPOSAL)


def rows_waiting(run: ImportRun, counts: dict[str, int]) -> int:
    """How many new rows of an import can still be taken in."""
    over = run.undone_why or run.state == RunState.DISCARDED
    return 0 if over else counts[Fate.NEW] - run.rows.exclude(became="").count()


def may_discard(run: ImportRun) -> bool:
    """Whether an import that was opened through its door can be discarded: nothing of it was taken in."""
    return run.state == RunState.PREVIEWED


def references_of(case: Case) -> QuerySet[ExternalReference]:
    """Numbers in registers of a case that was opened through the door, and of the tips in it."""
    return ExternalReference.objects.standing().filter(Q(case=case) | Q(tip__case_place__case=case))


def case_by_number(member: Member, number: str) -> Case | None:
    """The case of the member's teams that a register gives this number."""
    return cases_for(member).filter(references__folded=folded(number), references__taken_back_at__isnull=True).first()
