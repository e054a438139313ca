"""The queue of proposed links: pairs of records of which the member may open both, with what speaks for each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from lali.records.agencies.models import Member
from lali.records.cases.access import case_for, places_of
from lali.records.cases.models import Case
from lali.records.cases.vocabulary import LEVEL_ORDER, Level
from lali.records.entities.models import Identifier
from lali.records.links.access import (
    family_judgements_seen,
    family_texts_seen,
    proposals_answered,
    proposals_half_seen,
    proposals_seen,
)
from lali.records.links.models import Basis, FamilyJudgement, LinkJudgement, Proposal
from lali.records.links.models.proposals import WAS_JUDGED
from lali.records.links.queries.bases import BasisShown, bases_shown
from lali.records.links.queries.strength import strengths_told
from lali.records.tips.models import Tip

PER_PAGE = 20
MOST_BASES, MOST_FAMILIES = 8, 3
MOST_ELSEWHERE = 200  # counted no further: "200 more" says enough
MOST_PAIRS = 1_000  # that are paged through; what is judged makes room for more
STRONG, WEAK = 1.0, 0.25  # one thing that only these two share; one that five share


@dataclass(frozen=True, slots=True)
class RecordShown:
    """One end: `kind` is case or tip, `key` what its address takes, `ref` and `title` (of a case) what it is called."""

    kind: str
    key: str
    ref: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class ProposalShown:
    """One proposal: both records, what speaks for it, what was said of it, and whether the reader may say more."""

    proposal: Proposal
    strength: float
    ends: tuple[RecordShown, RecordShown]
    identifiers: tuple[Identifier, ...]
    families: tuple[int, ...]  # of nearly the same words: a text of each, by which its page is found
    others: tuple[BasisShown, ...]  # what speaks for it besides
    more: int  # further things that speak for it
    judgements: tuple[LinkJudgement, ...]
    answer: FamilyJudgement | None  # what was said of a family, where that answers it and the reader may read it
    writes: bool

    @property
    def is_strong(self) -> bool:
        """Whether something speaks for it that stands nowhere else, or as much together."""
        return self.strength >= STRONG

    @property
    def is_weak(self) -> bool:
        """Whether all that speaks for it stands in several other records too."""
        return self.strength < WEAK

    @property
    def last(self) -> LinkJudgement | None:
        """The judgement that stands."""
        return next((one for one in self.judgements if one.undone_at is None), None)


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of proposals, and how many lead to records that the reader may not open.

    `more`: there are more than MOST_PAIRS; the pages hold those that stand first. `answered`: pairs that do not wait,
    because what was said of a family answers them.
    """

    page: Page
    shown: tuple[ProposalShown, ...]
    elsewhere: int
    more: bool
    answered: int


def proposals_for(member: Member, *, judged: bool = False, ref: str = "", page: object = None) -> Queue:
    """What waits for a person's judgement, or what was judged; strongest first, newest judgement first.

    `ref` keeps to one case that the member may open; Http404 otherwise.
    """
    answered = proposals_answered(member)
    seen, half = proposals_seen(member), proposals_half_seen(member).waiting()
    if ref:
        case = case_for(member, ref)
        seen, half = seen.filter(_of(case)), half.filter(_of(case))
    if judged:
        found = seen.filter(WAS_JUDGED | answered).order_by(Coalesce("judged_at", "answered_by__at").desc(), "-pk")
    else:
        found = seen.waiting().exclude(answered)
    found = found.select_related("one_case", "one_tip", "other_case", "other_tip", "answered_by__by")
    pages = _Pages(found, PER_PAGE)
    told = pages.get_page(page)
    elsewhere = half.order_by()[:MOST_ELSEWHERE].count()
    do_not_wait = 0 if judged else seen.waiting().filter(answered).order_by()[:MOST_PAIRS].count()
    return Queue(told, tuple(_shown(member, list(told))), elsewhere, pages.more, do_not_wait)


class _Pages(Paginator):
    """Pages of the first MOST_PAIRS, counted no further: a page must not take longer the more there is."""

    @cached_property
    def _looked_at(self) -> int:
        return self.object_list.order_by()[: MOST_PAIRS + 1].count()

    @property
    def count(self) -> int:
        """How many are paged through."""
        return min(self._looked_at, MOST_PAIRS)

    @property
    def more(self) -> bool:
        """Whether there are more than these."""
        return self._looked_at > MOST_PAIRS


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


def _shown(member: Member, proposals: list[Proposal]) -> Iterable[ProposalShown]:
    bases = _bases(proposals)
    strengths = strengths_told(member, proposals, bases)
    texts = _texts(member, proposals)
    others = bases_shown(member, (basis for some in bases.values() for basis in some))
    judgements = defaultdict(list)
    said = LinkJudgement.objects.filter(proposal__in=proposals).select_related("by", "undone_by")
    for one in said.order_by("-at", "-pk"):
        judgements[one.proposal_id].append(one)
    mine = _contributed(member, proposals)
    by_family = {one.answered_by_id for one in proposals} - {None}
    read = set(family_judgements_seen(member).filter(pk__in=by_family).order_by().values_list("pk", flat=True))
    for one in proposals:
        ends = _end(one.one_case, one.one_tip), _end(one.other_case, one.other_tip)
        found = [basis.identifier for basis in bases[one.pk] if basis.identifier]
        writes = {pk for pk in (one.one_case_id, one.other_case_id) if pk} <= mine
        yield ProposalShown(
            one,
            strengths[one.pk],
            ends,
            tuple(found[:MOST_BASES]),
            texts[one.pk],
            tuple(others.get(one.pk, ())),
            max(0, len(found) - MOST_BASES),
            tuple(judgements[one.pk]),
            one.answered_by if one.answered_by_id in read else None,
            writes,
        )


def _end(case: Case | None, tip: Tip | None) -> RecordShown:
    if case is not None:
        return RecordShown("case", case.ref, case.ref, case.title)
    return RecordShown("tip", str(tip.number), tip.ref)


def _bases(proposals: list[Proposal]) -> dict[int, list[Basis]]:
    found = defaultdict(list)
    bases: QuerySet[Basis] = Basis.objects.filter(proposal__in=proposals).select_related("identifier", "proposal")
    for basis in bases:
        found[basis.proposal_id].append(basis)
    return found


def _texts(member: Member, proposals: list[Proposal]) -> dict[int, tuple[int, ...]]:
    """Of each pair the families of which both ends hold a text, each by a text that the member may open."""
    cases = {pk for one in proposals for pk in (one.one_case_id, one.other_case_id) if pk}
    tips = {pk for one in proposals for pk in (one.one_tip_id, one.other_tip_id) if pk}
    within = Q(conversation__case__in=cases) | Q(tip__case_place__case__in=cases) | Q(tip__in=tips)
    seen = family_texts_seen(member).filter(within).with_end().order_by("pk")
    held: dict[int, dict[int, int]] = defaultdict(dict)
    for end, family, text in seen.values_list("end", "family", "pk"):
        held[end].setdefault(family, text)
    found = {}
    for one in proposals:
        ends = [case or -tip for case, tip in _numbers(one)]
        both = held[ends[0]].keys() & held[ends[1]].keys()
        found[one.pk] = tuple(sorted(held[ends[0]][family] for family in both)[:MOST_FAMILIES])
    return found


def _numbers(one: Proposal) -> Iterable[tuple[int | None, int | None]]:
    return (one.one_case_id, one.one_tip_id), (one.other_case_id, one.other_tip_id)


def _contributed(member: Member, proposals: list[Proposal]) -> set[int]:
    cases = {pk for one in proposals for pk in (one.one_case_id, one.other_case_id) if pk}
    places = places_of(member).filter(case__in=cases).values_list("case", "level")
    return {case for case, level in places if LEVEL_ORDER[level] >= LEVEL_ORDER[Level.CONTRIBUTE]}
