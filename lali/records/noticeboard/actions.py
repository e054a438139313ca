"""Everything that changes the noticeboard.

The rows stand in the letterbox's database; the journal of the members' own deeds in theirs. The inner transaction, the
journal's, ends first: there may be an entry without its deed after a stop of the power, never a deed without its entry.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record
from lali.records.changes import changed_values
from lali.records.noticeboard.access import listing_for
from lali.records.noticeboard.models import LISTED, Listing, OfficialRoute, ShownLure
from lali.records.noticeboard.shipped import shipped_routes
from lali.records.noticeboard.vocabulary import SHOWN, State
from lali.records.refusals import Refused

NO_KEY = b""  # all of it is for the public: nothing is sealed


class OwnWords(Refused):
    """Whoever wrote a listing cannot be its second person."""

    sentence = _("You wrote this yourself. A second person must check it before it is shown.")


class IsOver(Refused):
    """It was ended or replaced meanwhile."""

    sentence = _("This was ended or replaced meanwhile. Nothing was changed.")


class ChangeWaits(Refused):
    """One change at a time."""

    sentence = _("A change of this waits already. Have it checked, or change that one.")


class NothingChanged(Refused):
    """A change must say something else."""

    sentence = _("Nothing is different from what stands.")


class WhyIsNeeded(Refused):
    """An end without a reason cannot be followed later."""

    sentence = _("Please say in a few words why.")


def _both() -> transaction.Atomic:
    return transaction.atomic(using=settings.LETTERBOX)


@_both()
@transaction.atomic
def load_routes(*, by: str, country: str) -> int:
    """Bring in the official routes that ship with the program, once; what the agency has written or ended stays."""
    known = set(OfficialRoute.objects.filter(country=country).values_list("name", flat=True))
    new = [facts for facts in shipped_routes(country) if facts["name"] not in known]
    for facts in new:
        OfficialRoute.objects.create(country=country, state=State.SHIPPED, written_by=by, **facts)
    if new:
        record(by=by, verb="listing.loaded", subject="noticeboard", facts={"routes": len(new)})
    return len(new)


@_both()
@transaction.atomic
def add_listing(*, by: Member, kind: str, country: str, source: str, said: Mapping[str, object]) -> Listing:
    """Write a listing. Nobody outside sees it before a second person has confirmed it."""
    require(by, Permission.KEEP_NOTICEBOARD)
    written = _write(by, LISTED[kind](country=country, source=source, **said))
    record(by=by, verb="listing.added", subject=written.subject)
    return written


@_both()
@transaction.atomic
def change_listing(
    *, by: Member, kind: str, number: int, country: str, source: str, said: Mapping[str, object]
) -> Listing:
    """Write the successor of a listing. What is shown stays so until a second person has confirmed the new words."""
    old = listing_for(by, kind, number, to_change=True)
    if old.is_over:
        raise IsOver
    if old.successors.filter(state=State.WAITING).exists():
        raise ChangeWaits
    after = {"country": country, "source": source, **said}
    before = {name: getattr(old, name) for name in after}
    if before == after:
        raise NothingChanged
    shown = old.state in SHOWN
    in_place_of = old if shown else old.replaces or old  # what waits takes the place of what is shown, however often
    written = _write(by, type(old)(replaces=in_place_of, **after))
    if not shown:
        _close(old, State.REPLACED, by)
    changed = changed_values(old.CLASSIFIED, before, after, key=NO_KEY)
    record(by=by, verb="listing.changed", subject=written.subject, facts={"replaces": old.pk, "changed": changed})
    return written


def _write(by: Member, listing: Listing) -> Listing:
    listing.state, listing.written_by, listing.written_name = State.WAITING, by.journal_name, by.name
    listing.save()
    return listing


@_both()
@transaction.atomic
def confirm_listing(*, by: Member, kind: str, number: int) -> Listing:
    """Say, as the second person, that a listing was checked today; from now on it is shown. Also to check it again."""
    listing = listing_for(by, kind, number, to_change=True)
    if listing.is_over:
        raise IsOver
    if listing.written_by == by.journal_name:
        raise OwnWords
    listing.state, listing.checked_on = State.STANDING, timezone.localdate()
    listing.checked_by, listing.checked_name = by.journal_name, by.name
    listing.save()
    for before in _shown_before(listing):
        _close(before, State.REPLACED, by)
    record(by=by, verb="listing.confirmed", subject=listing.subject)
    return listing


def _shown_before(listing: Listing) -> list[Listing]:
    """What a listing takes the place of: its predecessors that are still shown."""
    found, before = [], listing.replaces
    while before:
        if before.state in SHOWN:
            found.append(before)
        before = before.replaces
    return found


@_both()
@transaction.atomic
def end_listing(*, by: Member, kind: str, number: int, why: str) -> Listing:
    """Take a listing down, at once and by one person: nothing wrong may wait for a second one to go."""
    listing = listing_for(by, kind, number, to_change=True)
    if listing.is_over:
        raise IsOver
    if not why.strip():
        raise WhyIsNeeded
    _close(listing, State.ENDED, by, why.strip())
    for successor in listing.successors.filter(state=State.WAITING):
        _close(successor, State.ENDED, by, why.strip())
    record(by=by, verb="listing.ended", subject=listing.subject)
    return listing


def _close(listing: Listing, state: State, by: Member, why: str = "") -> None:
    listing.state, listing.ended_on = state, timezone.localdate()
    listing.ended_name, listing.ended_why = by.name, why[:300]
    listing.save()


@_both()
@transaction.atomic
def show_lure(
    *, by: Member, number: int, title: str, words: str, signs: Sequence[str], ask: str, country: str, released_on: date
) -> ShownLure:
    """Give the public site a lure of the week that two members released (see `lures`). Safe to repeat."""
    said = {"title": title, "words": words, "signs": list(signs), "ask": ask, "country": country}
    said["released_on"] = released_on
    shown, _new = ShownLure.objects.update_or_create(number=number, defaults=said)
    record(by=by, verb="lure.shown", subject=f"lure:{number}")
    return shown


@_both()
@transaction.atomic
def withdraw_lure(*, by: Member, number: int) -> None:
    """Take a lure of the week from the public site; nothing of it stays there."""
    if ShownLure.objects.filter(number=number).delete()[0]:
        record(by=by, verb="lure.withdrawn", subject=f"lure:{number}")
