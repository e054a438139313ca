"""What whoever keeps the noticeboard sees of it: also what waits, what is old, what is over."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.noticeboard.access import listing_for
from lali.records.noticeboard.models import LISTED, Listing
from lali.records.noticeboard.vocabulary import Kind, State

MOST_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Kept:
    """Listings of one kind."""

    kind: Kind
    listings: list[Listing]


@dataclass(frozen=True, slots=True)
class Attention:
    """What of the noticeboard needs a member: listings to check, and listings checked too long ago."""

    waiting: int
    old: int


def noticeboard_of(member: Member) -> list[Kept]:
    """All that stands or waits, by kind; each listing knows whether it is old (`is_old`)."""
    require(member, Permission.KEEP_NOTICEBOARD)
    today = timezone.localdate()
    return [
        Kept(Kind(kind), [_dated(one, today) for one in model.objects.kept()[:MOST_SHOWN]])
        for kind, model in LISTED.items()
    ]


def _dated(listing: Listing, today: date) -> Listing:
    listing.is_old = listing.is_old_on(today)
    return listing


def read_listing(member: Member, kind: str, number: int) -> Listing:
    """One listing in any state; Http404 when there is none."""
    return _dated(listing_for(member, kind, number), timezone.localdate())


def may_confirm(member: Member, listing: Listing) -> bool:
    """Whether a member can be the second person."""
    return not listing.is_over and listing.written_by != member.journal_name


def attention(member: Member) -> Attention:
    """What needs this member; nothing for who does not keep the noticeboard."""
    if not member.may(Permission.KEEP_NOTICEBOARD):
        return Attention(0, 0)
    waiting = sum(
        model.objects.filter(state=State.WAITING).exclude(written_by=member.journal_name).count()
        for model in LISTED.values()
    )
    return Attention(waiting, len(old_listings()))


def old_listings() -> list[Listing]:
    """What is shown and was checked more than 180 days ago, for the desk and for `lali doctor`."""
    today = timezone.localdate()
    return [one for model in LISTED.values() for one in model.objects.old(today)[:MOST_SHOWN]]
