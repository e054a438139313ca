"""Looking at a register: each row's fate, and nothing taken in."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from itertools import islice
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from lali.engines.documents import places_of
from lali.engines.tables import Limits, TableRefused
from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record
from lali.records.configuration.document import with_code
from lali.records.configuration.queries import in_force
from lali.records.configuration.vocabulary import REFERENCE_SYSTEMS
from lali.records.entities.queries import spellings
from lali.records.entities.vocabulary import PersonRole
from lali.records.imports.access import run_for
from lali.records.imports.actions.writing import (
    RoleNotChosen,
    facts_of,
    forget_contents,
    kind_of,
    numbers_known,
    rows_of,
)
from lali.records.imports.contents import MOST_ROWS, sealed_contents, sealed_rest
from lali.records.imports.models import ImportRow, ImportRun
from lali.records.imports.reading import FileNotRead, Told, columns_without_place, digest_of, folded, opened
from lali.records.imports.vocabulary import (
    NEEDED,
    PERSONS_ARE,
    VICTIM_NAMED,
    Fate,
    Field,
    Reason,
    Rest,
    RunState,
    Target,
)
from lali.records.keyring import new_wrapped_key
from lali.records.refusals import Refused

BATCH, LETTERS = 1_000, 100_000  # of rows that are judged together
CONTENTS_KEPT_FOR = timedelta(days=14)  # what rows say, when nobody takes them in
Foreseen = tuple[int, str, str, str, list[str], bytes]  # number, its number there, fate, reason, odd, what it says


class MappingIsWrong(Refused):
    """A needed field has no column, or a column is not there."""

    sentence = gettext_lazy("Say which columns hold the number and what happened.")


class UnknownRegister(Refused):
    """The register is not in the configuration's list."""

    sentence = gettext_lazy("This register is not in the list of registers. An administrator can add it.")


class NotOnlyLookedAt(Refused):
    """Rows of it were taken in, or it was discarded already."""

    sentence = gettext_lazy(
        "This import is no longer a preview only, so there is nothing to discard. What was taken in can be taken back."
    )


def preview_import(
    *,
    by: Member,
    file: BinaryIO,
    file_name: str,
    system: str,
    target: Target,
    mapping: Mapping[str, int],
    persons_are: str = "",
    rest: str = Rest.ADD,
    limits: Limits | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> ImportRun:
    """Look at a register: each row's fate is put on record, and nothing is taken in.

    `persons_are`: the role of whoever a column names, or LEFT_OUT. RoleNotChosen where cases would name persons and
    nobody chose: what somebody is to a case is a member's word, never a guess. `rest`: what becomes of columns that
    have no place; unless one leaves them out, they are added to what happened.
    """
    require(by, Permission.IMPORT)
    registers = in_force().configuration.list_of(REFERENCE_SYSTEMS)
    if registers is None or with_code(registers.entries, system) is None:
        raise UnknownRegister
    table = opened(file, limits)
    if any(field not in mapping for field in NEEDED) or not _fits(mapping, len(table.heading)):
        raise MappingIsWrong
    if target == Target.CASE and Field.PERSON in mapping and persons_are not in dict(PERSONS_ARE):
        raise RoleNotChosen
    run = ImportRun(
        persons_are=persons_are if target == Target.CASE and Field.PERSON in mapping else "",
        file_name=file_name[-200:], sha256=digest_of(file), system=system, target=target,
        mapping=dict(mapping), told=table.told, by=by, wrapped_key=new_wrapped_key(),
        adds_rest=rest == Rest.ADD,
    )  # fmt: skip
    run.sealed_rest = sealed_rest(run, columns_without_place(table.heading, mapping, target).values())
    rows = _foresee(run, rows_of(run, table), on_progress)
    counts = dict.fromkeys(Fate.values, 0) | Counter(str(fate) for _number, _told, fate, *_more in rows)
    with transaction.atomic():  # begins when all is read: a slow file holds nobody up
        run.save()
        return _previewed(by, run, rows, counts)


def _previewed(by: Member, run: ImportRun, rows: list[Foreseen], counts: dict[str, int]) -> ImportRun:
    for begin in range(0, len(rows), BATCH):
        ImportRow.objects.bulk_create(
            ImportRow(
                run=run, number=number, told_number=there, fate=fate, reason=reason, odd=odd, sealed_contents=said
            )
            for number, there, fate, reason, odd, said in rows[begin : begin + BATCH]
        )
    record(by=by, verb="import.previewed", subject=run.subject, facts=facts_of(run) | counts)
    return run


def _fits(mapping: Mapping[str, int], columns: int) -> bool:
    return all(field in Field.values and 0 <= column < columns for field, column in mapping.items())


def _foresee(run: ImportRun, rows: Iterator[Told], on_progress: Callable[[int], None] | None) -> list[Foreseen]:
    seen: set[str] = set()
    found: list[Foreseen] = []
    try:
        while batch := _batch(rows):
            known = numbers_known(run.system, batch)
            fates = [_fate(told, known, seen) for told in batch]
            said = [_contents(run, told) for told in batch] if len(found) < MOST_ROWS else [b""] * len(batch)
            found += [
                (told.row.number, _number_there(told), fate, told.reason, _odd(run, told), kept)
                for told, fate, kept in zip(batch, fates, said, strict=True)
            ]
            if on_progress:
                on_progress(len(found))
    except TableRefused as why:
        raise FileNotRead(str(why)) from None
    return found


def _batch(rows: Iterator[Told]) -> list[Told]:
    """The next rows, few where they are long: the clock is looked at when one is read, not while they are judged."""
    batch, letters = [], 0
    for told in islice(rows, BATCH):
        batch.append(told)
        letters += sum(map(len, told.row.cells))
        if letters > LETTERS:
            break
    return batch


def _number_there(told: Told) -> str:
    """The register's number, by which a row is found again; what is too long for one may be other words."""
    return "" if told.reason == Reason.LONG_NUMBER else told.number


def _contents(run: ImportRun, told: Told) -> bytes:
    return sealed_contents(run, told, kind=kind_of(told.kind) if told.kind else "", country=run.by.agency.country)


def _odd(run: ImportRun, told: Told) -> list[str]:
    """What is odd about a row; also that its words name a possible victim, which the team of the case would read."""
    # All names at once: one cell may hold thousands, and going over the words for each takes minutes.
    names = [each for name in told.persons for each in spellings(name)] if run.persons_are == PersonRole.VICTIM else []
    named = bool(names) and bool(places_of(names, f"{told.title}\n{told.words}"))
    return [*told.row.odd, *([VICTIM_NAMED] if named else [])]


def _fate(told: Told, known: set[str], seen: set[str]) -> str:
    if told.reason:
        return Fate.REFUSED
    number = folded(told.number)
    if number in known:
        return Fate.MATCHES
    if number in seen:
        return Fate.REPEATED
    seen.add(number)
    return Fate.NEW


@transaction.atomic
def discard_import(*, by: Member, number: int) -> ImportRun:
    """Discard an import that was only looked at: what its rows say is forgotten, their numbers in the register too.

    The import itself, how many rows met which fate, and who discarded it when, stay. NotOnlyLookedAt once anything may
    have been taken in: that is taken back instead, which leaves no record without its import.
    """
    run = run_for(by, number, lock=True)
    if run.state != RunState.PREVIEWED:
        raise NotOnlyLookedAt
    forget_contents(run)
    run.rows.exclude(told_number="").update(told_number="")
    run.state, run.discarded_at = RunState.DISCARDED, timezone.now()
    run.save(update_fields=["state", "discarded_at", "wrapped_key", "sealed_rest"])
    record(by=by, verb="import.discarded", subject=run.subject, facts=facts_of(run))
    return run


@transaction.atomic
def forget_looks(*, by: object) -> int:
    """Forget what rows say of registers that were looked at days ago and not taken in; how many. Called by a timer.

    Each row's fate stays, and the import can still be gone on with: the file says again what it said.
    """
    before = timezone.now() - CONTENTS_KEPT_FOR
    old = list(ImportRun.objects.select_for_update().filter(at__lt=before).exclude(wrapped_key=b""))
    for run in old:
        forget_contents(run)
        run.save(update_fields=["wrapped_key", "sealed_rest"])
        record(by=by, verb="import.forgotten", subject=run.subject)
    return len(old)
