"""Judging whether two records are of one person; merging them without losing anything, and undoing it."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.access import cases_for
from lali.records.cases.actions.persons import case_to_agree, person_in
from lali.records.cases.actions.writing import CaseIsClosed, NothingWritten, writable
from lali.records.cases.findable import put_person
from lali.records.cases.models import Case, PersonInCase, PersonJudgement, PersonMerge
from lali.records.cases.vocabulary import CaseState, Level, Likeness
from lali.records.entities.models import Person
from lali.records.refusals import Refused


class AlreadyOne(Refused):
    """Both records are of one person already."""

    sentence = _("These two are kept as one person already.")


class OfTwoKinds(Refused):
    """A person and an organisation."""

    sentence = _("One of these is a person, the other an organisation.")


@transaction.atomic
def judge_persons(
    *, by: Member, ref: str, person_id: int, other_id: int, likeness: Likeness, reason: str = ""
) -> PersonJudgement:
    """Keep a member's judgement on a proposed pair, which is then not proposed again. "The same" merges them."""
    if likeness == Likeness.SAME:
        merge_persons(by=by, ref=ref, keep=person_id, other=other_id, reason=reason)
    case = writable(by, ref)
    person = person_in(case, person_id)
    other = _seen_by(by, other_id)
    if person == other:
        raise AlreadyOne
    one, two = sorted((person, other), key=lambda each: each.pk)
    judgement = PersonJudgement.objects.create(
        one=one, other=two, likeness=likeness, reason=reason.strip()[:300], by=by
    )
    for each in _cases_of([person, other], by):
        facts = {"persons": [one.pk, two.pk], "likeness": str(likeness)}
        record(by=by, verb="persons.judged", subject=f"{each.subject}/person:{person.pk}", facts=facts)
    return judgement


def _seen_by(by: Member, person_id: int) -> Person:
    """A person who stands in some case of the member's; Http404 else."""
    places = PersonInCase.objects.standing().filter(case__in=cases_for(by))
    return get_object_or_404(Person.objects.filter(pk__in=places.values("person")), pk=person_id)


def _cases_of(persons: Iterable[Person], by: Member) -> list[Case]:
    """Cases of the member's in which one of the persons stands."""
    return list(cases_for(by).filter(persons__person__in=persons, persons__removed_at=None).distinct().order_by("pk"))


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
    """Two records are of two persons after all: each stands again as it did. Needs what merging needs."""
    writable(by, ref)
    if not reason.strip():
        raise NothingWritten
    merge = get_object_or_404(PersonMerge.objects.select_for_update(), pk=merge_id, undone_at__isnull=True)
    _seen_by(by, merge.other_id)
    cases = _all_writable(by, [merge.keep, merge.other])
    merge.undone_at, merge.undone_by, merge.undone_reason = timezone.now(), by, reason.strip()[:300]
    merge.save(update_fields=["undone_at", "undone_by", "undone_reason"])
    Person.objects.filter(pk=merge.other_id).update(merged_into=None)
    apart = PersonMerge.objects.filter(other__in=merge.followed, undone_at__isnull=True, keep=merge.other)
    back = apart.filter(pk__lt=merge.pk).values("other")
    Person.objects.filter(pk__in=back).update(merged_into=merge.other)
    put_person(merge.keep)
    put_person(merge.other)
    _tell(by, "persons.unmerged", cases, merge)
    return merge


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
