"""The door to what is not shown yet: who keeps the noticeboard."""

from django.http import Http404

from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.noticeboard.models import LISTED, Listing


def listing_for(member: Member, kind: str, number: int, *, to_change: bool = False) -> Listing:
    """One listing for whoever keeps the noticeboard; Http404 when there is none."""
    require(member, Permission.KEEP_NOTICEBOARD)
    if kind not in LISTED or number > 2**63 - 1:
        raise Http404
    rows = LISTED[kind].objects
    found = (rows.select_for_update() if to_change else rows).filter(pk=number).first()
    if found is None:
        raise Http404
    return found
