"""Taking a whole import back."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record
from lali.records.cases.actions import describe_case
from lali.records.cases.actions.writing import NothingWritten
from lali.records.cases.models import Case
from lali.records.cases.vocabulary import CaseState
from lali.records.imports.access import run_for
from lali.records.imports.actions.writing import ImportIsUndone, facts_of, forget_contents, last_write
from lali.records.imports.models import ImportRun
from lali.records.imports.vocabulary import UNDOABLE, RunState
from lali.records.search.index import take_out
from lali.records.tips.actions import close_tip
from lali.records.tips.models import Tip
from lali.records.tips.vocabulary import CloseReason, TipState

_UNTOUCHED = {"case": {CaseState.OPEN, CaseState.CLOSED}, "tip": {TipState.NEW}}  # states that an import leaves


def undo_import(*, by: Member, number: int, reason: str, on_progress: Callable[[int], None] | None = None) -> ImportRun:
    """Take a whole import back. Can be stopped anywhere and run again.

    Of each row, what it made is taken back if nobody has written to it since: a case or a tip is closed, the register's
    number is free again. What somebody has worked on stays as it is, and its row says so. Only who made the import, and
    may propose that records be disposed of, can; nothing is erased: that stays with two persons.
    """
    run = _begin_undoing(by, number, reason.strip())
    waiting = run.rows.exclude(became="").filter(taken_back_at__isnull=True).values_list("pk", flat=True)
    for done, row in enumerate(list(waiting), start=1):
        _take_back(by, run, row)
        if on_progress:
            on_progress(done)
    return _finish_undoing(by, run)


@transaction.atomic
def _begin_undoing(by: Member, number: int, reason: str) -> ImportRun:
    run = run_for(by, number, lock=True)
    require(by, Permission.PROPOSE_DISPOSAL)
    if run.state not in UNDOABLE:
        raise ImportIsUndone
    if not reason:
        raise NothingWritten
    forget_contents(run)  # it cannot be gone on with: nothing waits any more
    run.save(update_fields=["wrapped_key", "sealed_rest"])
    if run.state != RunState.UNDOING:
        run.state, run.undone_why = RunState.UNDOING, reason[:300]
        run.save(update_fields=["state", "undone_why"])
        record(by=by, verb="import.undoing", subject=run.subject, facts=facts_of(run))
    return run


@transaction.atomic
def _take_back(by: Member, run: ImportRun, key: int) -> None:
    run_for(by, run.pk, lock=True)  # one at a time; who waited looks again
    row = run.rows.get(pk=key)
    if row.taken_back_at or last_write(row.became) != row.entry_index:
        return
    kind, _colon, name = row.became.partition(":")
    made = Case.objects.filter(ref=name).first() if kind == "case" else Tip.objects.filter(pk=name).first()
    if made is None or made.state not in _UNTOUCHED[kind]:
        return
    if kind == "case" and made.state == CaseState.OPEN:
        describe_case(
            by=by, ref=made.ref, version=made.version, title=made.title, kind=made.kind, summary=made.summary,
            state=CaseState.CLOSED,
        )  # fmt: skip
    elif kind == "tip":
        close_tip(by=by, number=made.number, version=made.version, reason=CloseReason.TEST, note=run.undone_why)
    row.taken_back_at = timezone.now()
    row.save(update_fields=["taken_back_at"])
    for reference in made.references.standing().filter(system=run.system):
        reference.taken_back_at = row.taken_back_at
        reference.save(update_fields=["taken_back_at"])
        take_out(f"{made.subject}/reference:{reference.pk}")
    record(by=by, verb="import.row_undone", subject=made.subject, facts={"import": run.pk})


@transaction.atomic
def _finish_undoing(by: Member, run: ImportRun) -> ImportRun:
    run = run_for(by, run.pk, lock=True)
    if run.state != RunState.UNDONE:
        run.state = RunState.UNDONE
        run.save(update_fields=["state"])
        made = run.rows.exclude(became="")
        back = made.filter(taken_back_at__isnull=False).count()
        facts = facts_of(run) | {"taken_back": back, "stay": made.count() - back}
        record(by=by, verb="import.undone", subject=run.subject, facts=facts)
    return run
