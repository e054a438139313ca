"""Everything that changes a case."""

import re
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.access import require
from lali.records.agencies.models import Agency, Member
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record
from lali.records.cases.access import case_for, case_to_decide
from lali.records.cases.models import AccessRequest, Case, CaseTip, Event, PersonInCase, Task, TeamPlace
from lali.records.cases.vocabulary import CaseKind, CaseState, Level, RequestState
from lali.records.entities.actions import note_identifiers, note_person, note_typed_identifier
from lali.records.entities.models import Identifier, Person
from lali.records.entities.vocabulary import PersonRole
from lali.records.refusals import Refused
from lali.records.tips.actions import accept_tip
from lali.records.tips.models import Tip


class CaseHasMoved(Refused):
    """A colleague changed the case while this member was writing."""

    sentence = _(
        "A colleague changed this case while you were writing. Your text is kept below; compare and save again."
    )


class CaseIsClosed(Refused):
    """A closed case is read, not written."""

    sentence = _("This case is closed. Open it again before you add to it.")


class CannotJoin(Refused):
    """The role does not allow a place on a team, or the agency differs."""

    sentence = _("This colleague cannot be put on the team of a case.")


class NotOnTeam(Refused):
    """Who is not there cannot leave."""

    sentence = _("This colleague is not on the team of this case.")


class LastLead(Refused):
    """A case must have a lead."""

    sentence = _("A case must have somebody who leads it. Name another lead first.")


class NotAReference(Refused):
    """What was typed cannot be the reference of any case."""

    sentence = _("This is not how a case reference is written. It looks like FJ-2026-00001.")


class NothingWritten(Refused):
    """An empty text where one is needed."""

    sentence = _("Please write something first.")


_REFERENCE = re.compile(r"[A-Z]{2}-[0-9]{4}-[0-9]{1,8}")


def _writable(member: Member, ref: str, level: Level = Level.CONTRIBUTE) -> Case:
    case = case_for(member, ref, level, lock=True)
    if case.state == CaseState.CLOSED:
        raise CaseIsClosed
    return case


def _touch(case: Case, *fields: str) -> None:
    case.changed_at = timezone.now()
    case.version += 1
    case.save(update_fields=["changed_at", "version", *fields])


@transaction.atomic
def open_case(*, by: Member, title: str, kind: CaseKind = CaseKind.OTHER, summary: str = "") -> Case:
    """Open a case; the opener leads it."""
    require(by, Permission.OPEN_CASE)
    if not title.strip():
        raise NothingWritten
    _hold_numbers(by.agency)
    case = Case.objects.create(
        ref=_next_ref(by.agency), agency=by.agency, title=title.strip(), kind=kind, summary=summary, opened_by=by
    )
    case.team.create(member=by, level=Level.LEAD, added_by=by)
    record(by=by, verb="case.opened", subject=case.subject, facts={"kind": str(kind)})
    return case


def _hold_numbers(agency: Agency) -> None:
    """Hold the agencies of a country, whose cases are numbered in one row: without doubles."""
    list(Agency.objects.select_for_update().filter(country=agency.country).order_by("pk"))


def _next_ref(agency: Agency) -> str:
    start = f"{agency.country}-{timezone.localdate().year}-"
    last = Case.objects.filter(ref__startswith=start).order_by("-ref").values_list("ref", flat=True).first()
    return f"{start}{int(last.rpartition('-')[2]) + 1 if last else 1:05d}"


@transaction.atomic
def open_case_from_tip(*, by: Member, number: int, version: int, title: str, kind: CaseKind) -> Case:
    """Take a tip into a new case. TipHasMoved when a colleague was first; then no case is opened."""
    require(by, Permission.OPEN_CASE)
    _hold_numbers(by.agency)  # before the tip and the journal, as whoever enters a tip does
    tip = accept_tip(by=by, number=number, version=version)
    case = open_case(by=by, title=title, kind=kind)
    _add_tip(by, case, tip)
    return case


@transaction.atomic
def add_tip_to_case(*, by: Member, number: int, version: int, ref: str) -> Case:
    """Take a tip into a case that exists and on which the member contributes."""
    case = _writable(by, ref)
    _add_tip(by, case, accept_tip(by=by, number=number, version=version))
    _touch(case)
    return case


def _add_tip(by: Member, case: Case, tip: Tip) -> None:
    CaseTip.objects.create(case=case, tip=tip)
    record(by=by, verb="case.tip_added", subject=case.subject, facts={"tip": tip.ref})
    note_identifiers(by=by, found=tip.reading["identifiers"], about=case.subject)


@transaction.atomic
def describe_case(
    *, by: Member, ref: str, version: int, title: str, kind: CaseKind, summary: str, state: CaseState
) -> Case:
    """Change what stands at the head of a case. CaseHasMoved when it is not the version the member read.

    Only a lead changes the state; a closed case is changed by opening it again.
    """
    case = case_for(by, ref, Level.CONTRIBUTE, lock=True)
    if case.version != version:
        raise CaseHasMoved
    if case.state == state == CaseState.CLOSED:
        raise CaseIsClosed
    if not title.strip():
        raise NothingWritten
    new = {"title": title.strip(), "kind": kind, "summary": summary, "state": state}
    changed = [field for field, value in new.items() if getattr(case, field) != value]
    if "state" in changed:
        case_for(by, ref, Level.LEAD)
    facts = {"changed": changed, "state": [case.state, str(state)], "kind": [case.kind, str(kind)]}
    for field in changed:
        setattr(case, field, new[field])
    _touch(case, *changed)
    record(by=by, verb="case.described", subject=case.subject, facts=facts)
    return case


@transaction.atomic
def put_on_team(*, by: Member, ref: str, member: Member, level: Level) -> TeamPlace:
    """Put a colleague on the team, or change their level. Only a lead can."""
    case = case_for(by, ref, Level.LEAD, lock=True)
    return _place(by, case, member, level)


def _place(by: Member, case: Case, member: Member, level: Level) -> TeamPlace:
    if member.agency_id != case.agency_id or not member.may(Permission.JOIN_CASE):
        raise CannotJoin
    place = case.team.filter(member=member, left_at__isnull=True).first()
    if place and place.level == Level.LEAD and level != Level.LEAD:
        _require_other_lead(case, member)
    if place:
        place.level = level
        place.save(update_fields=["level"])
    else:
        place = case.team.create(member=member, level=level, added_by=by)
    facts = {"member": member.journal_name, "level": str(level)}
    record(by=by, verb="case.team_changed", subject=case.subject, facts=facts)
    return place


def _require_other_lead(case: Case, member: Member) -> None:
    if not case.has_lead(besides=member.pk):
        raise LastLead


@transaction.atomic
def take_off_team(*, by: Member, ref: str, member: Member) -> Case:
    """End a colleague's place on the team. A lead can, and everybody for themselves."""
    case = case_for(by, ref, Level.READ if by == member else Level.LEAD, lock=True)
    _require_other_lead(case, member)
    if not case.team.filter(member=member, left_at__isnull=True).update(left_at=timezone.now()):
        raise NotOnTeam
    record(by=by, verb="case.team_left", subject=case.subject, facts={"member": member.journal_name})
    return case


@transaction.atomic
def add_person(*, by: Member, ref: str, name: str, role: PersonRole, reason: str = "") -> PersonInCase:
    """Add a person in a role. The name is sealed; with a victim's role only the code name is shown."""
    case = _writable(by, ref)
    person = note_person(by=by, name=name.strip(), about=case.subject)
    place = _give_role(by, case, person, role, reason)
    _touch(case)
    return place


@transaction.atomic
def give_role(*, by: Member, ref: str, person_id: int, role: PersonRole, reason: str) -> PersonInCase:
    """Give a person of the case one more role, with a reason; what they were before stays on record."""
    case = _writable(by, ref)
    person = _person_in(case, person_id)
    place = _give_role(by, case, person, role, reason)
    _touch(case)
    return place


def _person_in(case: Case, person_id: int) -> Person:
    return get_object_or_404(Person.objects.filter(places__case=case).distinct(), pk=person_id)


def _give_role(by: Member, case: Case, person: Person, role: PersonRole, reason: str) -> PersonInCase:
    place, made = case.persons.get_or_create(person=person, role=role, until=None, defaults={"reason": reason})
    if made:
        facts = {"person": person.pk, "role": str(role)}
        record(by=by, verb="case.role_given", subject=case.subject, facts=facts)
    return place


@transaction.atomic
def end_role(*, by: Member, ref: str, place_id: int, reason: str) -> PersonInCase:
    """End a person's role from now on, with a reason."""
    case = _writable(by, ref)
    place = get_object_or_404(case.persons, pk=place_id, until__isnull=True)
    place.until = timezone.now()
    place.reason = f"{place.reason} / {reason}".strip(" /")[:300]
    place.save(update_fields=["until", "reason"])
    record(by=by, verb="case.role_ended", subject=case.subject, facts={"person": place.person_id, "role": place.role})
    _touch(case)
    return place


@transaction.atomic
def reveal_name(*, by: Member, ref: str, person_id: int, reason: str) -> str:
    """Read a possible victim's name, with a reason that is kept and that the journal points to. Only a lead can."""
    case = case_for(by, ref, Level.LEAD)
    if not reason.strip():
        raise NothingWritten
    person = _person_in(case, person_id)
    reading = case.name_readings.create(person=person, by=by, reason=reason.strip()[:300])
    facts = {"person": person.pk, "reading": reading.pk}
    record(by=by, verb="case.name_revealed", subject=case.subject, facts=facts, reading=True)
    return person.opened_name()


@transaction.atomic
def add_identifier(*, by: Member, ref: str, kind: str, typed: str) -> Identifier:
    """Add an identifier that a member typed; it is normalised with the agency's country."""
    case = _writable(by, ref)
    identifier = note_typed_identifier(by=by, kind=kind, typed=typed, country=case.agency.country, about=case.subject)
    _touch(case)
    return identifier


@transaction.atomic
def add_task(*, by: Member, ref: str, title: str, due_on: date | None, assignee: Member | None) -> Task:
    """Add a task; its assignee must be on the team."""
    case = _writable(by, ref)
    if not title.strip():
        raise NothingWritten
    if assignee and not case.team.filter(member=assignee, left_at__isnull=True).exists():
        raise CannotJoin
    task = case.tasks.create(title=title.strip(), due_on=due_on, assignee=assignee)
    facts = {"due": due_on and due_on.isoformat(), "assignee": assignee and assignee.journal_name}
    record(by=by, verb="task.added", subject=f"{case.subject}/task:{task.pk}", facts=facts)
    _touch(case)
    return task


@transaction.atomic
def finish_task(*, by: Member, ref: str, task_id: int) -> Task:
    """Mark a task as done. Doing it twice changes nothing."""
    case = _writable(by, ref)
    task = get_object_or_404(case.tasks, pk=task_id)
    if task.done_at:
        return task
    task.done_at, task.done_by = timezone.now(), by
    task.save(update_fields=["done_at", "done_by"])
    record(by=by, verb="task.done", subject=f"{case.subject}/task:{task.pk}")
    _touch(case)
    return task


@transaction.atomic
def add_event(*, by: Member, ref: str, at: datetime, text: str, source: str = "") -> Event:
    """Put an event on the timeline, with where it is known from."""
    case = _writable(by, ref)
    if not text.strip():
        raise NothingWritten
    event = case.events.create(at=at, text=text.strip(), source=source.strip(), noted_by=by)
    record(by=by, verb="event.added", subject=f"{case.subject}/event:{event.pk}")
    _touch(case)
    return event


@transaction.atomic
def request_access(*, by: Member, ref: str, reason: str) -> None:
    """Ask to join a case. The same happens whether the case exists or not, so that asking teaches nothing.

    NotAReference for what cannot be one: the journal keeps references and nothing that somebody typed freely.
    """
    require(by, Permission.JOIN_CASE)
    if not reason.strip():
        raise NothingWritten
    ref = ref.strip().upper()
    if not _REFERENCE.fullmatch(ref):
        raise NotAReference
    AccessRequest.objects.get_or_create(
        member=by, case_ref=ref, state=RequestState.WAITING, defaults={"reason": reason.strip()[:400]}
    )
    record(by=by, verb="access.requested", subject=f"case:{ref}")


@transaction.atomic
def decide_request(*, by: Member, request_id: int, grant: bool, level: Level = Level.READ) -> AccessRequest:
    """Grant or decline a request for access: a lead of the case, never the one who asked.

    Where a case has no lead any more, whoever may decide access in its agency. Http404 for a request that is not there
    and for one about a case that the member does not see.
    """
    asked = get_object_or_404(AccessRequest.objects.select_for_update(), pk=request_id)
    case = case_to_decide(by, asked.case_ref)
    if asked.member_id == by.pk:
        raise PermissionDenied(Permission.DECIDE_ACCESS.label)
    if asked.state != RequestState.WAITING:
        return asked
    asked.state = RequestState.GRANTED if grant else RequestState.DECLINED
    asked.decided_at, asked.decided_by = timezone.now(), by
    asked.save()
    if grant:
        _place(by, case, asked.member, level)
    facts = {"member": asked.member.journal_name, "granted": grant}
    record(by=by, verb="access.decided", subject=case.subject, facts=facts)
    return asked
