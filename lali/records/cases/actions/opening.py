"""Opening and describing cases, and taking tips into them."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from lali.records.agencies.access import require
from lali.records.agencies.models import Agency, Member
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record
from lali.records.cases.access import case_for
from lali.records.cases.actions.extras import answer, apply_template
from lali.records.cases.actions.writing import CaseHasMoved, CaseIsClosed, NothingWritten, touch, writable
from lali.records.cases.findable import of_case, put_identifiers
from lali.records.cases.kinds import require_kind
from lali.records.cases.models import Case, CaseTip
from lali.records.cases.vocabulary import CaseKind, CaseState, Level
from lali.records.changes import changed_values
from lali.records.entities.actions import note_identifiers
from lali.records.keyring import new_wrapped_key
from lali.records.search.index import put_entry
from lali.records.tips.actions import accept_tip
from lali.records.tips.findable import move_tip
from lali.records.tips.models import Tip


@transaction.atomic
def open_case(
    *, by: Member, title: str, kind: str = CaseKind.OTHER, summary: str = "", with_template: bool = True
) -> Case:
    """Open a case; the opener leads it. It begins with the first steps of its kind's template, unless not wanted."""
    require(by, Permission.OPEN_CASE)
    if not title.strip():
        raise NothingWritten
    require_kind(kind)
    hold_numbers(by.agency)
    case = Case.objects.create(
        ref=next_ref(by.agency),
        agency=by.agency,
        unit=by.unit,
        title=title.strip(),
        kind=kind,
        summary=summary,
        opened_by=by,
        wrapped_key=new_wrapped_key(),
    )
    case.team.create(member=by, level=Level.LEAD, added_by=by)
    record(by=by, verb="case.opened", subject=case.subject, facts={"kind": str(kind)})
    put_entry(of_case(case))
    if with_template:
        apply_template(by, case)
    return case


def hold_numbers(agency: Agency) -> None:
    """Hold the agencies of a country, whose cases are numbered in one row: without doubles."""
    list(Agency.objects.select_for_update().filter(country=agency.country).order_by("pk"))


def next_ref(agency: Agency) -> str:
    """The reference of the next case of a country; whoever asks holds the numbers."""
    start = f"{agency.country}-{timezone.localdate().year}-"
    last = Case.objects.filter(ref__startswith=start).order_by("-ref").values_list("ref", flat=True).first()
    return f"{start}{int(last.rpartition('-')[2]) + 1 if last else 1:05d}"


@transaction.atomic
def open_case_from_tip(
    *, by: Member, number: int, version: int, title: str, kind: str, with_template: bool = True
) -> Case:
    """Take a tip into a new case. TipHasMoved when a colleague was first; then no case is opened."""
    require(by, Permission.OPEN_CASE)
    hold_numbers(by.agency)  # before the tip and the journal, as whoever enters a tip does
    tip = accept_tip(by=by, number=number, version=version)
    case = open_case(by=by, title=title, kind=kind, with_template=with_template)
    _add_tip(by, case, tip)
    return case


@transaction.atomic
def add_tip_to_case(*, by: Member, number: int, version: int, ref: str) -> Case:
    """Take a tip into a case that exists and on which the member contributes."""
    case = writable(by, ref)
    _add_tip(by, case, accept_tip(by=by, number=number, version=version))
    touch(case)
    return case


def _add_tip(by: Member, case: Case, tip: Tip) -> None:
    CaseTip.objects.create(case=case, tip=tip)
    record(by=by, verb="case.tip_added", subject=case.subject, facts={"tip": tip.ref})
    note_identifiers(
        by=by, found=tip.reading["identifiers"], about=case.subject, kept_from=case.walled_members(), at=tip.received_at
    )
    put_identifiers(case)
    move_tip(tip, case.subject)


@transaction.atomic
def describe_case(
    *,
    by: Member,
    ref: str,
    version: int,
    title: str,
    kind: str,
    summary: str,
    state: CaseState,
    answers: Mapping[str, Any] | None = None,
) -> Case:
    """Change what stands at the head of a case. CaseHasMoved when it is not the version the member read.

    Only a lead changes the state; a closed case is changed by opening it again. `answers` are those to extra fields, by
    their codes.
    """
    case = case_for(by, ref, Level.CONTRIBUTE, lock=True)
    if case.version != version:
        raise CaseHasMoved
    if case.state == state == CaseState.CLOSED:
        raise CaseIsClosed
    if not title.strip():
        raise NothingWritten
    require_kind(kind, besides=case.kind)
    new = {"title": title.strip(), "kind": kind, "summary": summary, "state": state}
    before = {field: getattr(case, field) for field in new}
    changed = changed_values(Case.CLASSIFIED, before, new, key=case.key())
    if "state" in changed:
        case_for(by, ref, Level.LEAD)
    for field in changed:
        setattr(case, field, new[field])
    if "state" in changed:
        case.closed_at = timezone.now() if state == CaseState.CLOSED else None
    touch(case, *changed, "closed_at")
    changed |= answer(case, kind, answers or {})
    record(by=by, verb="case.described", subject=case.subject, facts={"changed": changed})
    put_entry(of_case(case))
    return case
