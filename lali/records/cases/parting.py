"""What stands in the way of taking back that two persons are one, or are not; and who is one with whom afterwards."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lali.records.agencies.models import Member
from lali.records.cases.access import places_of
from lali.records.cases.models import Case, PersonInCase, PersonJudgement, PersonMerge
from lali.records.cases.vocabulary import LEVEL_ORDER, CaseState, Level, Likeness
from lali.records.entities.models import Person
from lali.records.refusals import Refused


class CaseInTheWay(Refused):
    """A case in which one of them stands is closed."""

    @classmethod
    def of(cls, ref: str) -> "CaseInTheWay":
        """With the reference of the case, which the member may open."""
        return cls(_("%(case)s is closed. Open it again first; then this can be taken back.") % {"case": ref})


class NotYoursToPart(Refused):
    """One of them stands in a case to which the member does not contribute."""

    sentence = gettext_lazy(
        "One of them also stands in a case to which you do not contribute. Who contributes to all of them can take "
        "this back: ask your supervisor."
    )


class OnlyWhoContributes(Refused):
    """The member contributes to no case of the two."""

    sentence = gettext_lazy("Who contributes to one of their cases can take this back.")


class RestsOnIt(Refused):
    """Two others were judged to be one after it, and would come apart."""

    @classmethod
    def of(cls, resting: PersonJudgement) -> "RestsOnIt":
        """With the two, by their code names."""
        names = {"one": resting.one.code_name, "other": resting.other.code_name}
        said = _("Later %(one)s and %(other)s were judged to be the same, and that rests on it. Take that back first.")
        return cls(said % names)


def roots_without(merge: PersonMerge) -> dict[int, int]:
    """For everybody who is one with the two of a merge: the number that stands for them once it is undone."""
    everybody = list(Person.objects.together([merge.keep_id, merge.other_id]).values_list("pk", flat=True))
    return _roots(everybody, _standing(everybody), without=merge.pk)


def rests_on(merge: PersonMerge) -> PersonJudgement | None:
    """A judgement of others that would say "the same" of two who came apart, were this merge undone; the newest."""
    roots = roots_without(merge)
    said = PersonJudgement.objects.standing().filter(likeness=Likeness.SAME, one__in=roots, other__in=roots)
    return _resting(said.exclude(merge=merge).select_related("one", "other").order_by("-at", "-pk"), roots)


def what_stands_in_the_way(by: Member, judgements: Collection[PersonJudgement]) -> dict[int, Refused | None]:
    """For each judgement by its number why the member cannot take it back; None where nothing stands in the way.

    As many queries for many as for one, where nothing was merged; a few more for each that parts two again.
    """
    concerned = {one.pk: _concerned(one) for one in judgements}
    numbers = set().union(*concerned.values())
    places = PersonInCase.objects.standing().filter(person__in=numbers).values_list("person_id", "case_id")
    in_cases: dict[int, set[int]] = defaultdict(set)
    for person, case in places:
        in_cases[person].add(case)
    refs = dict(Case.objects.filter(pk__in=set().union(*in_cases.values())).values_list("pk", "ref"))
    closed = set(Case.objects.filter(pk__in=refs, state=CaseState.CLOSED).values_list("pk", flat=True))
    levels = places_of(by).filter(case__in=refs).values_list("case_id", "level")
    mine = {case for case, level in levels if LEVEL_ORDER[level] >= LEVEL_ORDER[Level.CONTRIBUTE]}
    found: dict[int, Refused | None] = {}
    for one in judgements:
        cases = set().union(*(in_cases[person] for person in concerned[one.pk]))
        if _parts(one):
            found[one.pk] = _against_parting(one, cases, mine, closed, refs)
        else:
            found[one.pk] = _against_asking_again(cases & mine, closed, refs)
    return found


def _parts(judgement: PersonJudgement) -> bool:
    return judgement.merge is not None and judgement.merge.undone_at is None


def _concerned(judgement: PersonJudgement) -> set[int]:
    """Everybody on whose cases it depends: the two, and who is one with them where they are parted."""
    pair = [judgement.one_id, judgement.other_id]
    return set(Person.objects.together(pair).values_list("pk", flat=True)) if _parts(judgement) else set(pair)


def _against_parting(
    one: PersonJudgement, cases: set[int], mine: set[int], closed: set[int], refs: dict[int, str]
) -> Refused | None:
    if not cases or cases - mine:
        return NotYoursToPart()
    if shut := sorted(refs[case] for case in cases & closed):
        return CaseInTheWay.of(shut[0])
    resting = rests_on(one.merge)
    return RestsOnIt.of(resting) if resting else None


def _against_asking_again(mine: set[int], closed: set[int], refs: dict[int, str]) -> Refused | None:
    if not mine:
        return OnlyWhoContributes()
    return None if mine - closed else CaseInTheWay.of(min(refs[case] for case in mine))


def _standing(everybody: Collection[int]) -> list[PersonMerge]:
    return list(PersonMerge.objects.filter(other__in=everybody, undone_at__isnull=True))


def _roots(everybody: Iterable[int], merges: Iterable[PersonMerge], *, without: int) -> dict[int, int]:
    """The number that stands for each, by the merges that stand but for one. Each stands under one other at most."""
    under = {merge.other_id: merge.keep_id for merge in merges if merge.pk != without}
    found = {}
    for number in everybody:
        root = number
        while root in under:
            root = under[root]
        found[number] = root
    return found


def _resting(said: Iterable[PersonJudgement], roots: dict[int, int]) -> PersonJudgement | None:
    return next((one for one in said if roots[one.one_id] != roots[one.other_id]), None)
