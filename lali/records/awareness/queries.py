"""What members ask about campaigns."""

from django.db.models import QuerySet

from lali.records.agencies.models import Member
from lali.records.awareness.access import campaign_for, require_reader
from lali.records.awareness.models import Campaign


def campaigns_of(member: Member) -> QuerySet[Campaign]:
    """Campaigns of the member's agency, those that began last come first."""
    require_reader(member)
    return Campaign.objects.filter(agency_id=member.agency_id)


def read_campaign(member: Member, number: int) -> Campaign:
    """One campaign of the member's agency."""
    return campaign_for(member, number)
