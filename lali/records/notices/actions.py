"""Notifying members, and noting that they have seen it."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.notices.models import Notice
from lali.records.notices.vocabulary import NoticeKind


@transaction.atomic
def notify(*, by: object, members: Iterable[Member], kind: NoticeKind, subject: str) -> list[Notice]:
    """Tell members that something concerns them; whoever acts is not told of it. Waiting notices are not doubled.

    `subject` is a text reference. The caller has checked that each member may know that it exists.
    """
    told = []
    for member in members:
        if member == by or not member.is_active:
            continue
        notice, made = Notice.objects.get_or_create(member=member, kind=kind, subject=subject, seen_at=None)
        if made:
            told.append(notice)
    if told:
        facts = {"kind": str(kind), "members": sorted(notice.member_id for notice in told)}
        record(by=by, verb="notice.given", subject=subject, facts=facts)
    return told


@transaction.atomic
def mark_seen(*, by: Member, notice_id: int | None = None) -> int:
    """Note that the member has seen one of their notices, or all of them. Returns how many."""
    waiting = Notice.objects.filter(member=by, seen_at__isnull=True)
    if notice_id is not None:
        waiting = waiting.filter(pk=notice_id)
    seen = waiting.update(seen_at=timezone.now())
    if seen:
        record(by=by, verb="notice.seen", subject=by.journal_name, facts={"notices": seen}, reading=True)
    return seen
