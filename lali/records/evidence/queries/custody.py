"""What screens ask about physical exhibits, and about what was made from what."""

from django.db.models import Prefetch, QuerySet

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.access import places_of
from lali.records.cases.models import Case
from lali.records.evidence.access import exhibit_for
from lali.records.evidence.models import CustodyEvent, Exhibit, HandingOver


def under_way_of(exhibit: Exhibit) -> HandingOver | None:
    """The hand-over of an exhibit, opened through its door, that nobody has answered yet."""
    if not exhibit.is_physical:
        return None
    return exhibit.hand_overs.on_their_way().select_related("given_by", "to_member").first()


def hand_overs_to(member: Member) -> QuerySet[HandingOver]:
    """What is on its way to a member, in cases whose team they are on; what is due first, first."""
    waiting = HandingOver.objects.on_their_way().filter(
        to_member=member, exhibit__case__in=places_of(member).values("case")
    )
    return waiting.select_related("exhibit__case", "given_by").order_by("due_at", "pk")


def derived_of(exhibit: Exhibit) -> list[Exhibit]:
    """Exhibits that were made from this one, opened through its door, in order of number."""
    return list(exhibit.derived.order_by("number"))


def read_for_paper(member: Member, ref: str, number: int, paper: str) -> Exhibit:
    """One exhibit, for a paper about it that is printed; journalled."""
    exhibit = exhibit_for(member, ref, number)
    record(by=member, verb="exhibit.printed", subject=exhibit.subject, facts={"paper": paper}, reading=True)
    return exhibit


def things_of(case: Case) -> QuerySet[Exhibit]:
    """Physical exhibits of a case that was opened through the door, with their chains and open hand-overs."""
    events = CustodyEvent.objects.select_related("by", "held_by")
    under_way = HandingOver.objects.on_their_way().select_related("given_by", "to_member")
    return (
        case.exhibits.filter(is_physical=True)
        .order_by("number")
        .prefetch_related(Prefetch("custody", events), Prefetch("hand_overs", under_way))
    )
