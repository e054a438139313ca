"""Taking in the rows of a register that was looked at."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime, time
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lali.engines.documents import places_of
from lali.engines.identifiers import find
from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.actions import add_person, describe_case, open_case
from lali.records.cases.actions.opening import hold_numbers
from lali.records.cases.findable import put_identifiers
from lali.records.cases.models import Case
from lali.records.cases.vocabulary import CaseKind, CaseState
from lali.records.entities.actions import note_identifiers
from lali.records.entities.vocabulary import PersonRole
from lali.records.imports.access import run_for
from lali.records.imports.actions.references import note_reference
from lali.records.imports.actions.writing import (
    ImportIsUndone,
    RoleNotChosen,
    facts_of,
    forget_contents,
    kind_of,
    last_write,
    numbers_known,
    rows_of,
)
from lali.records.imports.models import ImportRun
from lali.records.imports.reading import LONGEST_TITLE, Told, digest_of, opened
from lali.records.imports.vocabulary import LEFT_OUT, Fate, Field, RunState, Target
from lali.records.refusals import Refused
from lali.records.tips.actions import receive_tip
from lali.records.tips.models import Tip
from lali.records.tips.vocabulary import TipSource


class AnotherFile(Refused):
    """Not the bytes that were looked at."""

    sentence = gettext_lazy("This is not the file that was looked at. Look at this one first.")


class ImportIsDiscarded(Refused):
    """Its preview was discarded."""

    sentence = gettext_lazy("This preview was discarded: nothing of it was taken in. Look at the file again.")


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
    for told in rows_of(run, table):
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
        record(by=by, verb="import.begun", subject=run.subject, facts=facts_of(run))
    return run


@transaction.atomic
def _finish(by: Member, run: ImportRun) -> ImportRun:
    run = run_for(by, run.pk, lock=True)
    if run.state != RunState.APPLIED and not run.rows.filter(fate=Fate.NEW, applied_at__isnull=True).exists():
        run.state = RunState.APPLIED
        forget_contents(run)
        run.save(update_fields=["state", "wrapped_key", "sealed_rest"])
        facts = facts_of(run) | {"rows": run.rows.filter(applied_at__isnull=False).count()}
        record(by=by, verb="import.applied", subject=run.subject, facts=facts)
    return run


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
    elif numbers_known(run.system, [told]):
        row.fate = Fate.MATCHES
    else:
        made = _case(by, run, told) if run.target == Target.CASE else _tip(by, told)
        note_reference(by=by, record_of=made, system=run.system, number=told.number)
        row.became, row.entry_index = made.subject, last_write(made.subject)
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
    kind, summary = kind_of(told.kind), _summary(told)
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
    if told.kind and kind_of(told.kind) == CaseKind.OTHER:
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
