"""Deadlines: set, extended, paused, set going again, met, removed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.engines.clocks import LengthIsTooLong, Unit, due_after
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import ZONES
from lali.records.audit.actions import record
from lali.records.cases.actions.journalled import journalled_changes
from lali.records.cases.actions.work import LONGEST_REASON, clearable, require_on_team
from lali.records.cases.actions.writing import NothingWritten, touch, writable
from lali.records.cases.models import Case, Deadline
from lali.records.cases.vocabulary import ClockChange, DeadlineKind, LengthUnit
from lali.records.refusals import Refused


class DeadlineHasMoved(Refused):
    """A colleague changed the deadline while this member was writing."""

    sentence = _(
        "A colleague changed this deadline while you were writing. Both are shown below; compare and save again."
    )


class NoEnd(Refused):
    """Neither a length nor an end was given, or both."""

    sentence = _("Say either how long the clock runs, or when it ends.")


class EndsBeforeItStarts(Refused):
    """A clock cannot end before it starts."""

    sentence = _("A deadline cannot end before its clock starts.")


class ClockRunsTooLong(Refused):
    """Longer than the calendar."""

    sentence = _("No clock runs that long. Please look at the number again.")


class ClockIsStopped(Refused):
    """Met already, paused already, or not paused."""

    sentence = _("This clock was changed meanwhile: it is met, or paused already, or runs again already.")


@transaction.atomic
def set_deadline(
    *,
    by: Member,
    ref: str,
    kind: DeadlineKind,
    started_at: datetime | None = None,
    length: int | None = None,
    unit: str = "",
    due_at: datetime | None = None,
    basis: str = "",
    assignee: Member | None = None,
    note: str = "",
) -> Deadline:
    """Set a deadline: `length` in `unit` from `started_at` (now when not given), or the moment `due_at` itself."""
    case = writable(by, ref)
    require_on_team(case, assignee)
    started_at = started_at or timezone.now()
    if (length is None) == (due_at is None):
        raise NoEnd
    if length is not None:
        due_at = due_in(case, started_at, length, LengthUnit(unit or LengthUnit.HOURS))
    if due_at < started_at:
        raise EndsBeforeItStarts
    deadline = case.deadlines.create(
        kind=kind,
        started_at=started_at,
        length=length,
        unit=unit if length is not None else "",
        due_at=due_at,
        basis=basis.strip()[:300],
        assignee=assignee,
        note=note.strip(),
        created_by=by,
    )
    facts = {"kind": str(kind), "started": started_at.isoformat(), "due": due_at.isoformat()}
    facts |= {"assignee": assignee.journal_name} if assignee else {}
    record(by=by, verb="deadline.set", subject=deadline.subject, facts=facts)
    touch(case)
    return deadline


def due_in(case: Case, started_at: datetime, length: int, unit: LengthUnit) -> datetime:
    """When a clock of this case ends that runs for `length`, counted where the case's agency works."""
    zone = ZoneInfo(ZONES.get(case.agency.country, settings.TIME_ZONE))
    try:
        return due_after(started_at, length, Unit(unit), zone=zone)
    except LengthIsTooLong:
        raise ClockRunsTooLong from None


def _deadline_in(case: Case, deadline_id: int) -> Deadline:
    return get_object_or_404(case.deadlines.standing().select_related("case", "assignee"), pk=deadline_id)


CHANGEABLE = ("kind", "basis", "assignee", "note")


@transaction.atomic
def change_deadline(*, by: Member, ref: str, deadline_id: int, version: int, new: Mapping[str, object]) -> Deadline:
    """Change any of `CHANGEABLE` to what `new` says. The end is changed by `extend_deadline`, which asks why."""
    if unknown := set(new) - set(CHANGEABLE):
        raise TypeError(f"A deadline has no {', '.join(sorted(unknown))} to change here.")
    case = writable(by, ref)
    deadline = _deadline_in(case, deadline_id)
    if deadline.version != version:
        raise DeadlineHasMoved
    before = {field: getattr(deadline, field) for field in CHANGEABLE}
    if new.get("assignee") != deadline.assignee:
        require_on_team(case, new.get("assignee"))
    for field, value in new.items():
        setattr(deadline, field, value.strip() if isinstance(value, str) else value)
    changed = journalled_changes(
        case, Deadline.CLASSIFIED, before, {field: getattr(deadline, field) for field in CHANGEABLE}
    )
    if changed:
        if "basis" in changed:  # whoever confirmed it confirmed other words
            deadline.confirmed_at = deadline.confirmed_by = None
        _save(deadline, *CHANGEABLE, "confirmed_at", "confirmed_by")
        record(by=by, verb="deadline.changed", subject=deadline.subject, facts={"changed": changed})
        touch(case)
    return deadline


@transaction.atomic
def confirm_deadline(*, by: Member, ref: str, deadline_id: int) -> Deadline:
    """Note that a prosecutor has confirmed the legal basis and the length."""
    case = writable(by, ref)
    deadline = _deadline_in(case, deadline_id)
    if deadline.confirmed_at:
        return deadline
    deadline.confirmed_at, deadline.confirmed_by = timezone.now(), by
    _save(deadline, "confirmed_at", "confirmed_by")
    record(by=by, verb="deadline.confirmed", subject=deadline.subject)
    touch(case)
    return deadline


@transaction.atomic
def extend_deadline(*, by: Member, ref: str, deadline_id: int, due_at: datetime, reason: str) -> Deadline:
    """Give a deadline another end, later or earlier, with a reason; each one is kept."""
    case = writable(by, ref)
    deadline = _deadline_in(case, deadline_id)
    if deadline.met_at or deadline.paused_at:
        raise ClockIsStopped
    if due_at < deadline.started_at:
        raise EndsBeforeItStarts
    if due_at == deadline.due_at:
        return deadline
    what = ClockChange.EXTENDED if due_at > deadline.due_at else ClockChange.SHORTENED
    _change_clock(by, deadline, what, due_at, reason)
    touch(case)
    return deadline


@transaction.atomic
def pause_deadline(*, by: Member, ref: str, deadline_id: int, reason: str) -> Deadline:
    """Stop a clock; while it is stopped nothing of it is late."""
    case = writable(by, ref)
    deadline = _deadline_in(case, deadline_id)
    if deadline.met_at or deadline.paused_at:
        raise ClockIsStopped
    deadline.paused_at = timezone.now()
    _change_clock(by, deadline, ClockChange.PAUSED, deadline.due_at, reason)
    touch(case)
    return deadline


@transaction.atomic
def resume_deadline(*, by: Member, ref: str, deadline_id: int, reason: str) -> Deadline:
    """Set a stopped clock going again: it ends later by the time it stood, and never earlier."""
    case = writable(by, ref)
    deadline = _deadline_in(case, deadline_id)
    if deadline.met_at or not deadline.paused_at:
        raise ClockIsStopped
    stood = max(timezone.now() - deadline.paused_at, timedelta(0))  # the machine's clock may have gone back
    deadline.paused_at = None
    _change_clock(by, deadline, ClockChange.RESUMED, deadline.due_at + stood, reason)
    touch(case)
    return deadline


def _change_clock(by: Member, deadline: Deadline, what: ClockChange, due_at: datetime, reason: str) -> None:
    if not reason.strip():
        raise NothingWritten
    before, deadline.due_at = deadline.due_at, due_at
    _save(deadline, "due_at", "paused_at")
    change = deadline.changes.create(
        what=what, by=by, reason=reason.strip()[:LONGEST_REASON], due_before=before, due_after=due_at
    )
    facts = {"change": change.pk, "due": [before.isoformat(), due_at.isoformat()]}
    record(by=by, verb=f"deadline.{what}", subject=deadline.subject, facts=facts)


@transaction.atomic
def meet_deadline(*, by: Member, ref: str, deadline_id: int) -> Deadline:
    """Note that what had to happen has happened. Doing it twice changes nothing."""
    case = writable(by, ref)
    deadline = _deadline_in(case, deadline_id)
    if deadline.met_at:
        return deadline
    deadline.met_at, deadline.met_by = timezone.now(), by
    _save(deadline, "met_at", "met_by")
    facts = {"late": deadline.met_at > deadline.due_at}
    record(by=by, verb="deadline.met", subject=deadline.subject, facts=facts)
    touch(case)
    return deadline


@transaction.atomic
def remove_deadline(*, by: Member, ref: str, deadline_id: int, reason: str) -> Deadline:
    """Take a deadline off the case that does not exist, with a reason; the row stays until the case is disposed of."""
    case = clearable(by, ref)
    deadline = _deadline_in(case, deadline_id)
    if not reason.strip():
        raise NothingWritten
    deadline.removed_at, deadline.removed_by = timezone.now(), by
    deadline.removed_because = reason.strip()[:LONGEST_REASON]
    _save(deadline, "removed_at", "removed_by", "removed_because")
    record(by=by, verb="deadline.removed", subject=deadline.subject)
    touch(case)
    return deadline


def _save(deadline: Deadline, *fields: str) -> None:
    deadline.version += 1
    deadline.save(update_fields=["version", *fields])
