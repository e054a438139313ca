"""Looking at a register, and taking its rows in."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lali.engines.documents import places_of
from lali.engines.identifiers import find
from lali.engines.tables import Limits, Table, TableRefused
from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record
from lali.records.audit.models import Entry
from lali.records.cases.actions import add_person, describe_case, open_case
from lali.records.cases.actions.opening import hold_numbers
from lali.records.cases.actions.writing import NothingWritten
from lali.records.cases.findable import put_identifiers
from lali.records.cases.kinds import kinds_offered
from lali.records.cases.models import Case
from lali.records.cases.vocabulary import CaseKind, CaseState
from lali.records.configuration.document import with_code
from lali.records.configuration.queries import in_force
from lali.records.configuration.vocabulary import CASE_KINDS, REFERENCE_SYSTEMS
from lali.records.entities.actions import note_identifiers
from lali.records.entities.queries import spellings
from lali.records.entities.vocabulary import PersonRole
from lali.records.imports.access import run_for
from lali.records.imports.contents import MOST_ROWS, sealed_contents, sealed_rest
from lali.records.imports.findable import of_reference
from lali.records.imports.models import ExternalReference, ImportRow, ImportRun
from lali.records.imports.reading import (
    LONGEST_TITLE,
    FileNotRead,
    Told,
    columns_without_place,
    digest_of,
    folded,
    opened,
    rows_told,
)
from lali.records.imports.vocabulary import (
    LEFT_OUT,
    NEEDED,
    PERSONS_ARE,
    UNDOABLE,
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
from lali.records.search.index import door_of, put_entry, take_out
from lali.records.tips.actions import close_tip, receive_tip
from lali.records.tips.models import Tip
from lali.records.tips.vocabulary import CloseReason, TipSource, TipState

BATCH, LETTERS = 1_000, 100_000  # of rows that are judged together
CONTENTS_KEPT_FOR = timedelta(days=14)  # what rows say, when nobody takes them in
Foreseen = tuple[int, str, str, str, list[str], bytes]  # number, its number there, fate, reason, odd, what it says


class MappingIsWrong(Refused):
    """A needed field has no column, or a column is not there."""

    sentence = gettext_lazy("Say which columns hold the number and what happened.")


class UnknownRegister(Refused):
    """The register is not in the configuration's list."""

    sentence = gettext_lazy("This register is not in the list of registers. An administrator can add it.")


class RoleNotChosen(Refused):
    """A column names persons, and nobody said what they are."""

    sentence = gettext_lazy(
        "A column holds names of persons. Choose what these persons are in the cases, or leave the names out."
    )


class AnotherFile(Refused):
    """Not the bytes that were looked at."""

    sentence = gettext_lazy("This is not the file that was looked at. Look at this one first.")


class ImportIsUndone(Refused):
    """It was taken back."""

    sentence = gettext_lazy("This import was taken back, or nothing of it was taken in. Look at the file again.")


class ImportIsDiscarded(Refused):
    """Its preview was discarded."""

    sentence = gettext_lazy("This preview was discarded: nothing of it was taken in. Look at the file again.")


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
    rows = _foresee(run, _rows(run, table), on_progress)
    counts = dict.fromkeys(Fate.values, 0) | Counter(str(fate) for _number, _told, fate, *_more in rows)
    with transaction.atomic():  # begins when all is read: a slow file holds nobody up
        run.save()
        return _previewed(by, run, rows, counts)


def _rows(run: ImportRun, table: Table) -> Iterator[Told]:
    rest = columns_without_place(table.heading, run.mapping, run.target) if run.adds_rest else None
    return rows_told(table, run.mapping, today=timezone.localdate(), rest=rest)


def _previewed(by: Member, run: ImportRun, rows: list[Foreseen], counts: dict[str, int]) -> ImportRun:
    for begin in range(0, len(rows), BATCH):
        ImportRow.objects.bulk_create(
            ImportRow(
                run=run, number=number, told_number=there, fate=fate, reason=reason, odd=odd, sealed_contents=said
            )
            for number, there, fate, reason, odd, said in rows[begin : begin + BATCH]
        )
    record(by=by, verb="import.previewed", subject=run.subject, facts=_facts(run) | counts)
    return run


def _fits(mapping: Mapping[str, int], columns: int) -> bool:
    return all(field in Field.values and 0 <= column < columns for field, column in mapping.items())


def _facts(run: ImportRun) -> dict[str, object]:
    return {"sha256": run.sha256, "system": run.system, "target": str(run.target)}


def _foresee(run: ImportRun, rows: Iterator[Told], on_progress: Callable[[int], None] | None) -> list[Foreseen]:
    seen: set[str] = set()
    found: list[Foreseen] = []
    try:
        while batch := _batch(rows):
            known = _known(run.system, batch)
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
    return sealed_contents(run, told, kind=_kind(told.kind) if told.kind else "", country=run.by.agency.country)


def _odd(run: ImportRun, told: Told) -> list[str]:
    """What is odd about a row; also that its words name a possible victim, which the team of the case would read."""
    # All names at once: one cell may hold thousands, and going over the words for each takes minutes.
    names = [each for name in told.persons for each in spellings(name)] if run.persons_are == PersonRole.VICTIM else []
    named = bool(names) and bool(places_of(names, f"{told.title}\n{told.words}"))
    return [*told.row.odd, *([VICTIM_NAMED] if named else [])]


def _known(system: str, batch: list[Told]) -> set[str]:
    numbers = [folded(told.number)[:60] for told in batch]
    found = ExternalReference.objects.standing().filter(system=system, folded__in=numbers)
    return set(found.values_list("folded", flat=True))


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


def apply_import(
    *,
    by: Member,
    number: int,
    file: BinaryIO,
    most: int | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> ImportRun:
    """Take in the rows of an import that are new and not in yet. Can be stopped anywhere and run again.

    Each row is one transaction with its fate; with `most`, it stops after so many. AnotherFile when the bytes are not
    those that were looked at.
    """
    run = _begin(by, number, digest_of(file))
    table = opened(file)
    waiting = set(run.rows.filter(fate=Fate.NEW, applied_at__isnull=True).values_list("number", flat=True))
    done = 0
    for told in _rows(run, table):
        if done == most:
            break
        if told.row.number in waiting:
            _take_in(by, run, told)
            done += 1
            if on_progress:
                on_progress(done)
    return _finish(by, run)


@transaction.atomic
def _begin(by: Member, number: int, digest: str) -> ImportRun:
    run = run_for(by, number, lock=True)
    if run.sha256 != digest:
        raise AnotherFile
    if run.state in {RunState.UNDOING, RunState.UNDONE}:
        raise ImportIsUndone
    if run.state == RunState.DISCARDED:
        raise ImportIsDiscarded
    if run.target == Target.CASE and Field.PERSON in run.mapping and not run.persons_are:  # looked at before one chose
        raise RoleNotChosen
    if run.state == RunState.PREVIEWED:
        run.state = RunState.APPLYING
        run.save(update_fields=["state"])
        record(by=by, verb="import.begun", subject=run.subject, facts=_facts(run))
    return run


@transaction.atomic
def _finish(by: Member, run: ImportRun) -> ImportRun:
    run = run_for(by, run.pk, lock=True)
    if run.state != RunState.APPLIED and not run.rows.filter(fate=Fate.NEW, applied_at__isnull=True).exists():
        run.state = RunState.APPLIED
        _forget_contents(run)
        run.save(update_fields=["state", "wrapped_key", "sealed_rest"])
        facts = _facts(run) | {"rows": run.rows.filter(applied_at__isnull=False).count()}
        record(by=by, verb="import.applied", subject=run.subject, facts=facts)
    return run


def _forget_contents(run: ImportRun) -> None:
    """Part of an action: what the rows say is kept no more. The caller saves the import."""
    run.rows.exclude(sealed_contents=b"").update(sealed_contents=b"")
    run.wrapped_key = run.sealed_rest = b""


@transaction.atomic
def discard_import(*, by: Member, number: int) -> ImportRun:
    """Discard an import that was only looked at: what its rows say is forgotten, their numbers in the register too.

    The import itself, how many rows met which fate, and who discarded it when, stay. NotOnlyLookedAt once anything may
    have been taken in: that is taken back instead, which leaves no record without its import.
    """
    run = run_for(by, number, lock=True)
    if run.state != RunState.PREVIEWED:
        raise NotOnlyLookedAt
    _forget_contents(run)
    run.rows.exclude(told_number="").update(told_number="")
    run.state, run.discarded_at = RunState.DISCARDED, timezone.now()
    run.save(update_fields=["state", "discarded_at", "wrapped_key", "sealed_rest"])
    record(by=by, verb="import.discarded", subject=run.subject, facts=_facts(run))
    return run


@transaction.atomic
def forget_looks(*, by: object) -> int:
    """Forget what rows say of registers that were looked at days ago and not taken in; how many. Called by a timer.

    Each row's fate stays, and the import can still be gone on with: the file says again what it said.
    """
    before = timezone.now() - CONTENTS_KEPT_FOR
    old = list(ImportRun.objects.select_for_update().filter(at__lt=before).exclude(wrapped_key=b""))
    for run in old:
        _forget_contents(run)
        run.save(update_fields=["wrapped_key", "sealed_rest"])
        record(by=by, verb="import.forgotten", subject=run.subject)
    return len(old)


@transaction.atomic
def _take_in(by: Member, run: ImportRun, told: Told) -> None:
    if run_for(by, run.pk, lock=True).state not in {RunState.APPLYING, RunState.APPLIED}:  # one at a time
        raise ImportIsUndone
    hold_numbers(by.agency)  # two imports of one register: who waited here sees the number that the other noted
    row = run.rows.get(number=told.row.number)
    if row.applied_at or row.fate != Fate.NEW:
        return
    if told.reason:  # a file of the same bytes says the same, but a day that was to come may have come
        row.fate, row.reason = Fate.REFUSED, told.reason
    elif _known(run.system, [told]):
        row.fate = Fate.MATCHES
    else:
        made = _case(by, run, told) if run.target == Target.CASE else _tip(by, told)
        note_reference(by=by, record_of=made, system=run.system, number=told.number)
        row.became, row.entry_index = made.subject, _last_write(made.subject)
    row.applied_at, row.sealed_contents = timezone.now(), b""  # what it says stands in the case or tip now
    row.save(update_fields=["fate", "reason", "became", "applied_at", "entry_index", "sealed_contents"])


def _tip(by: Member, told: Told) -> Tip:
    """A tip. Names of persons are left out: a tip's text stands in clear, and has no place to seal them in.

    A register knows the day only; noon stands in for the hour, so that it sorts, and is shown nowhere.
    """
    at = _moment(told.day)
    text = "\n".join(filter(None, [told.title if told.title != told.number else "", told.words]))
    return receive_tip(
        by=by, agency=by.agency, text=text, source=TipSource.REGISTER, received_at=at, received_day_only=bool(at)
    )


def _moment(day: date | None) -> datetime | None:
    return min(timezone.make_aware(datetime.combine(day, time(12))), timezone.now()) if day else None


def _case(by: Member, run: ImportRun, told: Told) -> Case:
    """A case that the importer leads, opened when it is taken in; what the register says of its day is a fact.

    The whole name of somebody who becomes a possible victim stands nowhere in its words: the code name does.
    """
    kind, summary = _kind(told.kind), _summary(told)
    victims = told.persons if run.persons_are == PersonRole.VICTIM else ()
    hides = any(places_of(_whole(name), f"{told.title}\n{summary}") for name in victims)
    case = open_case(
        by=by, title=told.number if hides else told.title, kind=kind, summary="" if hides else summary,
        with_template=False,
    )  # fmt: skip
    title = told.title
    for name in told.persons if run.persons_are != LEFT_OUT else ():
        reason = _("From a register; look at the role")
        place = add_person(by=by, ref=case.ref, name=name, role=PersonRole(run.persons_are), reason=reason)
        if name in victims:
            title, summary = (_covered(name, place.person.code_name, words) for words in (title, summary))
    if hides or told.ended:
        case.refresh_from_db()
        describe_case(
            by=by, ref=case.ref, version=case.version, title=title[:LONGEST_TITLE], kind=kind, summary=summary,
            state=CaseState.CLOSED if told.ended else CaseState.OPEN,
        )  # fmt: skip
    found = [asdict(one) for one in find(f"{told.title}\n{told.words}", country=by.agency.country)]
    note_identifiers(by=by, found=found, about=case.subject, kept_from=case.walled_members(), at=_moment(told.day))
    put_identifiers(case)
    return case


def _summary(told: Told) -> str:
    facts = []
    if told.kind and _kind(told.kind) == CaseKind.OTHER:
        facts.append(_("Kind in the register: %(kind)s") % {"kind": told.kind})
    if told.day:
        facts.append(_("Day in the register: %(day)s") % {"day": date_format(told.day, _("j M Y"))})
    return "\n\n".join(filter(None, ["\n".join(facts), told.words]))


def _whole(name: str) -> tuple[str, ...]:
    """The whole name, and turned round; its parts may be those of a relative, and stay."""
    parts = name.replace(",", " ").split()
    return " ".join(parts), " ".join(reversed(parts))


def _covered(name: str, code_name: str, words: str) -> str:
    for start, end in reversed(places_of(_whole(name), words)):
        words = words[:start] + code_name + words[end:]
    return words


def _kind(typed: str) -> str:
    """A kind by its code or by its words in any language; "other" where it is none of ours."""
    wanted = typed.strip().lower()
    entries = words.entries if (words := in_force().configuration.list_of(CASE_KINDS)) else ()
    named = {said.lower(): entry.code for entry in entries for said in (*entry.words.values(), entry.code)}
    offered = {code for code, _words in kinds_offered()}
    found = named.get(wanted, wanted)
    return found if found in offered else CaseKind.OTHER


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
    _forget_contents(run)  # it cannot be gone on with: nothing waits any more
    run.save(update_fields=["wrapped_key", "sealed_rest"])
    if run.state != RunState.UNDOING:
        run.state, run.undone_why = RunState.UNDOING, reason[:300]
        run.save(update_fields=["state", "undone_why"])
        record(by=by, verb="import.undoing", subject=run.subject, facts=_facts(run))
    return run


_UNTOUCHED = {"case": {CaseState.OPEN, CaseState.CLOSED}, "tip": {TipState.NEW}}  # states that an import leaves


@transaction.atomic
def _take_back(by: Member, run: ImportRun, key: int) -> None:
    run_for(by, run.pk, lock=True)  # one at a time; who waited looks again
    row = run.rows.get(pk=key)
    if row.taken_back_at or _last_write(row.became) != row.entry_index:
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
        facts = _facts(run) | {"taken_back": back, "stay": made.count() - back}
        record(by=by, verb="import.undone", subject=run.subject, facts=facts)
    return run


def _last_write(subject: str) -> int | None:
    """The number of the last journal entry that wrote to a record or a part of it."""
    entries = Entry.objects.about(subject).writes().order_by("-index")
    return entries.values_list("index", flat=True).first()


@transaction.atomic
def note_reference(*, by: Member, record_of: Case | Tip, system: str, number: str) -> ExternalReference:
    """Note the number that a register gives to a record; it is found by it. Called by whoever has passed its door."""
    is_case = isinstance(record_of, Case)
    reference = ExternalReference.objects.create(
        system=system,
        number=number,
        folded=folded(number),
        case=record_of if is_case else None,
        tip=None if is_case else record_of,
    )
    facts = {"system": system, "reference": reference.pk}
    record(by=by, verb="reference.noted", subject=record_of.subject, facts=facts)
    put_entry(of_reference(reference, door_of(record_of.subject)))
    return reference
