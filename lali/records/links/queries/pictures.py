"""Where else the same picture stands, or nearly: told so that nothing leaks."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from lali.records.agencies.models import Member
from lali.records.cases.access import case_for
from lali.records.links.access import pictures_seen, pictures_told_of
from lali.records.links.models import PictureHash
from lali.records.links.queries.waiting import waiting_for_pictures
from lali.records.tips.access import tip_for

MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class PictureIn:
    """Where a picture stands: an exhibit of a case, or a tip."""

    case: str  # reference; "" of a tip
    number: int
    words: str


@dataclass(frozen=True, slots=True)
class SamePicture:
    """The same picture, or nearly, elsewhere: what the reader may open, how many more, and that there is what not.

    `waiting`: exhibits and tips that the reader may open and that were not compared yet; what they hold is not known.
    """

    places: tuple[PictureIn, ...]
    more: int
    elsewhere: bool
    waiting: int = 0


def same_picture_as_exhibit(member: Member, ref: str, number: int) -> SamePicture | None:
    """Where else an exhibit's picture stands; None for nowhere. Http404 when the case may not be opened."""
    case = case_for(member, ref)
    own = PictureHash.objects.readable().filter(exhibit__case=case, exhibit__number=number)
    return _elsewhere(member, own)


def same_picture_as_tip(member: Member, number: int) -> SamePicture | None:
    """Where else a picture that came with a tip stands; None for nowhere. Http404 when the tip may not be opened."""
    return _elsewhere(member, PictureHash.objects.readable().filter(tip=tip_for(member, number)))


def shared_pictures(member: Member, families: set[str]) -> Mapping[str, PictureIn]:
    """Of families of pictures one place each where the member may look at it, by the family's code."""
    first: dict[str, PictureHash] = {}
    for row in _with_places(pictures_seen(member).filter(family__in=families)).order_by("pk"):
        first.setdefault(row.family, row)
    return {family: _place(row) for family, row in first.items()}


def _elsewhere(member: Member, own: QuerySet[PictureHash]) -> SamePicture | None:
    mine = list(own)
    families = {row.family for row in mine}
    numbers, tips = [row.pk for row in mine], {row.tip_id for row in mine if row.tip_id}
    seen = pictures_seen(member).filter(family__in=families).exclude(pk__in=numbers)
    told = pictures_told_of(member).filter(family__in=families).exclude(pk__in=numbers)
    if tips:
        seen, told = seen.exclude(tip__in=tips), told.exclude(tip__in=tips)
    named = list(_with_places(seen).order_by("-pk")[:MOST_NAMED])
    count = seen.count()
    elsewhere = told.count() > count
    waiting = waiting_for_pictures(member) if mine else 0
    if not named and not elsewhere and not waiting:
        return None
    return SamePicture(tuple(map(_place, named)), count - len(named), elsewhere, waiting)


def _with_places(rows: QuerySet[PictureHash]) -> QuerySet[PictureHash]:
    return rows.select_related("tip", "exhibit__case")


def _place(row: PictureHash) -> PictureIn:
    if row.tip_id:
        return PictureIn("", row.tip.number, row.tip.ref)
    case = row.exhibit.case
    return PictureIn(case.ref, row.exhibit.number, f"{case.ref} {case.title}, {row.exhibit.ref}")
