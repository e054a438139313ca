"""Noting identifiers."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.engines.identifiers import normalise
from lali.records.audit.actions import record
from lali.records.audit.models import LogState
from lali.records.entities.models import Identifier, Mention, Watch
from lali.records.notices.actions import notify
from lali.records.notices.vocabulary import NoticeKind
from lali.records.refusals import Refused

MAX_RAW = 500


class NotAnIdentifier(Refused):
    """What was typed is not a value of the kind chosen."""

    sentence = _("This is not a value of the kind you chose. Please check it, or choose another kind.")


@transaction.atomic
def note_identifiers(
    *,
    by: object,
    found: Iterable[Mapping[str, object]],
    about: str,
    kept_from: Collection[int] = (),
    at: datetime | None = None,
) -> list[Identifier]:
    """Note that the record `about` speaks of the identifiers `found` (as the engine's records give them).

    Whoever watches one of them is told that it appeared again, and nothing of where; members in `kept_from`, whom a
    wall keeps from the record, are not told at all. `at`: when they were told, where that was before now; a mention
    that stands keeps the earlier of the two.
    """
    LogState.objects.locked()  # first the journal, then identifiers, everywhere: no two writers wait for each other
    noted, new = [], []
    for item in found:
        identifier, _made = Identifier.objects.get_or_create(
            kind=item["kind"], value=str(item["normalised"])[:MAX_RAW], defaults={"weak": bool(item.get("weak"))}
        )
        mention, made = Mention.objects.get_or_create(
            identifier=identifier,
            record=about,
            removed_at=None,
            defaults={"raw": str(item["raw"])[:MAX_RAW], "at": at or timezone.now()},
        )
        if at and at < mention.at:
            mention.at = at
            mention.save(update_fields=["at"])
        noted.append(identifier)
        if made:
            new.append(identifier.pk)
    if noted:
        facts = {"identifiers": sorted({identifier.pk for identifier in noted})}
        record(by=by, verb="identifiers.noted", subject=about, facts=facts)
    if new:
        tell_watchers(by, new, kept_from)
    return noted


def tell_watchers(by: object, identifiers: list[int], kept_from: Collection[int]) -> None:
    """Tell whoever watches one of these identifiers that it appeared again. Part of an action, which journals it."""
    running = Watch.objects.running().filter(identifier__in=identifiers).exclude(member__in=list(kept_from))
    for watch in running.select_related("member", "identifier").order_by("pk"):
        if watch.member == by:
            continue
        notify(by=by, members=[watch.member], kind=NoticeKind.SEEN_AGAIN, subject=watch.identifier.subject)
        watch.told_at = timezone.now()
        watch.save(update_fields=["told_at"])


@transaction.atomic
def note_typed_identifier(
    *, by: object, kind: str, typed: str, country: str, about: str, kept_from: Collection[int] = ()
) -> Identifier:
    """Note one identifier that a member typed; NotAnIdentifier when it is none of that kind."""
    found = [{"kind": kind, "normalised": read_typed(kind, typed, country), "raw": typed}]
    return note_identifiers(by=by, found=found, about=about, kept_from=kept_from)[0]


def read_typed(kind: str, typed: str, country: str) -> str:
    """The normalised form of what a member typed; NotAnIdentifier when it is none of that kind."""
    value = normalise(kind, typed, country=country)
    if value is None:
        raise NotAnIdentifier
    return value
