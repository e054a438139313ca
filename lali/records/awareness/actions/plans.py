"""What a campaign sets out to do, and for whom."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record
from lali.records.awareness.access import audience_of, campaign_for
from lali.records.awareness.models import Audience, Campaign
from lali.records.awareness.texts import mark_of_plan
from lali.records.awareness.vocabulary import LANGUAGES, Channel
from lali.records.changes import changed_values
from lali.records.refusals import Refused

NO_KEY = b""  # nothing here speaks of a person: nothing is sealed


MOST_AUDIENCES = 40


class TooManyAudiences(Refused):
    """A campaign for everybody is for nobody."""

    sentence = _("This campaign has as many audiences as one can have. Take one away first, or plan another campaign.")


class LanguageIsUnknown(Refused):
    """The public site does not speak it."""

    sentence = _("The public site does not speak this language.")


class ReadAnotherPlan(Refused):
    """What stands now is not what was changed."""

    sentence = _("Somebody changed this plan while you wrote. What you wrote stands below; look at theirs, then save.")


class NoChannel(Refused):
    """Nobody is reached by nothing."""

    sentence = _("Say by what they are reached.")


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


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom a campaign is for, in one language, by one channel or several. Empty age or gender: all."""

    language: str
    channels: Collection[str]
    age_band: str = ""
    gender: str = ""
    place: str = ""
    place_code: str = ""


@transaction.atomic
def plan_campaign(*, by: Member, plan: Plan) -> Campaign:
    """Write down a campaign."""
    require(by, Permission.RUN_CAMPAIGNS)
    _require_time(plan)
    campaign = Campaign.objects.create(agency=by.agency, written_by=by, **asdict(plan))
    record(by=by, verb="campaign.planned", subject=campaign.subject)
    return campaign


@transaction.atomic
def change_plan(*, by: Member, number: int, plan: Plan, seen: str | None = None) -> Campaign:
    """Write the plan of a campaign anew; old and new values stand in the journal, targets too.

    `seen`: mark of the plan that was read before (`mark_of_plan`); another one is not written over unseen.
    """
    campaign = campaign_for(by, number, to_change=True)
    if seen is not None and seen != mark_of_plan(campaign):
        raise ReadAnotherPlan
    _require_time(plan)
    after = asdict(plan)
    before = {name: getattr(campaign, name) for name in after}
    if before == after:
        return campaign
    Campaign.objects.filter(pk=campaign.pk).update(**after)
    changed = changed_values(Campaign.CLASSIFIED, before, after, key=NO_KEY)
    record(by=by, verb="campaign.changed", subject=campaign.subject, facts={"changed": changed})
    return campaign


def _require_time(plan: Plan) -> None:
    if plan.ends_on < plan.starts_on:
        raise NoTime


@transaction.atomic
def add_audience(*, by: Member, number: int, whom: Whom) -> Audience:
    """Say whom a campaign is for."""
    campaign = campaign_for(by, number, to_change=True)
    if whom.language not in LANGUAGES:
        raise LanguageIsUnknown
    if campaign.audiences.count() >= MOST_AUDIENCES:
        raise TooManyAudiences
    channels = ",".join(one for one in Channel.values if one in whom.channels)
    if not channels:
        raise NoChannel
    facts = asdict(whom) | {"channels": channels}
    audience = Audience.objects.create(campaign=campaign, **facts)
    record(by=by, verb="campaign.audience_added", subject=campaign.subject, facts=facts)
    return audience


@transaction.atomic
def remove_audience(*, by: Member, number: int, audience_id: int) -> None:
    """Take an audience away."""
    campaign = campaign_for(by, number, to_change=True)
    audience = audience_of(campaign, audience_id)
    audience.delete()
    record(by=by, verb="campaign.audience_removed", subject=campaign.subject, facts={"language": audience.language})
