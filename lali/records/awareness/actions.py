"""Everything that changes a campaign."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record
from lali.records.awareness.access import campaign_for
from lali.records.awareness.models import Campaign
from lali.records.changes import changed_values
from lali.records.refusals import Refused

NO_KEY = b""  # nothing here speaks of a person: nothing is sealed


class NoTime(Refused):
    """A campaign ends before it begins."""

    sentence = _("The last day lies before the first.")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a campaign sets out to do."""

    title: str
    objective: str
    starts_on: date
    ends_on: date
    wanted_people: int | None = None
    wanted_openings: int | None = None
    wanted_gain: int | None = None


@transaction.atomic
def plan_campaign(*, by: Member, plan: Plan) -> Campaign:
    """Write down a campaign."""
    require(by, Permission.RUN_CAMPAIGNS)
    _require_time(plan)
    campaign = Campaign.objects.create(agency=by.agency, written_by=by, **asdict(plan))
    record(by=by, verb="campaign.planned", subject=campaign.subject)
    return campaign


@transaction.atomic
def change_plan(*, by: Member, number: int, plan: Plan) -> Campaign:
    """Write the plan of a campaign anew; old and new values stand in the journal, targets too."""
    campaign = campaign_for(by, number, to_change=True)
    _require_time(plan)
    after = asdict(plan)
    before = {name: getattr(campaign, name) for name in after}
    Campaign.objects.filter(pk=campaign.pk).update(**after)
    changed = changed_values(Campaign.CLASSIFIED, before, after, key=NO_KEY)
    record(by=by, verb="campaign.changed", subject=campaign.subject, facts={"changed": changed})
    return campaign


def _require_time(plan: Plan) -> None:
    if plan.ends_on < plan.starts_on:
        raise NoTime
