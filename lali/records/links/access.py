"""Who may open an identifier (whoever sees a record that mentions it), and a proposed link (whoever sees both ends)."""

from collections.abc import Collection, Mapping

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    When,
)
from django.db.models import Case as Choose
from django.db.models.functions import Cast, Substr
from django.http import Http404
from django.shortcuts import get_object_or_404

from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.cases.access import cases_for, is_open_to, places_of
from lali.records.cases.models import Case, CaseTip, Wall
from lali.records.cases.vocabulary import LEVEL_ORDER, Level
from lali.records.entities.models import Identifier, Mention
from lali.records.entities.models.identifiers import MentionQuerySet
from lali.records.links.models import FamilyJudgement, FamilyText, PictureHash, Proposal
from lali.records.links.models.families import FamilyTextQuerySet
from lali.records.links.models.proposals import ProposalQuerySet
from lali.records.links.vocabulary import Verdict
from lali.records.tips.access import is_loose_tip_open_to, is_tip_open_to
from lali.records.tips.models import Tip

FEW_CASES = 300  # up to so many, their mentions are reached by name; else each mention asks whether its case is seen
CASE, TIP, RECEIVED = "case:", "tip:", "received:"
_REF = Substr(OuterRef("record"), len(CASE) + 1)
_TIP_NUMBER = Choose(
    When(record__startswith=TIP, then=Cast(Substr("record", len(TIP) + 1), BigIntegerField())), default=None
)


def behind_walls(member: Member) -> list[str]:
    """Records that a wall keeps from the member: cases and their tips. Nothing counts them for that member."""
    walled = Case.objects.filter(pk__in=Wall.objects.standing().filter(member=member).values("case"))
    pairs = walled.values_list("ref", "tips").order_by()
    return sorted({f"{CASE}{ref}" for ref, _tip in pairs} | {f"{TIP}{tip}" for _ref, tip in pairs if tip})


def case_mentions_seen(member: Member) -> MentionQuerySet:
    """Standing mentions in cases that the member may open."""
    return Mention.objects.standing().filter(_in_cases_of(member))


def _in_cases_of(member: Member) -> Q:
    refs = list(cases_for(member).order_by().values_list("ref", flat=True)[: FEW_CASES + 1])
    if len(refs) <= FEW_CASES:
        return Q(record__in=[f"{CASE}{ref}" for ref in refs])
    return Q(record__startswith=CASE) & Q(Exists(cases_for(member).order_by().filter(ref=_REF)))


def mentions_seen(member: Member, walled: list[str]) -> MentionQuerySet:
    """Standing mentions in records that the member may open: cases, tips, packets received; `walled` ones never."""
    seen = _in_cases_of(member)
    of_cases = CaseTip.objects.filter(is_open_to(member, "case"), tip=OuterRef("tip_number"))
    seen |= Q(record__startswith=TIP) & Q(Exists(of_cases))
    if member.is_active and member.may(Permission.TRIAGE):
        own = Tip.objects.of_agency(member.agency_id).filter(pk=OuterRef("tip_number"))
        seen |= Q(record__startswith=TIP) & Q(Exists(own))
    if member.is_active and member.may(Permission.OPEN_PACKET):
        seen |= Q(record__startswith=RECEIVED)
    return Mention.objects.standing().annotate(tip_number=_TIP_NUMBER).filter(seen).exclude(record__in=walled)


def identifier_for(member: Member, number: int) -> Identifier:
    """One identifier; Http404 when no record that mentions it may be opened, as for one that never was."""
    seen = mentions_seen(member, behind_walls(member)).filter(identifier__in=numbered(number)).exists()
    found = numbered(number).first()  # asked for whether seen or not, so that both cost the same
    if found is None or not seen:
        raise Http404
    return found


def numbered(number: int) -> QuerySet[Identifier]:
    """The identifier with a number, as a queryset: empty for a number that no table could hold."""
    return Identifier.objects.filter(pk=number)


def stands_in(case: Case, number: int) -> bool:
    """Whether a case that was opened through its door, or a tip of it, mentions the identifier."""
    records = [case.subject, *(tip.subject for tip in case.tips.only("pk"))]
    return Mention.objects.standing().filter(identifier__in=numbered(number), record__in=records).exists()


def proposals_seen(member: Member) -> ProposalQuerySet:
    """Proposed links of which the member may open both records."""
    one, other = _ends_seen(member)
    return Proposal.objects.filter(one & other)


def proposals_half_seen(member: Member) -> ProposalQuerySet:
    """Proposed links of which the member may open one record only, and the other stands behind no wall."""
    one, other = (ExpressionWrapper(seen, BooleanField()) for seen in _ends_seen(member))
    walled = behind_walls(member)
    half = Proposal.objects.alias(sees_one=one, sees_other=other).exclude(sees_one=F("sees_other"))
    return half.exclude(one__in=walled).exclude(other__in=walled)


def proposals_answered(member: Member) -> Q:
    """Whether what was said of a family answers a pair, for a member who reads that judgement; for others it waits."""
    if not Proposal.objects.filter(answered_by__isnull=False).exists():
        return Q(pk__in=[])
    said = family_judgements_seen(member).filter(undone_at__isnull=True, pk=OuterRef("answered_by"))
    return Q(answered_by__isnull=False) & Q(Exists(said))


def _ends_seen(member: Member) -> tuple[Q, Q]:
    one, other = (
        Q(is_open_to(member, f"{end}_case")) | is_tip_open_to(member, f"{end}_tip") for end in ("one", "other")
    )
    return one, other


def proposal_for(member: Member, number: int) -> Proposal:
    """One proposed link; Http404 unless the member may open both of its records."""
    ends = ("one_case", "one_tip", "other_case", "other_tip")
    return get_object_or_404(proposals_seen(member).select_related(*ends), pk=number)


def texts_seen(member: Member) -> FamilyTextQuerySet:
    """Compared texts that the member may open: tips for triage, and what of their cases is not restricted."""
    seen = Q(tip__case_place__isnull=True) & is_loose_tip_open_to(member, "tip")  # first: cheap, and most are
    seen |= Q(is_open_to(member, "tip__case_place__case")) | Q(is_open_to(member, "conversation__case"))
    return FamilyText.objects.readable().filter(seen | is_tip_open_to(member, "tip"))


def family_texts_seen(member: Member) -> FamilyTextQuerySet:
    """Those of them that are in a family."""
    return texts_seen(member).filter(family__isnull=False)


def family_texts_judged_by(member: Member) -> FamilyTextQuerySet:
    """Compared texts that the member may judge: of cases to which they contribute, and tips in no case, for triage."""
    levels = [level for level, order in LEVEL_ORDER.items() if order >= LEVEL_ORDER[Level.CONTRIBUTE]]
    places = places_of(member).filter(level__in=levels)
    may = Q(tip__case_place__isnull=True) & is_loose_tip_open_to(member, "tip")  # first: cheap, and most are
    may |= Q(Exists(places.filter(case=OuterRef("tip__case_place__case"))))
    may |= Q(Exists(places.filter(case=OuterRef("conversation__case"))))
    return FamilyText.objects.readable().filter(may)


def family_texts_told_of(member: Member) -> FamilyTextQuerySet:
    """Texts of families of which the member may know that there are some: none behind a wall, no restricted ones."""
    walled = Wall.objects.standing().filter(member=member).order_by().values("case")
    behind = Q(conversation__case__in=walled) | Q(tip__case_place__case__in=walled)
    return FamilyText.objects.readable().filter(family__isnull=False).exclude(behind)


def family_text_for(member: Member, number: int) -> FamilyText:
    """One text that is or was in a family; Http404 unless the member may open the record that it stands in."""
    was = Q(family__isnull=False) | Q(out_of__isnull=False)
    return get_object_or_404(texts_seen(member).filter(was), pk=number)


def family_judgements_seen(member: Member) -> QuerySet[FamilyJudgement]:
    """Judgements on families of which the member may open every text that they rest on; for others there are none."""
    rests_on = FamilyJudgement.texts.through.objects.filter(familyjudgement=OuterRef("pk"))
    shut = rests_on.exclude(Exists(texts_seen(member).order_by().filter(pk=OuterRef("familytext"))))
    return FamilyJudgement.objects.filter(Exists(rests_on)).exclude(Exists(shut))


def family_judgements_on(member: Member, families: Collection[int]) -> QuerySet[FamilyJudgement]:
    """Those on some families. Of most nobody said anything: that is asked first, for the rest takes long to ask."""
    if not FamilyJudgement.objects.filter(family__in=families).exists():
        return FamilyJudgement.objects.none()
    return family_judgements_seen(member).filter(family__in=families)


def families_waiting(member: Member, among: Collection[int] | None = None) -> list[int]:
    """Families that the member may judge, in two records and more, with a text that no judgement they read covers.

    One that was said to be of one hand, or not, covers near-copies that come later; one that left it open does not.
    Once a family grew together with another, nothing said before covers it. The newest first; of `among`, if given.
    """
    mine = family_texts_judged_by(member).filter(family__isnull=False).with_end().order_by()
    if among is not None:
        mine = mine.filter(family__in=list(among))
    ends = {"first": Min("end"), "last": Max("end"), "newest": Max("at")}  # two that differ: no need to count them all
    several = mine.values("family").annotate(**ends).exclude(first=F("last"))
    waiting = list(several.order_by("-newest", "-family").values_list("family", flat=True))
    judged = dict(family_judgements_on(member, waiting).filter(undone_at__isnull=True).values_list("pk", "family"))
    answered = set(judged.values()) - _left_open(mine, judged) if judged else set()
    return [family for family in waiting if family not in answered]


def _left_open(texts: FamilyTextQuerySet, judged: Mapping[int, int]) -> set[int]:
    """Families, of those of judgements by their numbers, of which one of these texts is covered by none of them."""
    open_ones = texts.filter(~is_covered(judged), family__in=set(judged.values()))
    return set(open_ones.values_list("family", flat=True).distinct())


def is_covered(judgements: Collection[int]) -> Exists:
    """Whether one of these judgements on families, by their numbers, covers a text, as `families_waiting` says."""
    said = FamilyJudgement.objects.filter(pk__in=list(judgements), family=OuterRef("family"))
    said = said.filter(at__gt=OuterRef("family__renewed_at"))
    rests_on = FamilyJudgement.texts.through.objects
    covered = rests_on.filter(familyjudgement=OuterRef("pk"), familytext=OuterRef(OuterRef("pk")))
    later = Q(at__lt=OuterRef("folded_at")) & ~Q(verdict=Verdict.UNSURE)
    return Exists(said.filter(later | Exists(covered)))


def pictures_seen(member: Member) -> QuerySet[PictureHash]:
    """Pictures of tips and exhibits that the member may open and nobody restricted, by their families."""
    seen = Q(is_open_to(member, "tip__case_place__case")) | Q(is_open_to(member, "exhibit__case"))
    return PictureHash.objects.readable().filter(seen | is_tip_open_to(member, "tip"))


def pictures_told_of(member: Member) -> QuerySet[PictureHash]:
    """Pictures of which the member may know that there are some: not those behind a wall, nor restricted ones."""
    walled = Wall.objects.standing().filter(member=member).order_by().values("case")
    return PictureHash.objects.readable().exclude(Q(exhibit__case__in=walled) | Q(tip__case_place__case__in=walled))
