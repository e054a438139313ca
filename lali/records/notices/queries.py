"""What screens ask about notices."""

from django.db.models import QuerySet

from lali.records.agencies.models import Member
from lali.records.notices.models import Notice


def notices_for(member: Member) -> QuerySet[Notice]:
    """The member's own notices that wait, newest first."""
    return Notice.objects.filter(member=member, seen_at__isnull=True)
