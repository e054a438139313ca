"""What members ask about lures of the week."""

from dataclasses import dataclass

from django.db.models import QuerySet

from lali.engines.flows import segments
from lali.records.agencies.models import Member
from lali.records.lures.access import lure_for, may_write_from, require_reader, source_for
from lali.records.lures.models import Lure
from lali.records.lures.vocabulary import LureState
from lali.records.noticeboard.queries import is_shown
from lali.records.noticeboard.texts import sms_of


@dataclass(frozen=True, slots=True)
class LurePage:
    """One lure, its SMS and how many messages that takes, and what the reader can do with it."""

    lure: Lure
    sms: str
    segments: int
    may_release: bool
    may_change: bool
    may_take_back: bool


def lures_of(member: Member) -> QuerySet[Lure]:
    """Lures of the member's agency, newest first."""
    require_reader(member)
    return Lure.objects.filter(agency_id=member.agency_id).select_related("written_by")


def read_lure(member: Member, number: int) -> LurePage:
    """One lure of the member's agency."""
    lure = lure_for(member, number)
    sms = sms_of(lure.title, lure.ask)
    may = lure.is_open and member.pk not in {lure.written_by_id, lure.first_by_id}
    may_change = lure.is_open and may_write_from(member, lure.about)
    may_take_back = lure.state != LureState.TAKEN_BACK or is_shown(number)
    return LurePage(lure, sms, segments(sms)[0], may, may_change, may_take_back)


def lure_to_change(member: Member, number: int) -> Lure:
    """One lure for who may write from what it was seen in; Http404 or PermissionDenied for others."""
    lure = lure_for(member, number)
    source_for(member, lure.about)
    return lure
