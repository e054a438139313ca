"""The queue of proposed links: records of which the member may open each, put together by what they share."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from lali.records.agencies.models import Member
from lali.records.cases.access import case_for
from lali.records.cases.models import Case
from lali.records.entities.vocabulary import IdentifierKind
from lali.records.links.access import behind_walls, proposals_answered, proposals_half_seen, proposals_seen
from lali.records.links.models import Basis, LinkJudgement, Proposal
from lali.records.links.models.proposals import WAS_JUDGED
from lali.records.links.queries.group_parts import GroupShown, ProposalShown, groups_shown
from lali.records.links.queries.groups import Group, Pair, Resting, Thing, grouped
from lali.records.links.queries.kinds import KIND_OF, RESTS_ON
from lali.records.links.queries.strength import strengths_told
from lali.records.links.vocabulary import BasisKind, RestsOn

PER_PAGE = 10  # groups: each is a question
MOST_ELSEWHERE = 200  # counted no further: "200 more" says enough
MOST_PAIRS = 500  # that are put together; what is judged makes room for more
MOST_WHOLE = 5_000  # that are read to make the groups of a page whole: 10 of 435 pairs
_PAIR = ("pk", "one", "other", "strength")
_RESTING = ("proposal_id", "kind", "identifier_id", "key", "identifier__kind")


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of groups of proposals, and how many lead to records that the reader may not open.

    `pairs` are put together in `of_kind` groups by what they rest on; `more`: there are more than MOST_PAIRS, and
    the pages hold those that stand first. `answered`: pairs that do not wait, because what was said of a family
    answers them.
    """

    page: Page
    groups: tuple[GroupShown, ...]
    pairs: int
    of_kind: dict[RestsOn, int]
    elsewhere: int
    more: bool
    answered: int

    @property
    def shown(self) -> tuple[ProposalShown, ...]:
        """The pairs of these groups."""
        return tuple(pair for group in self.groups for pair in group.pairs)


def proposals_for(member: Member, *, judged: bool = False, ref: str = "", kind: str = "", page: object = None) -> Queue:
    """What waits for a person's judgement, or what was judged; most telling first, newest judgement first.

    `ref` keeps to one case that the member may open, Http404 otherwise; `kind` to what rests on one kind of thing.
    """
    answered = proposals_answered(member)
    seen, half = proposals_seen(member), proposals_half_seen(member).waiting()
    if ref:
        case = case_for(member, ref)
        seen, half = seen.filter(_of(case)), half.filter(_of(case))
    found = seen.filter(WAS_JUDGED | answered) if judged else seen.waiting().exclude(answered)
    groups, pairs, more = _judged(found) if judged else _waiting(member, found)
    of_kind = Counter(map(_rests_on, groups))
    told = Paginator([one for one in groups if not kind or _rests_on(one) == kind], PER_PAGE).get_page(page)
    shown = list(told)
    if more and not judged:
        shown = _whole(member, found, shown)
    elsewhere = half.order_by()[:MOST_ELSEWHERE].count()
    do_not_wait = 0 if judged else seen.waiting().filter(answered).order_by()[:MOST_PAIRS].count()
    bases = _bases(pair.pk for group in shown for pair in group.pairs)
    return Queue(
        told, groups_shown(member, shown, bases, judged=judged), pairs, dict(of_kind), elsewhere, more, do_not_wait
    )


def _waiting(member: Member, found: QuerySet[Proposal]) -> tuple[list[Group], int, bool]:
    """What waits, in groups; how many pairs that are, and whether there are more."""
    order = ("-pk",) if behind_walls(member) else ("-strength", "pk")  # kept strength knows what stands behind a wall
    pairs = [Pair(*row) for row in found.order_by(*order).values_list(*_PAIR)[: MOST_PAIRS + 1]]
    looked_at = pairs[:MOST_PAIRS]
    bases = _bases(pair.pk for pair in looked_at)
    return grouped(_told(member, looked_at, bases), bases), len(looked_at), len(pairs) > MOST_PAIRS


def _told(member: Member, pairs: list[Pair], bases: list[Resting]) -> list[Pair]:
    """These pairs with the strength that the member may know."""
    told = strengths_told(member, pairs, bases)
    return [pair._replace(strength=told[pair.pk]) for pair in pairs]


def _judged(found: QuerySet[Proposal]) -> tuple[list[Group], int, bool]:
    """What was judged, the newest first: what was said at once together, and what one family answers."""
    rows = found.order_by(Coalesce("judged_at", "answered_by__at").desc(), "-pk")
    rows = rows.values_list(*_PAIR, "judged_at", "answered_by")[: MOST_PAIRS + 1]
    pairs = {Pair(*row[:3], 0): row[4:] for row in rows}
    looked_at = dict(list(pairs.items())[:MOST_PAIRS])
    standing = LinkJudgement.objects.filter(proposal__in=[pair.pk for pair in looked_at], undone_at__isnull=True)
    at_once = dict(standing.exclude(said_at_once=None).order_by("at", "pk").values_list("proposal", "said_at_once"))
    together: dict[object, list[Pair]] = {}
    for pair, (judged_at, answered_by) in looked_at.items():
        key = at_once.get(pair.pk, pair.pk) if judged_at else ("family", answered_by)
        together.setdefault(key, []).append(pair)
    groups = [Group(None, "", tuple(some)) for some in together.values()]
    return groups, len(looked_at), len(pairs) > MOST_PAIRS


def _whole(member: Member, found: QuerySet[Proposal], groups: list[Group]) -> list[Group]:
    """These groups with those pairs, too, that stand after the first MOST_PAIRS."""
    numbers = {key for kind, key in _things(groups) if kind == BasisKind.IDENTIFIER}
    keys = {key for kind, key in _things(groups) if kind != BasisKind.IDENTIFIER}
    rest_on = Basis.objects.filter(Q(identifier__in=numbers) | Q(identifier__isnull=True, key__in=keys))
    there = [pair.pk for group in groups for pair in group.pairs]
    rest = found.filter(pk__in=rest_on.values("proposal")).exclude(pk__in=there).order_by("pk")
    more = [Pair(*row) for row in rest.values_list(*_PAIR)[:MOST_WHOLE]]
    bases = _bases(pair.pk for pair in more)
    told = {pair.pk: pair for pair in _told(member, more, bases)}
    by_thing: dict[Thing, set[Pair]] = defaultdict(set)
    for basis in bases:
        by_thing[basis.thing].add(told[basis.proposal_id])
    return [
        replace(group, pairs=tuple(sorted({*group.pairs, *by_thing[group.thing]}))) if group.thing else group
        for group in groups
    ]


def _things(groups: list[Group]) -> list[Thing]:
    return [group.thing for group in groups if group.thing]


def _bases(proposals: object) -> list[Resting]:
    rows = Basis.objects.filter(proposal__in=list(proposals)).order_by().values_list(*_RESTING)
    return [Resting(pair, (kind, identifier or key), sort or "") for pair, kind, identifier, key, sort in rows]


def _rests_on(group: Group) -> RestsOn:
    if group.thing is None:
        return RestsOn.GONE
    if group.thing[0] == BasisKind.IDENTIFIER:
        return RESTS_ON[KIND_OF[IdentifierKind(group.sort)]]
    return RestsOn.PICTURE if group.thing[0] == BasisKind.PICTURE else RestsOn.PEOPLE


def waiting_links(member: Member, most: int) -> int:
    """How many proposals wait, counted no further than `most`."""
    waiting = proposals_seen(member).waiting().exclude(proposals_answered(member))
    return waiting.order_by()[:most].count()


def judged_apart(case: Case) -> set[int]:
    """Cases of which somebody said, with all that was known, that they have nothing to do with this one."""
    last = Proposal.objects.judged().filter(_of(case), judgements__undone_at__isnull=True).distinct()
    ends = last.filter(one_case__isnull=False, other_case__isnull=False).prefetch_related("judgements")
    apart = [one for one in ends if next(j for j in one.judgements.all() if j.undone_at is None).verdict == "apart"]
    return {pk for one in apart for pk in (one.one_case_id, one.other_case_id)} - {case.pk}


def _of(case: Case) -> Q:
    return Q(one_case=case) | Q(other_case=case)
