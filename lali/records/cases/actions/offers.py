"""Handing a case over to another agency or unit: it changes owner, and the former team's places end."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.access import require
from lali.records.agencies.models import Agency, Member, Unit
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record
from lali.records.cases.access import case_for
from lali.records.cases.actions.team import end_place, give_place
from lali.records.cases.actions.writing import NothingWritten
from lali.records.cases.models import Case, CaseOffer
from lali.records.cases.vocabulary import Level, OfferState, PlaceKind
from lali.records.changes import changed_values
from lali.records.notices.actions import notify
from lali.records.notices.vocabulary import NoticeKind
from lali.records.refusals import Refused


class AlreadyTheirs(Refused):
    """Nothing would change."""

    sentence = _("This case belongs there already.")


class OfferIsOver(Refused):
    """It was decided or withdrawn."""

    sentence = _("This offer has been decided or withdrawn already.")


class OfferWaits(Refused):
    """One offer at a time."""

    sentence = _("This case is offered already. Withdraw that offer first.")


@transaction.atomic
def offer_case(
    *, by: Member, ref: str, agency: Agency, unit: Unit | None, note: str, keeps_reading_until: date | None = None
) -> CaseOffer:
    """Offer a case to another agency or unit of this node. Only a lead can; nothing changes until it is accepted."""
    case = case_for(by, ref, Level.LEAD, lock=True)
    if not note.strip():
        raise NothingWritten
    if unit and unit.agency_id != agency.pk:
        raise AlreadyTheirs
    if (case.agency_id, case.unit_id) == (agency.pk, unit and unit.pk):
        raise AlreadyTheirs
    if case.offers.filter(state=OfferState.WAITING).exists():
        raise OfferWaits
    offer = case.offers.create(
        from_agency=case.agency, to_agency=agency, to_unit=unit, note=note.strip()[:400],
        keeps_reading_until=keeps_reading_until, offered_by=by,
    )  # fmt: skip
    facts = {"to": agency.slug, "unit": unit and unit.pk}
    record(by=by, verb="case.offered", subject=case.subject, facts=facts)
    notify(by=by, members=_deciders(case, offer), kind=NoticeKind.CASE_OFFERED, subject=case.subject)
    return offer


def _deciders(case: Case, offer: CaseOffer) -> list[Member]:
    there = Member.objects.filter(agency=offer.to_agency, is_active=True)
    walled = set(case.walls.standing().values_list("member_id", flat=True))
    in_unit = [member for member in there if offer.to_unit_id is None or member.unit_id in {None, offer.to_unit_id}]
    return [member for member in in_unit if member.may(Permission.DECIDE_ACCESS) and member.pk not in walled]


@transaction.atomic
def withdraw_offer(*, by: Member, ref: str) -> CaseOffer:
    """Take back the offer that waits. Only a lead can."""
    case = case_for(by, ref, Level.LEAD, lock=True)
    offer = case.offers.filter(state=OfferState.WAITING).first()
    if offer is None:
        raise OfferIsOver
    return _decide(by, offer, OfferState.WITHDRAWN, "case.offer_withdrawn")


@transaction.atomic
def decline_offer(*, by: Member, offer_id: int) -> CaseOffer:
    """Decline a case that was offered to the member's agency or unit."""
    return _decide(by, _offer_to_decide(by, offer_id), OfferState.DECLINED, "case.offer_declined")


@transaction.atomic
def accept_offer(*, by: Member, offer_id: int, lead: Member) -> Case:
    """Accept a case: it now belongs to the other agency or unit, `lead` leads it, and the former team's places end.

    Whoever offered it reads on until the day agreed, if one was. Oversight stays.
    """
    offer = _offer_to_decide(by, offer_id)
    case = Case.objects.select_for_update().get(pk=offer.case_id)
    before = {"agency": case.agency.slug, "unit": case.unit and case.unit.name}
    after = {"agency": offer.to_agency.slug, "unit": offer.to_unit and offer.to_unit.name}
    for place in case.team.filter(left_at__isnull=True).exclude(kind=PlaceKind.OVERSIGHT):
        end_place(place)
    case.agency, case.unit = offer.to_agency, offer.to_unit
    case.changed_at, case.version = timezone.now(), case.version + 1
    case.save(update_fields=["agency", "unit", "changed_at", "version"])
    _decide(by, offer, OfferState.ACCEPTED, "case.handed_over", changed_values(Case.CLASSIFIED, before, after, key=b""))
    give_place(by, case, lead, Level.LEAD)
    if offer.keeps_reading_until and lead != offer.offered_by:
        _let_read_on(by, case, offer)
    return case


def _let_read_on(by: Member, case: Case, offer: CaseOffer) -> None:
    ends_at = timezone.make_aware(datetime.combine(offer.keeps_reading_until + timedelta(days=1), time.min))
    if ends_at > timezone.now():
        case.team.create(member=offer.offered_by, level=Level.READ, ends_at=ends_at, added_by=by)
        facts = {"member": offer.offered_by.journal_name, "level": "read", "ends": ends_at.isoformat()}
        record(by=by, verb="case.team_changed", subject=case.subject, facts=facts)


def _offer_to_decide(by: Member, offer_id: int) -> CaseOffer:
    """One offer to the member's agency or unit, held; Http404 for any other, and behind a wall."""
    require(by, Permission.DECIDE_ACCESS)
    offers = CaseOffer.objects.select_for_update(of=("self",)).select_related("to_agency", "to_unit", "offered_by")
    open_to = Case.objects.not_walled(by.pk)
    offer = get_object_or_404(offers.filter(to_agency_id=by.agency_id, case__in=open_to), pk=offer_id)
    if by.unit_id and offer.to_unit_id not in {None, by.unit_id}:
        get_object_or_404(offers.none(), pk=offer_id)
    if offer.state != OfferState.WAITING:
        raise OfferIsOver
    return offer


def _decide(
    by: Member, offer: CaseOffer, state: OfferState, verb: str, changed: dict[str, list[object]] | None = None
) -> CaseOffer:
    offer.state, offer.decided_at, offer.decided_by = state, timezone.now(), by
    offer.save(update_fields=["state", "decided_at", "decided_by"])
    facts = {"offer": offer.pk, "to": offer.to_agency.slug} | ({"changed": changed} if changed else {})
    record(by=by, verb=verb, subject=offer.case.subject, facts=facts)
    return offer
