"""Finding which records may belong together: what came since the last time, whatever anybody may see."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone

from lali.records.audit.actions import record
from lali.records.cases.models import Case, CaseTip
from lali.records.cases.vocabulary import CaseState
from lali.records.entities.models import Mention
from lali.records.links.access import CASE, TIP
from lali.records.links.models import Basis, Proposal, Proposed
from lali.records.links.vocabulary import BasisKind
from lali.records.tips.models import Tip

MOST_RECORDS = 30  # an identifier that stands in more ties nobody: an agency's own number, a bank's
A_BATCH = 2_000  # mentions


@dataclass(frozen=True, slots=True, order=True)
class End:
    """A case, or a tip that is in none."""

    subject: str
    case: int | None
    tip: int | None


def weight_of(records: int) -> float:
    """How much it says that two records share what stands in so many: 1 for the two alone, 1/2 for three..."""
    return 1 / (records - 1)


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


@dataclass(frozen=True, slots=True)
class _Batch:
    made: int
    more: bool


@transaction.atomic
def _next_batch(by: object, most: int) -> _Batch:
    Proposed.objects.get_or_create(pk=1)
    reached = Proposed.objects.select_for_update().get(pk=1)
    now = timezone.now()
    removed = _removed_since(reached.removals_at)
    noted = list(Mention.objects.filter(pk__gt=reached.mentions).order_by("pk").values_list("pk", "identifier")[:most])
    places = list(CaseTip.objects.filter(pk__gt=reached.places).order_by("pk").values_list("pk", "tip")[:most])
    _forget_tips(tip for _pk, tip in places)
    of_tips = Mention.objects.filter(record__in=[f"{TIP}{tip}" for _pk, tip in places])
    changed = {identifier for _pk, identifier in noted} | removed | set(of_tips.values_list("identifier", flat=True))
    made = _propose(changed, now)
    if made:
        record(by=by, verb="link.proposed", subject="possible-links", facts={"new": made})
    reached.removals_at = now
    reached.mentions = noted[-1][0] if noted else reached.mentions
    reached.places = places[-1][0] if places else reached.places
    reached.save()
    return _Batch(made, more=most in {len(noted), len(places)})


def _removed_since(when: datetime | None) -> set[int]:
    removed = Mention.objects.filter(removed_at__isnull=False)
    removed = removed.filter(removed_at__gte=when) if when else removed.none()
    return set(removed.values_list("identifier", flat=True))


def _forget_tips(tips: Iterable[int]) -> None:
    """A tip that went into a case is no end of its own any more: what it shared, its case shares now."""
    put_away = list(tips)
    Proposal.objects.filter(one_tip__in=put_away).delete()
    Proposal.objects.filter(other_tip__in=put_away).delete()


def _propose(identifiers: set[int], now: datetime) -> int:
    """Bring the bases of these identifiers up to date; give how many proposals are new."""
    ends = _ends_of(identifiers)
    wanted = {(pair, number): weight_of(len(found)) for number, found in ends.items() for pair in _pairs(found)}
    standing = {
        ((basis.proposal.one, basis.proposal.other), basis.identifier_id): basis
        for basis in Basis.objects.filter(identifier__in=identifiers).select_related("proposal")
    }
    touched = {basis.proposal_id for basis in standing.values()}
    gone = [basis.pk for key, basis in standing.items() if key not in {(_names(pair), pk) for pair, pk in wanted}]
    Basis.objects.filter(pk__in=gone).delete()
    made = 0
    for (pair, number), weight in wanted.items():
        known = standing.get((_names(pair), number))
        if known is None:
            proposal, is_new = _proposal(pair)
            made += is_new
            proposal.bases.create(kind=BasisKind.IDENTIFIER, identifier_id=number, weight=weight, at=now)
            Proposal.objects.filter(pk=proposal.pk).update(renewed_at=now)
            touched.add(proposal.pk)
        elif known.weight != weight:
            Basis.objects.filter(pk=known.pk).update(weight=weight)
    _weigh(touched)
    return made


def _names(pair: tuple[End, End]) -> tuple[str, str]:
    return pair[0].subject, pair[1].subject


def _pairs(found: Iterable[End]) -> Iterator[tuple[End, End]]:
    return combinations(sorted(found), 2)


def _ends_of(identifiers: set[int]) -> dict[int, set[End]]:
    """Of each identifier the cases and loose tips that speak of it; nothing for one that stands in too many."""
    records = defaultdict(set)
    standing = Mention.objects.standing().filter(identifier__in=identifiers, identifier__weak=False).order_by()
    for number, about in standing.values_list("identifier", "record"):
        records[number].add(about)
    ends = _ends({one for found in records.values() for one in found})
    by_identifier = {number: {ends[one] for one in found if one in ends} for number, found in records.items()}
    return {number: found for number, found in by_identifier.items() if 1 < len(found) <= MOST_RECORDS}


def _ends(records: Iterable[str]) -> dict[str, End]:
    refs = [one.removeprefix(CASE) for one in records if one.startswith(CASE)]
    tips = [int(one.removeprefix(TIP)) for one in records if one.startswith(TIP)]
    kept = Case.objects.exclude(state=CaseState.DISPOSED)
    ends = {
        f"{CASE}{ref}": End(f"{CASE}{ref}", pk, None) for ref, pk in kept.filter(ref__in=refs).values_list("ref", "pk")
    }
    placed = CaseTip.objects.filter(tip__in=tips, case__in=kept).values_list("tip", "case", "case__ref")
    ends |= {f"{TIP}{tip}": End(f"{CASE}{ref}", case, None) for tip, case, ref in placed}
    loose = Tip.objects.filter(pk__in=tips, case_place__isnull=True).values_list("pk", flat=True)
    return ends | {f"{TIP}{tip}": End(f"{TIP}{tip}", None, tip) for tip in loose}


def _proposal(pair: tuple[End, End]) -> tuple[Proposal, bool]:
    one, other = pair
    return Proposal.objects.get_or_create(
        one=one.subject,
        other=other.subject,
        defaults={
            "one_case_id": one.case, "one_tip_id": one.tip,
            "other_case_id": other.case, "other_tip_id": other.tip,
        },
    )  # fmt: skip


def _weigh(proposals: set[int]) -> None:
    """Sum what speaks for each. One for which nothing speaks any more goes, unless somebody judged it."""
    told = Proposal.objects.filter(pk__in=proposals).annotate(now=Sum("bases__weight"), newest=Max("bases__at"))
    for proposal in told:
        if proposal.now is None and proposal.judged_at is None:
            proposal.delete()
        else:
            Proposal.objects.filter(pk=proposal.pk).update(strength=proposal.now or 0)
