"""Asking to come in, and deciding it."""

import re

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record
from lali.records.cases.access import case_to_decide
from lali.records.cases.actions.team import give_place
from lali.records.cases.actions.writing import NothingWritten
from lali.records.cases.models import AccessRequest
from lali.records.cases.vocabulary import Level, RequestState
from lali.records.refusals import Refused


class NotAReference(Refused):
    """What was typed cannot be the reference of any case."""

    sentence = _("This is not how a case reference is written. It looks like FJ-2026-00001.")


_REFERENCE = re.compile(r"[A-Z]{2}-[0-9]{4}-[0-9]{1,8}")


def as_reference(typed: str) -> str:
    """What was typed as a case's reference; NotAReference for what cannot be one."""
    ref = typed.strip().upper()
    if not _REFERENCE.fullmatch(ref):
        raise NotAReference
    return ref


@transaction.atomic
def request_access(*, by: Member, ref: str, reason: str) -> None:
    """Ask to join a case. The same happens whether the case exists or not, so that asking teaches nothing.

    NotAReference for what cannot be one: the journal keeps references and nothing that somebody typed freely.
    """
    require(by, Permission.JOIN_CASE)
    if not reason.strip():
        raise NothingWritten
    ref = as_reference(ref)
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
        give_place(by, case, asked.member, level)
    facts = {"member": asked.member.journal_name, "granted": grant}
    record(by=by, verb="access.decided", subject=case.subject, facts=facts)
    return asked
