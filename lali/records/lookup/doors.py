"""Behind which doors a member may look."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr

from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.cases.access import places_of
from lali.records.cases.vocabulary import Level
from lali.records.search.models import Door
from lali.records.search.vocabulary import APART
from lali.records.tips.findable import triage_door

LISTED = 500  # cases; the doors of more are not listed but asked for one by one
CASE = "case:"


def doors_of(member: Member) -> Iterable[str] | QuerySet[Door]:
    """The doors that stand open to a member now: their cases, what they lead, the tips they triage."""
    if not member.is_active:
        return []
    triage = [triage_door(member.agency.slug)] if member.may(Permission.TRIAGE) else []
    places = places_of(member)
    seen = list(places.order_by().values_list("case__ref", "level")[: LISTED + 1])
    if len(seen) > LISTED:
        return _asked_for(places, triage)
    led = [f"{APART}{ref}" for ref, level in seen if level == Level.LEAD]
    return [*triage, *(f"{CASE}{ref}" for ref, _level in seen), *led]


def _asked_for(places: QuerySet, triage: list[str]) -> QuerySet[Door]:
    """The same doors as a query, quick to ask about one door and slow to list."""
    seen = places.filter(case__ref=Substr(OuterRef("name"), len(CASE) + 1))
    led = places.filter(case__ref=Substr(OuterRef("name"), len(APART) + 1), level=Level.LEAD)
    of_case, of_lead = Q(name__startswith=CASE), Q(name__startswith=APART)
    return Door.objects.filter(Q(name__in=triage) | (of_case & Exists(seen)) | (of_lead & Exists(led)))
