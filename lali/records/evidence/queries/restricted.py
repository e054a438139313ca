"""What screens ask about restricted exhibits and their openings."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from lali.records.agencies.models import Member
from lali.records.cases.models import Case
from lali.records.cases.vocabulary import Level
from lali.records.evidence.access import mark_of, openings_to_decide
from lali.records.evidence.models import Exhibit, RestrictedOpening, Restriction
from lali.records.evidence.models.restricted import WHY

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class RestrictedShown:
    """A restricted exhibit as its page may show it.

    `details` (name of the file, title, how acquired), `why` it was restricted and what was `noted` in custody are a
    lead's.
    """

    restriction: Restriction
    details: dict[str, str] | None
    openings: list[RestrictedOpening]
    mine: RestrictedOpening | None  # what runs or waits for the member in this session
    why: str = ""
    noted: tuple[str, ...] = ()


def restricted_shown(member: Member, case: Case, exhibit: Exhibit, session: str) -> RestrictedShown | None:
    """What is known of the restriction of an exhibit that was opened through the door; None when there is none."""
    if not exhibit.restricted_at:
        return None
    restriction = exhibit.restrictions.select_related("set_by", "exhibit__case").get(lifted_at__isnull=True)
    leads = case.my_level == Level.LEAD
    rows = exhibit.openings.select_related("asked_by", "decided_by", "ended_by")
    openings = list((rows if leads else rows.filter(asked_by=member))[:MOST_SHOWN])
    own = (one for one in openings if one.asked_by_id == member.pk and one.session == mark_of(session))
    mine = next((one for one in own if one.is_running or one.is_waiting), None)
    if not leads:
        return RestrictedShown(restriction, None, openings, mine)
    details = restriction.details()
    noted = tuple(words for name, words in details.items() if name.startswith("custody "))
    return RestrictedShown(restriction, details, openings, mine, details.get(WHY, restriction.why), noted)


def openings_for(member: Member) -> QuerySet[RestrictedOpening]:
    """Openings that the member asked for or may decide about, newest first: what waits, runs and is over."""
    mine = Q(pk__in=openings_to_decide(member).values("pk")) | Q(asked_by=member)
    related = ("exhibit__case", "asked_by", "decided_by", "ended_by")
    return RestrictedOpening.objects.filter(mine).select_related(*related)[:MOST_SHOWN]


def openings_that_wait(member: Member) -> QuerySet[RestrictedOpening]:
    """Openings on which the member may decide, and nobody has yet; the longest first."""
    waiting = openings_to_decide(member).waiting().exclude(asked_by=member)
    return waiting.select_related("exhibit__case", "asked_by").order_by("asked_at", "pk")
