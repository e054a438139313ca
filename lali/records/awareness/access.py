"""The door to campaigns: who runs them, and who sees what they brought about."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.awareness.models import Audience, Campaign, CampaignMessage, Session, Sheet, Trial
from lali.records.awareness.vocabulary import LANGUAGES, Letter

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


def require_variant(language: str, letter: str) -> None:
    """Http404 for a language that the public site does not speak, or a variant that there is not."""
    if language not in LANGUAGES or letter not in Letter.values:
        raise Http404


def audience_of(campaign: Campaign, number: int) -> Audience:
    """One audience of a campaign, or Http404."""
    return _part(campaign.audiences, pk=number)


def message_of(campaign: Campaign, language: str, letter: str) -> CampaignMessage:
    """One message of a campaign, or Http404."""
    require_variant(language, letter)
    return _part(campaign.messages, language=language, letter=letter)


def session_of(campaign: Campaign, number: int) -> Session:
    """One session of a campaign, or Http404."""
    return _part(campaign.sessions, pk=number)


def trial_of(campaign: Campaign, number: int) -> Trial:
    """One trial of a campaign to decide upon, its row locked, or Http404."""
    return _part(campaign.trials.select_for_update(), pk=number)


def sheet_of(session: Session, number: int) -> Sheet:
    """One sheet of a session by the number on the paper, or Http404."""
    return _part(session.sheets, number=number)


def _part(rows: Any, **which: Any) -> Any:
    if any(isinstance(one, int) and one > LARGEST for one in which.values()):
        raise Http404
    return get_object_or_404(rows, **which)
