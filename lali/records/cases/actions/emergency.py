"""Two ways into a case that its team did not choose: in an emergency ("break-glass"), and as appointed oversight."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record
from lali.records.cases.access import case_for, case_of_own_agency
from lali.records.cases.actions.access import as_reference
from lali.records.cases.actions.team import AlreadyOver, CannotJoin, end_place, require_no_wall
from lali.records.cases.actions.writing import NothingWritten
from lali.records.cases.models import Case, EmergencyOpening, TeamPlace
from lali.records.cases.vocabulary import Level, PlaceKind
from lali.records.notices.actions import notify
from lali.records.notices.vocabulary import NoticeKind
from lali.records.refusals import Refused

MOST_HOURS = 24
LONGEST_OVERSIGHT = timedelta(days=366)


class NoSuchCase(Refused):
    """There is no case that can be opened so; whether one exists is not said."""

    sentence = _("There is no case with this reference that you can open so. That you tried is in the journal.")


class AlreadyOnTeam(Refused):
    """There is nothing to break."""

    sentence = _("You are on the team of this case already.")


class TooLong(Refused):
    """An oversight reader reads for a year at most."""

    sentence = _("Choose a day within a year. It can be renewed.")


def break_glass(*, by: Member, ref: str, reason: str, hours: int) -> Case:
    """Open a case of one's own agency to read it for some hours, without being asked in. Its leads are told.

    Raises NoSuchCase for a case that is not there, is another agency's, or has a wall before this member: all look
    the same, and the try stays on record.
    """
    require(by, Permission.BREAK_GLASS)
    if not reason.strip():
        raise NothingWritten
    ref = as_reference(ref)
    try:
        return _open_in_emergency(by, ref, reason.strip()[:400], max(1, min(hours, MOST_HOURS)))
    except Http404:
        record(by=by, verb="access.emergency_refused", subject=f"case:{ref}")
        raise NoSuchCase from None


@transaction.atomic
def _open_in_emergency(by: Member, ref: str, reason: str, hours: int) -> Case:
    case = case_of_own_agency(by, ref)
    if case.team.present().filter(member=by).exists():
        raise AlreadyOnTeam
    ends_at = timezone.now() + timedelta(hours=hours)
    _place(case, by, kind=PlaceKind.EMERGENCY, reason=reason, ends_at=ends_at, added_by=by)
    EmergencyOpening.objects.create(case=case, member=by, reason=reason, ends_at=ends_at)
    facts = {"ends": ends_at.isoformat()}
    record(by=by, verb="access.emergency", subject=case.subject, facts=facts, keep_head=True)
    leads = Member.objects.filter(pk__in=case.team.leads().values("member"))
    notify(by=by, members=leads, kind=NoticeKind.BREAK_GLASS, subject=case.subject)
    return case


def _place(case: Case, member: Member, **facts: object) -> TeamPlace:
    for place in case.team.filter(member=member, left_at__isnull=True):
        end_place(place)
    return case.team.create(member=member, level=Level.READ, **facts)


@transaction.atomic
def judge_opening(*, by: Member, ref: str, opening_id: int, justified: bool, judgement: str) -> EmergencyOpening:
    """A lead says whether an emergency opening was justified; if not, what is left of it ends at once."""
    case = case_for(by, ref, Level.LEAD, lock=True)
    opening = get_object_or_404(case.openings.exclude(member=by), pk=opening_id, judged_at__isnull=True)
    if not justified and not judgement.strip():
        raise NothingWritten
    opening.judged_at, opening.judged_by = timezone.now(), by
    opening.justified, opening.judgement = justified, judgement.strip()[:400]
    opening.save(update_fields=["judged_at", "judged_by", "justified", "judgement"])
    if not justified:
        for place in case.team.present().filter(member=opening.member_id, kind=PlaceKind.EMERGENCY):
            end_place(place)
    facts = {"member": opening.member.journal_name, "justified": justified}
    record(by=by, verb="access.emergency_judged", subject=case.subject, facts=facts)
    return opening


@transaction.atomic
def appoint_oversight(*, by: Member, ref: str, member: Member, reason: str, until: date) -> TeamPlace:
    """Let an oversight reader read a case until a day: a lead of it, or whoever may appoint oversight in its agency.

    The reader may belong to any agency of the node; the team cannot send them away.
    """
    if by.may(Permission.APPOINT_OVERSIGHT):
        case = case_of_own_agency(by, ref)
    else:
        case = case_for(by, ref, Level.LEAD, lock=True)
    if not reason.strip():
        raise NothingWritten
    if not member.may(Permission.OVERSEE):
        raise CannotJoin
    require_no_wall(case, member)
    ends_at = timezone.make_aware(datetime.combine(until + timedelta(days=1), time.min))
    if ends_at <= timezone.now():
        raise AlreadyOver
    if ends_at > timezone.now() + LONGEST_OVERSIGHT:
        raise TooLong
    place = _place(case, member, kind=PlaceKind.OVERSIGHT, reason=reason.strip()[:400], ends_at=ends_at, added_by=by)
    facts = {"member": member.journal_name, "ends": ends_at.isoformat()}
    record(by=by, verb="oversight.appointed", subject=case.subject, facts=facts)
    notify(by=by, members=[member], kind=NoticeKind.ACCESS_GIVEN, subject=case.subject)
    return place
