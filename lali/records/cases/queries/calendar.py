"""A member's days for a calendar program: what is due and in which case; never a title, a kind or a name."""

import hmac
from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404
from django.utils import timezone

from lali.records.agencies.models import Member, digest_of
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record
from lali.records.cases.models import CalendarLink
from lali.records.cases.scope import deadlines_of, tasks_of

MOST = 500  # of each kind


@dataclass(frozen=True, slots=True)
class Due:
    """One entry: `on` is a day for a task and a moment for a deadline."""

    subject: str
    ref: str
    on: date | datetime
    is_deadline: bool


def calendar_of(member: Member) -> list[Due]:
    """The member's own open tasks that have a day, and the deadlines they keep; paused ones are left out."""
    tasks = tasks_of(member).filter(due_on__isnull=False).only("due_on", "case__ref")[:MOST]
    deadlines = deadlines_of(member).running().only("due_at", "case__ref")[:MOST]
    found = [Due(task.subject, task.case.ref, task.due_on, is_deadline=False) for task in tasks]
    return found + [Due(one.subject, one.case.ref, one.due_at, is_deadline=True) for one in deadlines]


def calendar_link_of(member: Member) -> CalendarLink | None:
    """The member's calendar address that works now, without its secret."""
    return CalendarLink.objects.filter(member=member, ended_at__isnull=True).first()


def member_of_calendar(token: str) -> Member:
    """Whose calendar a secret address is; Http404 for any other, and when its member may work on no case any more.

    The token is looked up by its digest, so that the time this takes tells nothing about it. Journalled once a day:
    calendar programs ask every few minutes.
    """
    digest = digest_of(token)
    link = (
        CalendarLink.objects.filter(token_digest=digest, ended_at__isnull=True).select_related("member__agency").first()
    )
    if link is None or not hmac.compare_digest(link.token_digest, digest):
        raise Http404
    if not link.member.may(Permission.JOIN_CASE):
        raise Http404
    today = timezone.localdate()
    if link.fetched_on != today:
        record(by=link.member, verb="calendar.read", subject=link.member.journal_name, reading=True)
        CalendarLink.objects.filter(pk=link.pk).update(fetched_on=today)
    return link.member
