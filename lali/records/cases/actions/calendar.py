"""The secret address of a member's calendar."""

import secrets

from django.db import transaction
from django.utils import timezone

from lali.records.agencies.access import require
from lali.records.agencies.models import Member, digest_of
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record
from lali.records.cases.models import CalendarLink

TOKEN_BYTES = 32


@transaction.atomic
def make_calendar_link(*, by: Member) -> str:
    """Make the member's calendar address; one that stood ends. Returns its token, which is kept nowhere."""
    require(by, Permission.JOIN_CASE)
    _end(by)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = CalendarLink.objects.create(member=by, token_digest=digest_of(token))
    record(by=by, verb="calendar.made", subject=by.journal_name, facts={"link": link.pk})
    return token


@transaction.atomic
def end_calendar_link(*, by: Member) -> bool:
    """End the member's calendar address. False when there was none."""
    if not _end(by):
        return False
    record(by=by, verb="calendar.ended", subject=by.journal_name)
    return True


def _end(member: Member) -> int:
    return CalendarLink.objects.filter(member=member, ended_at__isnull=True).update(ended_at=timezone.now())
