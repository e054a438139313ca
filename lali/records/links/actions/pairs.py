"""Pairs of records, and what speaks for each: brought up to date with what stands in which records."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import combinations

from django.db.models import Sum

from lali.records.links.actions.family_answers import settle_answers_of
from lali.records.links.ends import End, weight_of
from lali.records.links.models import Basis, Proposal
from lali.records.links.vocabulary import BasisKind

MOST_RECORDS = 30  # what stands in more ties nobody: an agency's own number, a notice that everybody passes on

Key = int | str
"""What two records share: the number of an identifier; else what the part of that kind calls it (80 characters)."""


def settle(kind: BasisKind, shared: Mapping[Key, set[End]], now: datetime) -> int:
    """Let exactly the pairs that share each of these things rest on it; give how many proposals are new.

    A thing that stands in too many records, or in one only, ties nothing.
    """
    wanted = {
        (one, other, key): weight_of(len(found))
        for key, found in shared.items()
        if len(found) <= MOST_RECORDS
        for one, other in combinations(sorted(found), 2)
    }
    return settle_pairs(kind, shared, wanted, now)


def settle_pairs(
    kind: BasisKind, keys: Iterable[Key], pairs: Mapping[tuple[End, End, Key], float], now: datetime
) -> int:
    """Let exactly these pairs (the lesser end first), with these weights, rest on these things; how many are new."""
    field = "identifier_id" if kind == BasisKind.IDENTIFIER else "key"
    wanted = {(one.subject, other.subject, key): (one, other, weight) for (one, other, key), weight in pairs.items()}
    bases = Basis.objects.filter(kind=kind, **{f"{field}__in": list(keys)}).select_related("proposal")
    standing = {(one.proposal.one, one.proposal.other, getattr(one, field)): one for one in bases}
    touched = {basis.proposal_id for basis in standing.values()}
    gone = {key: basis for key, basis in standing.items() if key not in wanted}
    Basis.objects.filter(pk__in=[basis.pk for basis in gone.values()]).delete()
    made = 0
    for names, (one, other, weight) in wanted.items():
        known = standing.get(names)
        if known is None:
            proposal, is_new = _proposal(one, other)
            made += is_new
            proposal.bases.create(kind=kind, weight=weight, at=now, **{field: names[-1]})
            Proposal.objects.filter(pk=proposal.pk).update(renewed_at=now)
            touched.add(proposal.pk)
        elif known.weight != weight:
            Basis.objects.filter(pk=known.pk).update(weight=weight)
    _weigh(touched)
    settle_answers_of(touched)
    return made


def _proposal(one: End, other: End) -> tuple[Proposal, bool]:
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
    for proposal in Proposal.objects.filter(pk__in=proposals).annotate(now=Sum("bases__weight")):
        if proposal.now is None and proposal.judged_at is None:
            proposal.delete()
        else:
            Proposal.objects.filter(pk=proposal.pk).update(strength=proposal.now or 0)
