"""Who is on the team."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record
from lali.records.cases.access import case_for
from lali.records.cases.models import Case, TeamPlace
from lali.records.cases.vocabulary import Level
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


@transaction.atomic
def put_on_team(*, by: Member, ref: str, member: Member, level: Level) -> TeamPlace:
    """Put a colleague on the team, or change their level. Only a lead can."""
    case = case_for(by, ref, Level.LEAD, lock=True)
    return give_place(by, case, member, level)


def give_place(by: Member, case: Case, member: Member, level: Level) -> TeamPlace:
    """Give a colleague a place on a held case's team, or another level; the caller has passed the case's door."""
    if member.agency_id != case.agency_id or not member.may(Permission.JOIN_CASE):
        raise CannotJoin
    place = case.team.filter(member=member, left_at__isnull=True).first()
    if place and place.level == Level.LEAD and level != Level.LEAD:
        _require_other_lead(case, member)
    if place:
        place.level = level
        place.save(update_fields=["level"])
    else:
        place = case.team.create(member=member, level=level, added_by=by)
    facts = {"member": member.journal_name, "level": str(level)}
    record(by=by, verb="case.team_changed", subject=case.subject, facts=facts)
    return place


def _require_other_lead(case: Case, member: Member) -> None:
    if not case.has_lead(besides=member.pk):
        raise LastLead


@transaction.atomic
def take_off_team(*, by: Member, ref: str, member: Member) -> Case:
    """End a colleague's place on the team. A lead can, and everybody for themselves."""
    case = case_for(by, ref, Level.READ if by == member else Level.LEAD, lock=True)
    _require_other_lead(case, member)
    if not case.team.filter(member=member, left_at__isnull=True).update(left_at=timezone.now()):
        raise NotOnTeam
    record(by=by, verb="case.team_left", subject=case.subject, facts={"member": member.journal_name})
    return case
