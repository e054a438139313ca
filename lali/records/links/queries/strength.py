"""How much speaks for pairs, as far as a member may know: what stands behind a wall weakens nothing they are told."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from lali.records.agencies.models import Member
from lali.records.entities.models import Mention
from lali.records.links.access import CASE, TIP, behind_walls, pictures_told_of
from lali.records.links.ends import ends_of, weight_of
from lali.records.links.models import Basis, Proposal
from lali.records.links.vocabulary import BasisKind


def strengths_told(
    member: Member, proposals: Collection[Proposal], bases: Mapping[int, list[Basis]]
) -> dict[int, float]:
    """Of each pair how much speaks for it. Kept weights count every record; few members have a wall before them."""
    if not (walled := behind_walls(member)):
        return {one.pk: one.strength for one in proposals}
    records = _records(member, walled, [basis for some in bases.values() for basis in some])
    ends = ends_of({about for those in records.values() for about in those})
    weights = {
        key: weight_of(max(2, len({ends[one] for one in those if one in ends}))) for key, those in records.items()
    }
    return {one.pk: sum(weights.get(_key(basis), 0.0) for basis in bases[one.pk]) for one in proposals}


def _key(basis: Basis) -> int | str:
    return basis.identifier_id or basis.key


def _records(member: Member, walled: list[str], bases: list[Basis]) -> dict[int | str, set[str]]:
    """In which records what speaks for a pair stands, those behind a wall left out."""
    found: dict[int | str, set[str]] = defaultdict(set)
    identifiers = {basis.identifier_id for basis in bases if basis.identifier_id}
    mentions = Mention.objects.standing().filter(identifier__in=identifiers).exclude(record__in=walled).order_by()
    for number, about in mentions.values_list("identifier", "record"):
        found[number].add(about)
    families = {basis.key for basis in bases if basis.kind == BasisKind.PICTURE}
    pictures = pictures_told_of(member).filter(family__in=families).order_by()
    for family, tip, ref in pictures.values_list("family", "tip", "exhibit__case__ref"):
        found[family].add(f"{TIP}{tip}" if tip else f"{CASE}{ref}")
    return found
