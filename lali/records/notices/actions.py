"""Notifying members, noting that they have seen it, and telling them by e-mail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.notices.letters import letter
from lali.records.notices.models import MailPreference, Notice
from lali.records.notices.vocabulary import MailChoice, NoticeKind

MOST_AT_ONCE = 500  # rows written in one go


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
def remind(*, by: object, member: Member, kind: NoticeKind, subjects: Iterable[str], since: datetime) -> int:
    """Tell one member of several things of one kind; not of those that wait, nor of those told after `since`.

    One journal entry, however many. The caller has checked that the member may know of each. Returns how many are new.
    """
    wanted = list(dict.fromkeys(subjects))
    told = Notice.objects.filter(member=member, kind=kind).told_after(since)
    known = set(told.values_list("subject", flat=True))
    new = [Notice(member=member, kind=kind, subject=subject) for subject in wanted if subject not in known]
    if not new:
        return 0
    Notice.objects.bulk_create(new, batch_size=MOST_AT_ONCE)
    facts = {"kind": str(kind), "notices": len(new)}
    record(by=by, verb="notice.given", subject=member.journal_name, facts=facts)
    return len(new)


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


@transaction.atomic
def take_notices_back(*, by: object, member: Member, subject: str) -> int:
    """Take away what a member was told of a record that they may not know of any more. Returns how many."""
    about = Q(subject=subject) | Q(subject__startswith=f"{subject}/")
    gone, _by_table = Notice.objects.filter(about, member=member).delete()
    if gone:
        record(by=by, verb="notice.taken_back", subject=member.journal_name, facts={"notices": gone})
    return gone


@transaction.atomic
def choose_mail(*, by: Member, choice: MailChoice) -> MailPreference:
    """Choose how notices come by e-mail."""
    preference, _made = MailPreference.objects.update_or_create(member=by, defaults={"choice": choice})
    record(by=by, verb="notice.mail_chosen", subject=by.journal_name, facts={"choice": str(choice)})
    return preference


@dataclass(frozen=True, slots=True)
class Mailed:
    """What a round of letters came to."""

    members: int
    notices: int
    failed: int


def mail_notices(*, by: object, to: Iterable[Member], today: date) -> Mailed:
    """Send each member one letter about the notices that wait and were not told by e-mail.

    Told is noted right after a letter is handed over: a stop in between sends that one letter again, and loses none.
    A letter that the mail server refuses is tried again in the next round.
    """
    members = notices = failed = 0
    for member in to:
        waiting = list(Notice.objects.to_mail().filter(member=member))
        if not waiting:
            continue
        if not _hand_over(member, waiting):
            failed += 1
            continue
        _note_mailed(by, member, waiting, today)
        members, notices = members + 1, notices + len(waiting)
    return Mailed(members, notices, failed)


def _hand_over(member: Member, waiting: list[Notice]) -> bool:
    said = letter(member, waiting)
    try:
        return EmailMessage(said.subject, said.body, to=[member.email]).send() == 1
    except OSError:  # smtplib's errors among them
        return False


@transaction.atomic
def _note_mailed(by: object, member: Member, mailed: list[Notice], today: date) -> None:
    Notice.objects.filter(pk__in=[notice.pk for notice in mailed]).update(mailed_at=timezone.now())
    MailPreference.objects.update_or_create(member=member, defaults={"digest_on": today})
    record(by=by, verb="notice.mailed", subject=member.journal_name, facts={"notices": len(mailed)})
