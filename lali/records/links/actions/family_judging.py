"""Saying of a family whether one hand wrote it, taking single texts out of it, and taking all that back."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.access import case_for
from lali.records.cases.models import Case
from lali.records.cases.vocabulary import Level
from lali.records.links.access import family_judgements_seen, family_text_for, family_texts_judged_by
from lali.records.links.actions.case_links import ReasonNeeded, link_cases, unlink_cases
from lali.records.links.actions.family_answers import settle_answers
from lali.records.links.actions.judging import AlreadyTakenBack
from lali.records.links.models import CaseLink, Family, FamilyJudgement, FamilyText, Proposed
from lali.records.links.vocabulary import Verdict
from lali.records.refusals import Refused

MOST_LINKED = 30  # cases that one judgement links


class OneRecordOnly(Refused):
    """Nothing to hold together: all texts that the member writes about stand in one record."""

    sentence = _("You may write about texts of one record only. A colleague who contributes to more can judge this.")


class NotInThisFamily(Refused):
    """The text was taken out already, or put back."""

    sentence = _("This text was taken out, or put back, before you.")


@transaction.atomic
def judge_family(
    *, by: Member, number: int, verdict: Verdict, reason: str, without: Collection[int] = ()
) -> FamilyJudgement:
    """Say whether one hand wrote the texts of a family, the ones `without` taken out of it first.

    `number` is that of one of its texts. It holds for the texts of records to which the member contributes, and for
    near-copies that come later; two records at least. Of texts said to be of one hand, the cases are linked: the oldest
    with each other one; pairs that only share what these texts name are answered. Http404 as for the family's page.
    """
    family = _held(by, number)
    if not reason.strip():
        raise ReasonNeeded
    for text in sorted(set(without)):
        take_out_of_family(by=by, number=text, reason=reason)
    judged = list(family_texts_judged_by(by).filter(family=family).with_end().select_related(*_PLACES))
    if len({one.end for one in judged}) < 2:  # noqa: PLR2004 - a pair at least
        raise OneRecordOnly
    _hold_cases(by, judged)
    made = family.judgements.create(verdict=verdict, reason=reason.strip()[:400], by=by)
    made.texts.set(judged)
    if verdict == Verdict.TOGETHER:
        made.links.set(_linked(by, judged, reason))
    settle_answers([family.pk])
    _note(by, judged, "family_judged", {"family": family.pk, "verdict": str(verdict)})
    return made


@transaction.atomic
def take_family_judgement_back(*, by: Member, number: int, reason: str) -> FamilyJudgement:
    """Take a judgement on a family back, with a reason; the family waits again. Links that it made are undone."""
    if not family_judgements_seen(by).filter(pk=number).exists():
        raise Http404
    _hold_folding()
    made = FamilyJudgement.objects.select_for_update().get(pk=number)
    judged = list(made.texts.select_related(*_PLACES).with_end())
    if made.undone_at:
        raise AlreadyTakenBack
    if not reason.strip():
        raise ReasonNeeded
    _hold_cases(by, judged)
    made.undone_at, made.undone_by, made.undone_reason = timezone.now(), by, reason.strip()[:400]
    made.save(update_fields=["undone_at", "undone_by", "undone_reason"])
    for link in made.links.filter(undone_at__isnull=True).select_related("first", "second"):
        unlink_cases(by=by, ref=link.first.ref, other_ref=link.second.ref, reason=reason)
    settle_answers([made.family_id])
    _note(by, judged, "family_judgement_taken_back", {"family": made.family_id, "verdict": str(made.verdict)})
    return made


@transaction.atomic
def take_out_of_family(*, by: Member, number: int, reason: str) -> FamilyText:
    """Take one text out of its family, with a reason: it stays out when the family is folded anew."""
    text = _writable(by, number)
    if text.family_id is None:
        raise NotInThisFamily
    if not reason.strip():
        raise ReasonNeeded
    text.out_of_id, text.family = text.family_id, None
    text.out_at, text.out_by, text.out_reason = timezone.now(), by, reason.strip()[:400]
    text.save(update_fields=["out_of", "family", "out_at", "out_by", "out_reason"])
    settle_answers([text.out_of_id])
    _note(by, [text], "taken_out_of_family", {"family": text.out_of_id})
    return text


@transaction.atomic
def put_back_into_family(*, by: Member, number: int) -> FamilyText:
    """Put a text that was taken out back into its family."""
    text = _writable(by, number)
    if text.out_of_id is None:
        raise NotInThisFamily
    family = text.out_of_id
    text.family_id, text.out_of = family, None
    text.out_at, text.out_by, text.out_reason = None, None, ""
    text.save(update_fields=["out_of", "family", "out_at", "out_by", "out_reason"])
    settle_answers([family])
    _note(by, [text], "put_back_into_family", {"family": family})
    return text


_PLACES = ("tip__case_place__case", "conversation__case")


def _hold_folding() -> None:
    """Wait until no round folds texts, and let none begin: it would put back what is taken out meanwhile."""
    Proposed.objects.get_or_create(pk=1)
    Proposed.objects.select_for_update().get(pk=1)


def _held(by: Member, number: int) -> Family:
    family_text_for(by, number)
    _hold_folding()
    text = family_text_for(by, number)
    if text.family_id is None:
        raise NotInThisFamily
    return Family.objects.select_for_update().get(pk=text.family_id)


def _writable(by: Member, number: int) -> FamilyText:
    """One text that the member may write about, held; Http404 for others, as for one that is not there."""
    if not family_texts_judged_by(by).filter(pk=number).exists():
        raise Http404
    _hold_folding()
    text = FamilyText.objects.select_for_update(of=("self",)).select_related(*_PLACES).get(pk=number)
    _hold_cases(by, [text])
    return text


@dataclass(frozen=True, slots=True)
class _Place:
    case: Case | None
    subject: str


def _place(text: FamilyText) -> _Place:
    if text.conversation_id:
        return _Place(text.conversation.case, text.conversation.case.subject)
    place = getattr(text.tip, "case_place", None)
    return _Place(place.case, text.tip.subject) if place else _Place(None, text.tip.subject)


def _cases(texts: Iterable[FamilyText]) -> list[Case]:
    found = {place.case.pk: place.case for place in map(_place, texts) if place.case}
    return [found[pk] for pk in sorted(found)]


def _hold_cases(by: Member, texts: Iterable[FamilyText]) -> None:
    """Hold the cases, in one order: whoever judges contributes to each."""
    for case in sorted(_cases(texts), key=lambda one: one.ref):
        case_for(by, case.ref, Level.CONTRIBUTE, lock=True)


def _linked(by: Member, texts: Iterable[FamilyText], reason: str) -> list[CaseLink]:
    """Links between the oldest of the cases and each other one; one that stood already is none of this judgement."""
    first, *others = _cases(texts)[:MOST_LINKED] or [None]
    made = []
    for other in others:
        ends = {"first": first, "second": other}
        if not CaseLink.objects.standing().filter(**ends).exists():
            made.append(link_cases(by=by, ref=first.ref, other_ref=other.ref, reason=reason))
    return made


def _note(by: Member, texts: Iterable[FamilyText], what: str, facts: dict[str, object]) -> None:
    for subject in sorted({_place(text).subject for text in texts}):
        record(by=by, verb=f"{subject.partition(':')[0]}.{what}", subject=subject, facts=facts)
