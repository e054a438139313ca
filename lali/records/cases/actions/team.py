"""Who is on the team."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record
from lali.records.cases.access import case_for, case_to_decide
from lali.records.cases.actions.writing import touch_if_open
from lali.records.cases.models import Case, TeamPlace
from lali.records.cases.vocabulary import Level, PlaceKind
from lali.records.changes import changed_values
from lali.records.notices.actions import notify
from lali.records.notices.vocabulary import NoticeKind
from lali.records.refusals import Refused


class CannotJoin(Refused):
    """The role does not allow a place on a team, or the agency differs."""

    sentence = _("This colleague cannot be put on the team of a case.")


class NotOnTeam(Refused):
    """Who is not there cannot leave."""

    sentence = _("This colleague is not on the team of this case.")


class LastLead(Refused):
    """A case must have a lead."""

    sentence = _("A case must have somebody who leads it. Name another lead first.")


class WalledOff(Refused):
    """A wall keeps the colleague out of this case."""

    sentence = _("A wall keeps this colleague out of this case because of a conflict of interest.")


class NotToYourself(Refused):
    """The right to remove is given by somebody else."""

    sentence = _("Nobody gives themselves the right to remove. Another lead of this case can.")


class AlreadyOver(Refused):
    """An end that has passed is none."""

    sentence = _("This end has passed already. Choose a later one.")


class OversightStays(Refused):
    """The team cannot send its oversight away."""

    sentence = _("An oversight reader's place ends on its day, or when they leave it themselves.")


@transaction.atomic
def put_on_team(
    *, by: Member, ref: str, member: Member, level: Level, ends_at: datetime | None = None, may_remove: bool = False
) -> TeamPlace:
    """Put a colleague on the team until `ends_at`, or change their level. A lead can.

    Where nobody leads the case, whoever decides access there names its lead. `may_remove` is given by a lead to
    another member, never to oneself.
    """
    case = case_to_decide(by, ref)
    return give_place(by, case, member, level, ends_at=ends_at, may_remove=may_remove)


def give_place(
    by: Member,
    case: Case,
    member: Member,
    level: Level,
    *,
    ends_at: datetime | None = None,
    may_remove: bool = False,
) -> TeamPlace:
    """Give a colleague a place on a held case's team, or another level; the caller has passed the case's door."""
    if member.agency_id != case.agency_id or not member.may(Permission.JOIN_CASE):
        raise CannotJoin
    require_no_wall(case, member)
    if ends_at and ends_at <= timezone.now():
        raise AlreadyOver
    place = _standing_place(case, member)
    if may_remove and by == member and not (place and place.may_remove):
        raise NotToYourself
    if place and place.level == Level.LEAD and (level != Level.LEAD or ends_at):
        _require_other_lead(case, member)
    now = {"level": str(level), "ends_at": ends_at, "may_remove": may_remove}
    before = {field: getattr(place, field) for field in now} if place else {}
    if place:
        for field, value in now.items():
            setattr(place, field, value)
        place.save(update_fields=list(now))
    else:
        place = case.team.create(member=member, added_by=by, **now)
        notify(by=by, members=[member], kind=NoticeKind.ACCESS_GIVEN, subject=case.subject)
    touch_if_open(case)
    changed = changed_values(TeamPlace.CLASSIFIED, before, now, key=case.key())
    facts = {"member": member.journal_name, "level": str(level), "changed": changed}
    record(by=by, verb="case.team_changed", subject=case.subject, facts=facts)
    return place


def require_no_wall(case: Case, member: Member) -> None:
    """WalledOff when a standing wall keeps the member out of the case."""
    if case.walls.standing().filter(member=member).exists():
        raise WalledOff


def _standing_place(case: Case, member: Member) -> TeamPlace | None:
    """The member's present place as one of the team; one of another kind, or one that is over by its date, is ended."""
    place = case.team.filter(member=member, left_at__isnull=True).first()
    is_over = place and place.ends_at and place.ends_at <= timezone.now()
    if place and (place.kind != PlaceKind.TEAM or is_over):
        end_place(place)
        return None
    return place


def end_place(place: TeamPlace) -> None:
    """End a place now, or at its own end where that has passed."""
    now = timezone.now()
    place.left_at = min(place.ends_at, now) if place.ends_at else now
    place.save(update_fields=["left_at"])


def _require_other_lead(case: Case, member: Member) -> None:
    if not case.has_lead(besides=member.pk):
        raise LastLead


@transaction.atomic
def take_off_team(*, by: Member, ref: str, member: Member) -> Case:
    """End a colleague's place on the team. A lead can, and everybody for themselves."""
    case = case_for(by, ref, Level.READ if by == member else Level.LEAD, lock=True)
    place = case.team.present().filter(member=member).first()
    if place is None:
        raise NotOnTeam
    if place.kind == PlaceKind.OVERSIGHT and by != member:
        raise OversightStays
    _require_other_lead(case, member)
    end_place(place)
    touch_if_open(case)
    record(by=by, verb="case.team_left", subject=case.subject, facts={"member": member.journal_name})
    return case
