"""What was said of pairs beside those of a card: pairs judged before among its records, and what was said in one go."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from lali.records.agencies.models import Member
from lali.records.links.access import proposals_seen
from lali.records.links.models import LinkJudgement, Proposal
from lali.records.links.queries.groups import Group

MOST_SETTLED = 2_000  # judged pairs of a page that are read

Ends = tuple[str, str]
"""Both records of a pair as the journal writes them, the lesser first."""


@dataclass(frozen=True, slots=True)
class InOneGo:
    """What was said in one go, as far as the reader may open its pairs: how many they are, and which still stand.

    `last` is the newest judgement of them that was taken back, if one was.
    """

    pairs: int
    standing: frozenset[Ends]
    last: LinkJudgement | None

    @property
    def taken_back(self) -> int:
        """How many of these pairs were taken back."""
        return self.pairs - len(self.standing)


def settled(groups: Collection[Group]) -> dict[Ends, LinkJudgement]:
    """The judgement that stands of each pair judged among the records of groups that the reader was found to see."""
    ends = {end for group in groups if len(group.records) > 2 for end in group.records}  # noqa: PLR2004 - a pair
    if not ends:
        return {}
    pairs = Proposal.objects.judged().filter(one__in=ends, other__in=ends).order_by("-judged_at", "-pk")
    rows = {pk: (one, other) for pk, one, other in pairs.values_list("pk", "one", "other")[:MOST_SETTLED]}
    said = LinkJudgement.objects.filter(proposal__in=list(rows), undone_at__isnull=True).select_related("by")
    return {rows[one.proposal_id]: one for one in said.order_by("at", "pk")}  # the newest stays


def settled_among(group: Group, found: dict[Ends, LinkJudgement], *, but: UUID | None) -> list[Ends]:
    """Pairs of a group's records that were judged, but those of the group and those of one judgement in one go."""
    own = {(pair.one, pair.other) for pair in group.pairs}
    records = set(group.records)
    return [
        ends
        for ends, said in sorted(found.items())
        if ends not in own and records.issuperset(ends) and not (but and said.said_at_once == but)
    ]


def in_one_go(member: Member, said: Iterable[LinkJudgement]) -> dict[UUID, InOneGo]:
    """All that was said in one go with these judgements, of pairs of which the member may open both records."""
    asked = {one.said_at_once for one in said if one.said_at_once}
    if not asked:
        return {}
    pairs = dict.fromkeys(asked, 0)
    standing: dict[UUID, set[Ends]] = {key: set() for key in asked}
    back: dict[UUID, LinkJudgement] = {}
    seen = proposals_seen(member).filter(judgements__said_at_once__in=asked)
    of_pairs = LinkJudgement.objects.filter(said_at_once__in=asked, proposal__in=seen.order_by().values("pk"))
    for one in of_pairs.select_related("proposal", "by", "undone_by").order_by("undone_at", "pk"):
        pairs[one.said_at_once] += 1
        if one.undone_at is None:
            standing[one.said_at_once].add((one.proposal.one, one.proposal.other))
        else:
            back[one.said_at_once] = one
    return {key: InOneGo(pairs[key], frozenset(standing[key]), back.get(key)) for key in asked}
