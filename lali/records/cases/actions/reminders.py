"""What the node tells members by itself, once a day: what is late, what is near, what should be looked at again."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from lali.records.agencies.models import Member
from lali.records.cases.access import cases_for
from lali.records.cases.models import TeamPlace
from lali.records.cases.scope import deadlines_of, tasks_of
from lali.records.notices.actions import remind
from lali.records.notices.vocabulary import NoticeKind

NEAR = timedelta(days=3)


def remind_of_work(*, by: object, now: datetime) -> int:
    """Notify every member of late tasks, near deadlines, waits to look at, and places that end. Returns how many.

    May run as often as one likes: nobody is told twice a day of one thing, nor of what still waits to be seen.
    """
    today = timezone.localdate(now)
    since = timezone.make_aware(datetime.combine(today, time.min))
    told = 0
    for member in Member.objects.filter(is_active=True).select_related("agency").order_by("pk"):
        tasks = tasks_of(member)
        due = {
            NoticeKind.TASK_LATE: tasks.filter(due_on__lt=today),
            NoticeKind.LOOK_AGAIN: tasks.filter(look_again_on__lte=today),
            NoticeKind.DEADLINE_NEAR: deadlines_of(member).running().filter(due_at__lte=now + NEAR),
        }
        subjects = {kind: [row.subject for row in rows.only("pk", "case__ref")] for kind, rows in due.items()}
        subjects[NoticeKind.ACCESS_ENDS] = _cases_that_end(member, now)
        for kind, those in subjects.items():
            told += remind(by=by, member=member, kind=kind, subjects=those, since=since)
    return told


def _cases_that_end(member: Member, now: datetime) -> list[str]:
    ending = TeamPlace.objects.present().filter(member=member, ends_at__lte=now + NEAR)
    return [case.subject for case in cases_for(member).filter(pk__in=ending.values("case")).only("ref")]
