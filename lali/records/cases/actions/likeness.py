"""Judging whether two records are of one person; merging them without losing anything, and undoing either."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.access import cases_for, person_judgement_for
from lali.records.cases.actions.persons import case_to_agree, person_in, subject_of
from lali.records.cases.actions.writing import CaseIsClosed, NothingWritten, writable
from lali.records.cases.findable import put_person
from lali.records.cases.models import Case, PersonInCase, PersonJudgement, PersonMerge
from lali.records.cases.parting import RestsOnIt, rests_on, roots_without, what_stands_in_the_way
from lali.records.cases.vocabulary import CaseState, Level, Likeness
from lali.records.entities.models import Person
from lali.records.refusals import Refused


class AlreadyOne(Refused):
    """Both records are of one person already."""

    sentence = _("These two are kept as one person already.")


class OfTwoKinds(Refused):
    """A person and an organisation."""

    sentence = _("One of these is a person, the other an organisation.")


class PairJudgedBefore(Refused):
    """Somebody was quicker."""

    sentence = _("These two were judged before you. Look at what was said of them; it can be taken back.")


class JudgementTakenBack(Refused):
    """The judgement does not stand any more."""

    sentence = _("This was taken back already.")


# -- judging -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def judge_persons(
    *, by: Member, ref: str, person_id: int, other_id: int, likeness: Likeness, reason: str = ""
) -> PersonJudgement:
    """Keep a member's judgement on a pair, which is proposed no more until it is taken back. "The same" merges them.

    PairJudgedBefore while a judgement of the two stands, AlreadyOne where they are kept as one person.
    """
    case = writable(by, ref)
    person, other = person_in(case, person_id), _seen_by(by, other_id)
    one, two = _held(person, other)
    if one.pk == two.pk or one.root_id == two.root_id:
        raise AlreadyOne
    if PersonJudgement.objects.standing().filter(one=one, other=two).exists():
        raise PairJudgedBefore
    same = likeness == Likeness.SAME
    merge = merge_persons(by=by, ref=ref, keep=person_id, other=other_id, reason=reason) if same else None
    judgement = PersonJudgement.objects.create(
        one=one, other=two, likeness=likeness, reason=reason.strip()[:300], by=by, merge=merge
    )
    _tell_of_pair(by, "persons.judged", judgement)
    return judgement


@transaction.atomic
def take_person_judgement_back(*, by: Member, number: int, reason: str) -> PersonJudgement:
    """Take back what was said of two persons, with a reason; the pair is proposed again. What it merged is parted.

    Nothing is lost by that: all that was written stays with the record under which it stands. Http404 unless the member
    may know of the judgement; what stands in the way is said in words that name only what the member may open.
    """
    judgement = person_judgement_for(by, number)
    for ref in sorted(_cases_of([judgement.one, judgement.other], by).values_list("ref", flat=True)):
        Case.objects.select_for_update().get(ref=ref)  # in one order, before the persons, as every other deed does
    _held(judgement.one, judgement.other)
    judgement = get_object_or_404(PersonJudgement.objects.select_for_update(of=("self",)), pk=judgement.pk)
    if judgement.undone_at:
        raise JudgementTakenBack
    if not reason.strip():
        raise NothingWritten
    if stopped := what_stands_in_the_way(by, [judgement])[judgement.pk]:
        raise stopped
    if judgement.merge and judgement.merge.undone_at is None:
        _part(by, judgement.merge, reason)
    else:
        _take_back(by, [judgement], reason)
    judgement.refresh_from_db()
    return judgement


def _take_back(by: Member, judgements: Iterable[PersonJudgement], reason: str) -> None:
    for one in judgements:
        one.undone_at, one.undone_by, one.undone_reason = timezone.now(), by, reason.strip()[:300]
        one.save(update_fields=["undone_at", "undone_by", "undone_reason"])
        _tell_of_pair(by, "persons.judgement_taken_back", one)


def _held(*persons: Person) -> list[Person]:
    """These persons, held in one order, as they stand now."""
    numbers = sorted({person.pk for person in persons})
    held = Person.objects.select_for_update().order_by("pk").in_bulk(numbers)
    return [held[number] for number in sorted(person.pk for person in persons)]


def _seen_by(by: Member, person_id: int) -> Person:
    """A person who stands in some case of the member's; Http404 else."""
    places = PersonInCase.objects.standing().filter(case__in=cases_for(by))
    return get_object_or_404(Person.objects.filter(pk__in=places.values("person")), pk=person_id)


def _cases_of(persons: Iterable[Person], by: Member) -> QuerySet[Case]:
    """Cases of the member's in which one of the persons stands."""
    return cases_for(by).filter(persons__person__in=persons, persons__removed_at=None).distinct().order_by("pk")


def _tell_of_pair(by: Member, verb: str, judgement: PersonJudgement) -> None:
    """Write it into the journal of the member's cases, beside the person who stands there."""
    facts = {"persons": [judgement.one_id, judgement.other_id], "likeness": str(judgement.likeness)}
    places = PersonInCase.objects.standing().filter(person__in=[judgement.one_id, judgement.other_id])
    told = places.filter(case__in=cases_for(by)).select_related("case", "person").order_by("case_id", "person_id")
    for subject in dict.fromkeys(subject_of(place.case, place.person) for place in told):
        record(by=by, verb=verb, subject=subject, facts=facts)


# -- merging -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def merge_persons(*, by: Member, ref: str, keep: int, other: int, reason: str) -> PersonMerge:
    """Two records are of one person: `other` points to `keep` from now on; roles and facts of both stay as they are.

    Needs contribute on every case in which either stands. A name never opens by it: where one of them may be a
    victim, both are shown by code name.
    """
    writable(by, ref)
    if not reason.strip():
        raise NothingWritten
    numbers = [_seen_by(by, number).root_id for number in (keep, other)]
    kept, gone = (Person.objects.select_for_update().get(pk=number) for number in sorted(numbers))
    if numbers[0] != kept.pk:
        kept, gone = gone, kept
    if kept.pk == gone.pk:
        raise AlreadyOne
    if kept.kind != gone.kind:
        raise OfTwoKinds
    cases = _all_writable(by, [kept, gone])
    followers = sorted(gone.merged.values_list("pk", flat=True))
    merge = PersonMerge.objects.create(
        keep=kept, other=gone, followed=followers, reason=reason.strip()[:300], merged_by=by
    )
    Person.objects.filter(pk__in=[gone.pk, *followers]).update(merged_into=kept)
    put_person(kept)
    _tell(by, "persons.merged", cases, merge)
    return merge


@transaction.atomic
def undo_merge(*, by: Member, ref: str, merge_id: int, reason: str) -> PersonMerge:
    """Two records are of two persons after all: each stands again as it did. Needs what merging needs.

    The judgement that made them one is taken back with it. RestsOnIt while another judgement holds together what this
    would part.
    """
    writable(by, ref)
    if not reason.strip():
        raise NothingWritten
    merge = get_object_or_404(PersonMerge.objects.select_for_update(), pk=merge_id, undone_at__isnull=True)
    _seen_by(by, merge.other_id)
    _part(by, merge, reason)
    return merge


def _part(by: Member, merge: PersonMerge, reason: str) -> None:
    """Undo a merge that stands: everybody whom it made one stands again where the other merges put them."""
    cases = _all_writable(by, [merge.keep, merge.other])
    if resting := rests_on(merge):
        raise RestsOnIt.of(resting)
    roots = roots_without(merge)
    merge.undone_at, merge.undone_by, merge.undone_reason = timezone.now(), by, reason.strip()[:300]
    merge.save(update_fields=["undone_at", "undone_by", "undone_reason"])
    for person in Person.objects.select_for_update().filter(pk__in=roots).order_by("pk"):
        if person.root_id != roots[person.pk]:
            root = roots[person.pk]
            Person.objects.filter(pk=person.pk).update(merged_into=root if root != person.pk else None)
    put_person(merge.keep)
    put_person(merge.other)
    _tell(by, "persons.unmerged", cases, merge)
    _take_back(by, PersonJudgement.objects.standing().filter(merge=merge), reason)


def _all_writable(by: Member, persons: Iterable[Person]) -> list[Case]:
    """Every case in which one of the persons stands, each writable by the member; PermissionDenied when one is not."""
    same = Person.objects.together([person.pk for person in persons])
    places = PersonInCase.objects.standing().filter(person__in=same)
    cases = list(Case.objects.filter(pk__in=places.values("case")).order_by("pk"))
    if any(case_to_agree(by, case, Level.CONTRIBUTE).state == CaseState.CLOSED for case in cases):
        raise CaseIsClosed
    if not cases:
        raise PermissionDenied
    return cases


def _tell(by: Member, verb: str, cases: Iterable[Case], merge: PersonMerge) -> None:
    """Write it into the journal of each case, beside the person who stands there."""
    facts = {"merge": merge.pk, "kept": merge.keep_id, "other": merge.other_id}
    for case in cases:
        here = case.persons.filter(person__in=[merge.keep_id, merge.other_id, *merge.followed]).first()
        number = here.person_id if here else merge.keep_id
        record(by=by, verb=verb, subject=f"{case.subject}/person:{number}", facts=facts)
