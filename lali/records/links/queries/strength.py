"""How much speaks for pairs, as far as a member may know: what stands behind a wall weakens nothing they are told."""

from collections import defaultdict
from collections.abc import Collection

from lali.records.agencies.models import Member
from lali.records.entities.models import Mention
from lali.records.links.access import CASE, TIP, behind_walls, pictures_told_of
from lali.records.links.ends import ends_of, weight_of
from lali.records.links.queries.groups import Pair, Resting, Thing
from lali.records.links.vocabulary import BasisKind


def strengths_told(member: Member, pairs: Collection[Pair], bases: Collection[Resting]) -> dict[int, float]:
    """Of each pair how much speaks for it. Kept weights count every record; few members have a wall before them."""
    if not (walled := behind_walls(member)):
        return {one.pk: one.strength for one in pairs}
    records = _records(member, walled, bases)
    ends = ends_of({about for those in records.values() for about in those})
    weights = {
        thing: weight_of(max(2, len({ends[one] for one in those if one in ends}))) for thing, those in records.items()
    }
    told = {one.pk: 0.0 for one in pairs}
    for basis in bases:
        told[basis.proposal_id] += weights.get(basis.thing, 0.0)
    return told


def _records(member: Member, walled: list[str], bases: Collection[Resting]) -> dict[Thing, set[str]]:
    """In which records what speaks for a pair stands, those behind a wall left out."""
    found: dict[Thing, set[str]] = defaultdict(set)
    identifiers = {basis.identifier_id for basis in bases if basis.identifier_id}
    mentions = Mention.objects.standing().filter(identifier__in=identifiers).exclude(record__in=walled).order_by()
    for number, about in mentions.values_list("identifier", "record"):
        found[BasisKind.IDENTIFIER, number].add(about)
    families = {basis.thing[1] for basis in bases if basis.thing[0] == BasisKind.PICTURE}
    pictures = pictures_told_of(member).filter(family__in=families).order_by()
    for family, tip, ref in pictures.values_list("family", "tip", "exhibit__case__ref"):
        found[BasisKind.PICTURE, family].add(f"{TIP}{tip}" if tip else f"{CASE}{ref}")
    return found
