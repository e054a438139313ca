"""What is still to be compared, of what a member may open: a number that tells nothing of what others work on."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length

from lali.engines.families import PLAINEST
from lali.records.agencies.models import Member
from lali.records.cases.access import is_open_to
from lali.records.evidence.models import Exhibit
from lali.records.links.access import texts_seen
from lali.records.links.models import PictureHash, Proposed
from lali.records.links.texts import SHORTEST
from lali.records.tips.access import is_tip_open_to
from lali.records.tips.models import Tip

MOST_COUNTED = 200  # "200 and more" says enough


@dataclass(frozen=True, slots=True)
class Waiting:
    """Texts that wait to be laid beside others, and exhibits and tips that wait to be looked at for pictures."""

    texts: int
    pictures: int


def waiting_to_be_compared(member: Member) -> Waiting:
    """How much waits; counted no further than MOST_COUNTED each. Messages count once a round has taken them up."""
    reached = Proposed.objects.filter(pk=1).values_list("tips", flat=True).first() or 0
    tips = Tip.objects.annotate(long=Length("text")).filter(_tip_seen(member), pk__gt=reached, long__gte=SHORTEST)
    taken = texts_seen(member).filter(code="").order_by()
    texts = tips.order_by()[:MOST_COUNTED].count() + taken[:MOST_COUNTED].count()
    return Waiting(min(texts, MOST_COUNTED), waiting_for_pictures(member))


def waiting_for_pictures(member: Member) -> int:
    """Exhibits, and tips that came with a report, that the member may open and that no round looked at yet."""
    looked = PictureHash.objects.filter(exhibit=OuterRef("pk"))
    exhibits = Exhibit.objects.filter(
        ~Exists(looked), is_open_to(member, "case"), restricted_at__isnull=True, destroyed_at__isnull=True
    )
    reports = PictureHash.objects.filter(tip=OuterRef("pk"))
    tips = Tip.objects.filter(~Exists(reports), _tip_seen(member), report_number__gt=0)
    unfolded = PictureHash.objects.filter(_picture_seen(member), quality__gte=PLAINEST, family="")
    counts = (rows.order_by()[:MOST_COUNTED].count() for rows in (exhibits.filter(is_physical=False), tips, unfolded))
    return min(sum(counts), MOST_COUNTED)


def _tip_seen(member: Member) -> Q:
    return Q(is_open_to(member, "case_place__case")) | is_tip_open_to(member, "pk")


def _picture_seen(member: Member) -> Q:
    of_case = Q(is_open_to(member, "exhibit__case"), exhibit__restricted_at__isnull=True)
    return of_case | Q(is_open_to(member, "tip__case_place__case")) | is_tip_open_to(member, "tip")
