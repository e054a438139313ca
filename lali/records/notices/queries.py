"""What screens ask about notices."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from lali.records.agencies.models import Member
from lali.records.notices.models import MailPreference, Notice
from lali.records.notices.vocabulary import MailChoice

MOST_COUNTED = 100  # beyond it the navigation says "99+": nobody needs the number, and counting costs


def notices_for(member: Member) -> QuerySet[Notice]:
    """The member's own notices that wait, newest first."""
    return Notice.objects.filter(member=member, seen_at__isnull=True)


def waiting_notices(member: Member) -> int:
    """How many wait, counted up to MOST_COUNTED."""
    return notices_for(member).order_by()[:MOST_COUNTED].count()


def seen_notices(member: Member) -> QuerySet[Notice]:
    """The member's own notices that they have seen, newest first."""
    return Notice.objects.filter(member=member, seen_at__isnull=False)


def mail_choice_of(member: Member) -> MailChoice:
    """How the member wants notices by e-mail."""
    kept = MailPreference.objects.filter(member=member).values_list("choice", flat=True).first()
    return MailChoice(kept or MailChoice.DAILY)


def members_to_mail(today: date, *, digests: bool) -> QuerySet[Member]:
    """Active members for whom a letter is due now: at once, and with `digests` those whose daily one was not sent."""
    waiting = Exists(Notice.objects.to_mail().filter(member=OuterRef("pk")))
    at_once = Q(mail_preference__choice=MailChoice.AT_ONCE)
    daily = Q(mail_preference__isnull=True) | (
        Q(mail_preference__choice=MailChoice.DAILY)
        & (Q(mail_preference__digest_on__isnull=True) | Q(mail_preference__digest_on__lt=today))
    )
    return Member.objects.filter(waiting, at_once | daily if digests else at_once, is_active=True).order_by("pk")
