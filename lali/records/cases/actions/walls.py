"""Walls: a member is kept out of a case because of a conflict of interest.

To a member behind a wall the case looks like one that never was, whatever their role. Officials can be suspects: so a
supervisor can set a wall around a case they cannot read, and nobody behind one can lift it.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record
from lali.records.cases.access import case_for, case_of_own_agency, case_to_wall
from lali.records.cases.actions.access import as_reference
from lali.records.cases.actions.team import end_place
from lali.records.cases.actions.writing import NothingWritten
from lali.records.cases.models import Case, Wall
from lali.records.cases.vocabulary import Level, WallKind
from lali.records.notices.actions import take_notices_back


@transaction.atomic
def set_wall(*, by: Member, ref: str, member: Member, kind: WallKind, reason: str) -> Wall:
    """Keep a colleague out of a case: a lead of it, or whoever may set walls in its agency. Their place there ends.

    Http404 for a case that is not there, and for who is behind a wall themselves.
    """
    if by == member:
        raise PermissionDenied  # one's own conflict is declared, by `declare_conflict`
    return _wall(by, case_to_wall(by, ref), member, kind, reason)


@transaction.atomic
def declare_conflict(*, by: Member, ref: str, kind: WallKind, reason: str) -> None:
    """Say that one must not come near a case. Whether there is such a case or not, the answer is the same."""
    require(by, Permission.JOIN_CASE)
    if not reason.strip():
        raise NothingWritten
    ref = as_reference(ref)
    record(by=by, verb="wall.declared", subject=f"case:{ref}", facts={"kind": str(kind)})
    try:
        case = case_of_own_agency(by, ref)
    except Http404:
        return
    _wall(by, case, by, kind, reason)


def _wall(by: Member, case: Case, member: Member, kind: WallKind, reason: str) -> Wall:
    if not reason.strip():
        raise NothingWritten
    wall, made = Wall.objects.standing().get_or_create(
        case=case, member=member, defaults={"kind": kind, "reason": reason.strip()[:400], "set_by": by}
    )
    for place in case.team.filter(member=member, left_at__isnull=True):
        end_place(place)
    take_notices_back(by=by, member=member, subject=case.subject)
    if made:
        facts = {"member": member.journal_name, "kind": str(kind)}
        record(by=by, verb="wall.set", subject=case.subject, facts=facts)
    return wall


@transaction.atomic
def lift_wall(*, by: Member, ref: str, wall_id: int, reason: str) -> Wall:
    """Lift a wall that was a mistake, with a reason; it stays on record. Only a lead of the case can."""
    case = case_for(by, ref, Level.LEAD, lock=True)
    if not reason.strip():
        raise NothingWritten
    wall = get_object_or_404(case.walls.standing(), pk=wall_id)
    wall.lifted_at, wall.lifted_by, wall.lifted_reason = timezone.now(), by, reason.strip()[:400]
    wall.save(update_fields=["lifted_at", "lifted_by", "lifted_reason"])
    record(by=by, verb="wall.lifted", subject=case.subject, facts={"member": wall.member.journal_name})
    return wall
