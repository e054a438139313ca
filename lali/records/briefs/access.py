"""The door to briefs is the case's; drafts are for those who write on it."""

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from lali.records.agencies.models import Member
from lali.records.briefs.models import Brief, Item
from lali.records.briefs.vocabulary import BriefState
from lali.records.cases.access import case_for, places_of
from lali.records.cases.models import Case
from lali.records.cases.vocabulary import LEVEL_ORDER, Level


def sees_drafts(case: Case) -> bool:
    """Whether the member who opened `case` sees briefs before they are fixed."""
    return LEVEL_ORDER[case.my_level] >= LEVEL_ORDER[Level.CONTRIBUTE]


def brief_for(member: Member, ref: str, number: int, level: Level = Level.READ, *, lock: bool = False) -> Brief:
    """One brief. Http404 when there is none, or it is a draft and the member only reads the case.

    PermissionDenied when `level` is more than the member's place allows; `lock` holds the case and the brief.
    """
    case = case_for(member, ref, level, lock=lock)
    briefs = case.briefs.select_for_update(of=("self",)) if lock else case.briefs
    brief = get_object_or_404(briefs.select_related("case__agency", "ready_by", "fixed_by"), number=number)
    if brief.state != BriefState.FIXED and not sees_drafts(case):
        raise Http404
    brief.case.my_level = case.my_level
    return brief


def briefs_to_fix(member: Member) -> QuerySet[Brief]:
    """Briefs that wait for a second person in cases that the member leads, the longest first; not their own.

    Of a case behind a wall, none.
    """
    led = places_of(member).filter(case=OuterRef("case"), level=Level.LEAD)  # asked of each brief: few of them wait
    waiting = Brief.objects.filter(Exists(led), state=BriefState.READY).exclude(ready_by=member)
    return waiting.select_related("case", "ready_by").order_by("ready_at", "pk")


def item_for(brief: Brief, item_id: int) -> Item:
    """One item of a brief that was opened through the door."""
    return get_object_or_404(brief.items.select_related("exhibit", "copy"), pk=item_id)
