"""Finding which records may belong together: what came since the last time, whatever anybody may see."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from lali.records.audit.actions import record
from lali.records.cases.models import CaseTip
from lali.records.entities.models import Mention
from lali.records.links.access import TIP
from lali.records.links.actions.pairs import settle
from lali.records.links.actions.pictures import settle_pictures_of
from lali.records.links.ends import End, ends_of
from lali.records.links.models import Proposal, Proposed
from lali.records.links.vocabulary import BasisKind

A_BATCH = 2_000  # mentions
LONGEST_DEED = timedelta(minutes=10)  # between the moment of a removal and when it can be seen


def propose_links(*, by: object, most: int | None = None) -> int:
    """Bring proposals up to date with what was noted, removed, or put into a case since; give how many are new.

    Looks at `most` mentions, or at all. What it keeps is derived: it may be stopped at any time, and goes on there.
    """
    if most is not None:
        return _next_batch(by, most).made
    made = 0
    while (batch := _next_batch(by, A_BATCH)).more:
        made += batch.made
    return made + batch.made


def is_all_looked_at() -> bool:
    """Whether nothing was noted, removed, or put into a case since: read only, for a page that need not wait then."""
    reached = Proposed.objects.filter(pk=1).first()
    if reached is None or reached.removals_at is None:
        return False
    came = Mention.objects.filter(pk__gt=reached.mentions).exists()
    came = came or CaseTip.objects.filter(pk__gt=reached.places).exists()
    return not came and not _removed_since(reached.removals_at - LONGEST_DEED)


@dataclass(frozen=True, slots=True)
class _Batch:
    made: int
    more: bool


@transaction.atomic
def _next_batch(by: object, most: int) -> _Batch:
    Proposed.objects.get_or_create(pk=1)
    reached = Proposed.objects.select_for_update().get(pk=1)
    now = timezone.now()
    removed = _removed_since(reached.removals_at and reached.removals_at - LONGEST_DEED)
    later = Mention.objects.filter(pk__gt=reached.mentions).order_by("pk")
    noted = list(later.values_list("pk", "identifier")[:most])
    places = list(CaseTip.objects.filter(pk__gt=reached.places).order_by("pk").values_list("pk", "tip")[:most])
    tips = [tip for _pk, tip in places]
    _forget(tips)
    of_tips = Mention.objects.filter(record__in=[f"{TIP}{tip}" for tip in tips])
    changed = {identifier for _pk, identifier in noted} | removed | set(of_tips.values_list("identifier", flat=True))
    made = settle(BasisKind.IDENTIFIER, _sharing(changed), now) + settle_pictures_of(tips)
    if made:
        record(by=by, verb="link.proposed", subject="possible-links", facts={"new": made})
    reached.removals_at = now
    reached.mentions = noted[-1][0] if noted else reached.mentions
    reached.places = places[-1][0] if places else reached.places
    reached.save(update_fields=["removals_at", "mentions", "places"])
    return _Batch(made, more=most in {len(noted), len(places)})


@transaction.atomic
def bring_up_to_date(*, by: object, identifiers: Iterable[int]) -> int:
    """Let what these identifiers stand in now be what pairs rest on; how many proposals are new."""
    Proposed.objects.select_for_update().get(pk=1)
    made = settle(BasisKind.IDENTIFIER, _sharing(list(identifiers)), timezone.now())
    if made:
        record(by=by, verb="link.proposed", subject="possible-links", facts={"new": made})
    return made


@transaction.atomic
def forget_ends(*, by: object, tips: list[int]) -> None:  # noqa: ARG001 - as every deed; it takes only what is derived
    """Let go what has a tip as its end that stands in a case now."""
    _forget(tips)


def _removed_since(when: datetime | None) -> set[int]:
    removed = Mention.objects.filter(removed_at__isnull=False)
    removed = removed.filter(removed_at__gte=when) if when else removed.none()
    return set(removed.order_by().values_list("identifier", flat=True))


def _forget(tips: list[int]) -> None:
    """A tip that went into a case is no end of its own any more: what it shared, its case shares now.

    What somebody judged stays on record.
    """
    Proposal.objects.filter(one_tip__in=tips, judgements__isnull=True).delete()
    Proposal.objects.filter(other_tip__in=tips, judgements__isnull=True).delete()


def _sharing(identifiers: Iterable[int]) -> dict[int, set[End]]:
    """Of each identifier the cases and loose tips that speak of it."""
    records: dict[int, set[str]] = defaultdict(set)
    standing = Mention.objects.standing().filter(identifier__in=identifiers).order_by()
    for number, about in standing.values_list("identifier", "record"):
        records[number].add(about)
    ends = ends_of({one for found in records.values() for one in found})
    return {number: {ends[one] for one in records[number] if one in ends} for number in identifiers}
