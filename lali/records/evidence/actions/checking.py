"""The node reads back what it keeps, those first that were not read for longest, and shouts when one is broken."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from lali.records.audit.actions import record
from lali.records.cases.vocabulary import Level
from lali.records.evidence.actions.exhibits import is_whole
from lali.records.evidence.models import Exhibit
from lali.records.notices.actions import notify
from lali.records.notices.vocabulary import NoticeKind


@dataclass(frozen=True, slots=True)
class Checked:
    """What a round came to: how many were read back; case and number of those that are not what was sealed."""

    count: int
    broken: list[str]


def check_oldest(*, by: object, seconds: float | None = None, older_than: timedelta = timedelta(0)) -> Checked:
    """Read exhibits back, each once, the longest unread first; no new one is begun after `seconds`.

    With `older_than` only those that were sealed or checked before that. Each check stands in the journal; whoever
    leads the case of a broken one is told.
    """
    ends = time.monotonic() + seconds if seconds else None
    begun, broken, count = timezone.now(), [], 0
    while ends is None or time.monotonic() < ends:
        exhibit = _oldest(begun - older_than)
        if exhibit is None:
            break
        count += 1
        if not _check(by, exhibit):
            broken.append(f"{exhibit.case.ref} {exhibit.ref}")
    return Checked(count, broken)


def _oldest(before: datetime) -> Exhibit | None:
    kept = Exhibit.objects.filter(destroyed_at__isnull=True, is_physical=False).select_related("case")
    kept = kept.annotate(last=Coalesce("checked_at", "sealed_at"))
    return kept.filter(last__lt=before).order_by("last", "pk").first()


def _check(by: object, exhibit: Exhibit) -> bool:
    whole = is_whole(exhibit)
    now = timezone.now()
    with transaction.atomic():
        broken_at = None if whole else exhibit.broken_at or now
        Exhibit.objects.filter(pk=exhibit.pk).update(checked_at=now, broken_at=broken_at)
        record(by=by, verb="exhibit.read_back", subject=exhibit.subject, facts={"whole": whole}, keep_head=True)
        if not whole:
            leads = exhibit.case.team.present().before_no_wall().filter(level=Level.LEAD).select_related("member")
            members = [place.member for place in leads]
            notify(by=by, members=members, kind=NoticeKind.EXHIBIT_BROKEN, subject=exhibit.subject)
    return whole
