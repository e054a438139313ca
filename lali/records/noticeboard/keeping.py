"""What whoever keeps the noticeboard sees of it: also what waits, what is old, what is over."""

from dataclasses import dataclass
from itertools import chain

from django.db.models import QuerySet
from django.utils import timezone

from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.noticeboard.access import listing_for
from lali.records.noticeboard.models import LISTED, Listing
from lali.records.noticeboard.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class Kept:
    """Listings of one kind, those that wait first."""

    kind: Kind
    listings: QuerySet[Listing]


@dataclass(frozen=True, slots=True)
class Attention:
    """What of the noticeboard needs a member: listings to check, and listings checked too long ago."""

    waiting: int
    old: int


def noticeboard_of(member: Member) -> list[Kept]:
    """All that stands or waits, by kind."""
    require(member, Permission.KEEP_NOTICEBOARD)
    return [Kept(Kind(kind), model.objects.kept().waiting_first()) for kind, model in LISTED.items()]


def read_listing(member: Member, kind: str, number: int) -> Listing:
    """One listing in any state; Http404 when there is none."""
    return listing_for(member, kind, number)


def may_confirm(member: Member, listing: Listing) -> bool:
    """Whether a member can be the second person."""
    return not listing.is_over and listing.written_by != member.journal_name


def attention(member: Member) -> Attention:
    """What needs this member; nothing for who does not keep the noticeboard."""
    if not member.may(Permission.KEEP_NOTICEBOARD):
        return Attention(0, 0)
    waiting = sum(model.objects.waiting_for(member.journal_name).count() for model in LISTED.values())
    return Attention(waiting, sum(one.count() for one in _old()))


def old_listings() -> list[Listing]:
    """What is shown and was checked more than 180 days ago, for `lali doctor`."""
    return list(chain.from_iterable(_old()))


def _old() -> list[QuerySet[Listing]]:
    today = timezone.localdate()
    return [model.objects.old(today) for model in LISTED.values()]
