"""The door to campaigns: who runs them, and who sees what they brought about."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.awareness.models import Campaign

LARGEST = 2**63 - 1  # of a number that a row can have


def may_read(member: Member) -> bool:
    """Whether somebody sees campaigns of their agency."""
    return member.may(Permission.RUN_CAMPAIGNS) or member.may(Permission.SEE_LEARNING)


def require_reader(member: Member) -> None:
    """Let pass who may see campaigns."""
    if not may_read(member):
        raise PermissionDenied(Permission.RUN_CAMPAIGNS.label)


def campaign_for(member: Member, number: int, *, to_change: bool = False) -> Campaign:
    """One campaign of the member's agency, or Http404; with `to_change` for whoever runs campaigns, its row locked."""
    if to_change:
        require(member, Permission.RUN_CAMPAIGNS)
    require_reader(member)
    if number > LARGEST:
        raise Http404
    rows = Campaign.objects.filter(agency_id=member.agency_id)
    found = (rows.select_for_update() if to_change else rows).filter(pk=number).first()
    if found is None:
        raise Http404
    return found
