"""Pairs of records that what was said of a family answers: nobody is asked the same again, pair by pair.

Derived from judgements, texts and bases, and brought up to date by whatever changes one of them.
"""

from collections.abc import Collection, Iterable

from django.db.models import F, Q, QuerySet

from lali.records.links.models import FamilyJudgement, FamilyText, Proposal
from lali.records.links.vocabulary import BasisKind, Verdict


def settle_answers(families: Iterable[int]) -> None:
    """Let exactly the pairs be answered that what was said of these families answers.

    One hand wrote a family: two records that hold covered texts of it belong together, as far as nothing speaks for
    the pair but what is named in those texts. Anything else is another question, and waits. Covered are the texts
    judged, and near-copies that came later.
    """
    numbers = list(families)
    answered: dict[int, int] = {}
    for said in _standing().filter(family__in=numbers).order_by("at", "pk"):
        answered |= dict.fromkeys(_answered_by(said), said.pk)
    before = Proposal.objects.filter(answered_by__family__in=numbers).values_list("pk", "answered_by")
    now = {pk: None for pk, _said in before} | answered
    changed = [Proposal(pk=pk, answered_by_id=said) for pk, said in now.items() if (pk, said) not in set(before)]
    Proposal.objects.bulk_update(changed, ["answered_by"], batch_size=500)


def settle_all_answers() -> None:
    """The same for every family of which somebody ever said that one hand wrote it."""
    settle_answers(set(FamilyJudgement.objects.filter(verdict=Verdict.TOGETHER).values_list("family", flat=True)))


def settle_answers_of(proposals: Collection[int]) -> None:
    """Bring up to date what answers these pairs: something came to speak for them, or speaks no more."""
    judged = set(_standing().values_list("family", flat=True))
    if not judged or not proposals:
        return
    pairs = Proposal.objects.filter(pk__in=proposals).values_list("one_case", "other_case", "one_tip", "other_tip")
    rows = list(pairs)
    cases = {pk for row in rows for pk in row[:2] if pk}
    tips = {pk for row in rows for pk in row[2:] if pk}
    texts = FamilyText.objects.filter(family__in=judged)
    within = Q(tip__in=tips) | Q(tip__case_place__case__in=cases) | Q(conversation__case__in=cases)
    settle_answers(texts.filter(within).order_by().values_list("family", flat=True).distinct())


def _standing() -> QuerySet[FamilyJudgement]:
    said = FamilyJudgement.objects.filter(verdict=Verdict.TOGETHER, undone_at__isnull=True)
    return said.filter(at__gt=F("family__renewed_at"))


def _answered_by(said: FamilyJudgement) -> Iterable[int]:
    covered = FamilyText.objects.readable().filter(family=said.family_id)
    covered = covered.filter(Q(judgements=said) | Q(folded_at__gt=said.at)).with_end().order_by().distinct()
    rows = list(covered.values_list("end", "names"))
    named = {(kind, value) for _end, names in rows for kind, value in names}
    cases, tips = {end for end, _names in rows if end > 0}, {-end for end, _names in rows if end < 0}
    one, other = (Q(**{f"{end}_case__in": cases}) | Q(**{f"{end}_tip__in": tips}) for end in ("one", "other"))
    for pair in Proposal.objects.filter(one & other).prefetch_related("bases__identifier"):
        bases = list(pair.bases.all())
        if bases and all(_is_named(basis.kind, basis.identifier, named) for basis in bases):
            yield pair.pk


def _is_named(kind: str, identifier: object, named: set[tuple[str, str]]) -> bool:
    return kind == BasisKind.IDENTIFIER and (identifier.kind, identifier.value) in named
