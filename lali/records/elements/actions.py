"""Everything that changes the board of suspected offences."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.actions.writing import NothingWritten, touch, writable
from lali.records.cases.models import Case
from lali.records.cases.vocabulary import Level
from lali.records.changes import changed_values
from lali.records.elements.access import suspected_in
from lali.records.elements.findable import put_offence
from lali.records.elements.models import Proof, SuspectedOffence
from lali.records.elements.vocabulary import OffenceState, Part, Strength
from lali.records.entities.models import Identifier, Person
from lali.records.law.models import Offence
from lali.records.refusals import Refused

CLASSIFIED = SuspectedOffence.CLASSIFIED | {"suspected": "internal", "harmed": "internal"}  # numbers of persons


class NotOffered(Refused):
    """A retired offence, or one without elements, is not taken up."""

    sentence = _("This offence cannot be taken up: it was retired, or it has no elements yet.")


class PeriodIsBackwards(Refused):
    """A period ends after it begins."""

    sentence = _("The last day cannot be before the first.")


class OffenceHasMoved(Refused):
    """A colleague changed it meanwhile."""

    sentence = _(
        "A colleague changed this suspected offence while you were writing. Your words are kept; compare and save."
    )


class OffenceIsDropped(Refused):
    """Nothing is added to what was dropped."""

    sentence = _("This suspected offence was dropped. Take it up again before you add to it.")


class RestsOnNothing(Refused):
    """A proof points to something, or says in words what it is."""

    sentence = _("Please choose what it rests on, or say it in words.")


@dataclass(frozen=True, slots=True)
class About:
    """Who and when: numbers of persons of the case, first and last day, a note."""

    suspected: tuple[int, ...] = ()
    harmed: tuple[int, ...] = ()
    period_from: date | None = None
    period_to: date | None = None
    note: str = ""


@transaction.atomic
def suspect_offence(*, by: Member, ref: str, code: str, about: About | None = None) -> SuspectedOffence:
    """Take up a suspected offence in the version of the law that stands now. A person decides this, never a machine."""
    case = writable(by, ref)
    offence = get_object_or_404(Offence.objects.select_related("current"), code=code)
    if offence.retired_at or not offence.current.elements.exists():
        raise NotOffered
    about = _in_order(about or About())
    last = case.suspected_offences.aggregate(last=Max("number"))["last"] or 0
    suspected = case.suspected_offences.create(number=last + 1, offence=offence.current, added_by=by, **_columns(about))
    _name_persons(case, suspected, about)
    facts = {"offence": code, "version": offence.current.number} | _persons(about)
    record(by=by, verb="offence.suspected", subject=suspected.subject, facts=facts)
    put_offence(suspected)
    touch(case)
    return suspected


def _in_order(about: About) -> About:
    if about.period_from and about.period_to and about.period_to < about.period_from:
        raise PeriodIsBackwards
    return about


def _columns(about: About) -> dict[str, object]:
    return {"period_from": about.period_from, "period_to": about.period_to, "note": about.note.strip()}


def _persons(about: About) -> dict[str, list[int]]:
    return {"suspected": sorted(about.suspected), "harmed": sorted(about.harmed)}


def _name_persons(case: Case, suspected: SuspectedOffence, about: About) -> None:
    """Write who is in it anew; Http404 for somebody who is not in the case."""
    wanted = [(Part.SUSPECTED, number) for number in about.suspected] + [(Part.HARMED, n) for n in about.harmed]
    numbers = {number for _part, number in wanted}
    if Person.objects.filter(pk__in=numbers, places__case=case).distinct().count() != len(numbers):
        raise Http404
    suspected.persons.all().delete()
    for part, number in wanted:
        suspected.persons.create(person_id=number, part=part)


@transaction.atomic
def describe_offence(*, by: Member, ref: str, number: int, version: int, about: About) -> SuspectedOffence:
    """Change who is in a suspected offence, when, and the note. OffenceHasMoved when `version` is not what stands."""
    case = writable(by, ref)
    suspected = suspected_in(case, number)
    if suspected.version != version:
        raise OffenceHasMoved
    before = _columns(About(period_from=suspected.period_from, period_to=suspected.period_to, note=suspected.note))
    before |= {part: _numbers(suspected, part) for part in ("suspected", "harmed")}
    after = _columns(_in_order(about)) | _persons(about)
    if before == after:
        return suspected
    for field, value in _columns(about).items():
        setattr(suspected, field, value)
    suspected.version += 1
    suspected.save()
    _name_persons(case, suspected, about)
    facts = {"changed": changed_values(CLASSIFIED, before, after, key=case.key())}
    record(by=by, verb="offence.described", subject=suspected.subject, facts=facts)
    put_offence(suspected)
    touch(case)
    return suspected


def _numbers(suspected: SuspectedOffence, part: str) -> list[int]:
    return sorted(suspected.persons.filter(part=part).values_list("person_id", flat=True))


@transaction.atomic
def change_offence_state(*, by: Member, ref: str, number: int, state: str, why: str = "") -> SuspectedOffence:
    """Drop a suspected offence with a reason, take it up again, or note that it is charged (a lead's to say)."""
    case = writable(by, ref, Level.LEAD if state == OffenceState.CHARGED else Level.CONTRIBUTE)
    suspected = suspected_in(case, number)
    if state == OffenceState.DROPPED and not why.strip():
        raise NothingWritten
    if suspected.state == state:
        return suspected
    facts = {"state": [suspected.state, str(state)]}
    suspected.state, suspected.state_why = state, why.strip()[:300]
    suspected.version += 1
    suspected.save(update_fields=["state", "state_why", "version"])
    record(by=by, verb="offence.state_changed", subject=suspected.subject, facts=facts)
    put_offence(suspected)
    touch(case)
    return suspected


@transaction.atomic
def adopt_version(*, by: Member, ref: str, number: int) -> SuspectedOffence:
    """Take over the newest version of the offence. What its elements rest on goes along by their codes.

    What rested on an element that the new version does not have stays on the board, apart.
    """
    case = writable(by, ref)
    suspected = suspected_in(case, number)
    old, new = suspected.offence, suspected.offence.offence.current
    if old.pk == new.pk:
        return suspected
    by_code = {element.code: element for element in new.elements.all()}
    for proof in suspected.proofs.select_related("element"):
        if proof.element.code in by_code:
            proof.element = by_code[proof.element.code]
            proof.save(update_fields=["element"])
    suspected.offence = new
    suspected.version += 1
    suspected.save(update_fields=["offence", "version"])
    facts = {"version": [old.number, new.number]}
    record(by=by, verb="offence.version_adopted", subject=suspected.subject, facts=facts)
    touch(case)
    return suspected


@transaction.atomic
def add_proof(
    *,
    by: Member,
    ref: str,
    number: int,
    element: str,
    strength: str,
    rests_on: str = "",
    in_words: str = "",
    note: str = "",
) -> Proof:
    """Say what an element (by its code) rests on, or what speaks against it.

    `rests_on` is "E-003", "S-001", "P-004", "event:12" or "identifier:7" of the case; or nothing, and `in_words` says
    what it is. Http404 for what is not in the case. Saying the same twice keeps the first.
    """
    case = writable(by, ref)
    suspected = suspected_in(case, number)
    if suspected.state == OffenceState.DROPPED:
        raise OffenceIsDropped
    found = get_object_or_404(suspected.offence.elements, code=element)
    cited = _cited(case, rests_on) if rests_on else {}
    in_words = "" if cited else in_words.strip()[:300]
    if not (cited or in_words):
        raise RestsOnNothing
    key = {"element": found, "strength": Strength(strength), "in_words": in_words, **cited}
    proof = suspected.proofs.filter(withdrawn_at__isnull=True, **key).first()
    if proof:
        return proof
    proof = suspected.proofs.create(note=note.strip()[:400], by=by, **key)
    facts = {"element": element, "strength": str(strength), "rests_on": rests_on or "words", "proof": proof.pk}
    record(by=by, verb="proof.added", subject=suspected.subject, facts=facts)
    put_offence(suspected)
    touch(case)
    return proof


def _cited(case: Case, rests_on: str) -> dict[str, object]:
    kind, number = _parted(rests_on)
    match kind:
        case "E":
            return {"exhibit": get_object_or_404(case.exhibits, number=number)}
        case "S":
            return {"statement": get_object_or_404(case.statements, number=number)}
        case "P":
            return {"passage": get_object_or_404(case.passages, number=number, withdrawn_at__isnull=True)}
        case "event":
            return {"event": get_object_or_404(case.events.standing(), pk=number)}
        case "identifier":
            records = [case.subject, *(f"tip:{tip}" for tip in _tips(case))]
            found = Identifier.objects.filter(mentions__record__in=records, mentions__removed_at=None).distinct()
            return {"identifier": get_object_or_404(found, pk=number)}
        case _:
            raise Http404


def _tips(case: Case) -> Iterable[int]:
    return case.tips.values_list("pk", flat=True)


def _parted(rests_on: str) -> tuple[str, int]:
    for mark in ("-", ":"):
        kind, found, number = rests_on.partition(mark)
        if found and number.isdecimal() and len(number) < 10:  # noqa: PLR2004 - longer is no number of ours
            return kind, int(number)
    raise Http404


@transaction.atomic
def withdraw_proof(*, by: Member, ref: str, number: int, proof: int, why: str) -> Proof:
    """Withdraw what an element rested on, with a reason; that it was there stays on record."""
    case = writable(by, ref)
    suspected = suspected_in(case, number)
    found = get_object_or_404(suspected.proofs, pk=proof)
    if not why.strip():
        raise NothingWritten
    if found.withdrawn_at is None:
        found.withdrawn_at, found.withdrawn_by, found.withdrawn_why = timezone.now(), by, why.strip()[:300]
        found.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
        record(by=by, verb="proof.withdrawn", subject=suspected.subject, facts={"proof": found.pk})
        put_offence(suspected)
        touch(case)
    return found
