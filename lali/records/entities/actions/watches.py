"""Watching identifiers: to be told when one appears again; and the rules that every watch keeps."""

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from django.db import transaction
from django.db.models import Model
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record
from lali.records.entities.actions.identifiers import MAX_RAW, read_typed
from lali.records.entities.models import Identifier, Watch
from lali.records.refusals import Refused

MOST_WATCHES = 200  # of one kind
AnyWatch = TypeVar("AnyWatch", bound=Model)


class WhyWatched(Refused):
    """A watch without a reason."""

    sentence = _("Please say in a few words why you watch it.")


class TooManyWatches(Refused):
    """More watches than one member can follow up."""

    sentence = _("You watch very many identifiers already. End some watches first.")


class OverAlready(Refused):
    """A last day that is past."""

    sentence = _("The last day of the watch is past. Choose a later one, or none.")


@transaction.atomic
def watch_typed(*, by: Member, kind: str, typed: str, reason: str, until: date | None = None) -> Watch:
    """Watch a value, known here or not: the answer is the same, so that watching teaches nothing."""
    value = read_typed(kind, typed, by.agency.country)[:MAX_RAW]
    identifier, _made = Identifier.objects.get_or_create(kind=kind, value=value)
    return begin_watch(by=by, identifier=identifier, reason=reason, until=until)


@transaction.atomic
def begin_watch(*, by: Member, identifier: Identifier, reason: str, until: date | None = None) -> Watch:
    """Watch an identifier; one that is watched already gets the new reason and last day."""
    return keep_watch(
        by=by, kind=Watch, subject=identifier.subject, reason=reason, until=until, what={"identifier": identifier}
    )


def keep_watch(
    *,
    by: Member,
    kind: type[AnyWatch],
    subject: str,
    reason: str,
    what: Mapping[str, object],
    until: date | None = None,
) -> AnyWatch:
    """Begin a watch of any kind on `what`, or give the one that runs the new reason and last day: one rule for all.

    Part of an action, which has asked whether the member may know what they watch.
    """
    require(by, Permission.JOIN_CASE)
    if not reason.strip():
        raise WhyWatched
    if until and until < timezone.localdate():
        raise OverAlready
    watch = kind.objects.filter(member=by, ended_at__isnull=True, **what).first()
    if watch is None and kind.objects.running().filter(member=by).count() >= MOST_WATCHES:
        raise TooManyWatches
    watch = watch or kind(member=by, **what)
    watch.reason, watch.until = reason.strip()[:300], until
    watch.save()
    record(by=by, verb="watch.begun", subject=subject, facts={"until": until and until.isoformat()})
    return watch


@transaction.atomic
def end_watch(*, by: Member, number: int) -> Watch:
    """End one of the member's own watches. Http404 for anybody else's."""
    watch = get_object_or_404(Watch, pk=number, member=by, ended_at__isnull=True)
    let_watch_go(by=by, watch=watch, subject=watch.identifier.subject)
    return watch


def let_watch_go(*, by: Member, watch: Model, subject: str) -> None:
    """End a watch of any kind, which is the member's own. Part of an action."""
    watch.ended_at = timezone.now()
    watch.save(update_fields=["ended_at"])
    record(by=by, verb="watch.ended", subject=subject)
