"""Trials: declared, begun, given up; nothing that was declared is ever changed."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.engines.trials import people_needed
from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.awareness.access import campaign_for, trial_of
from lali.records.awareness.models import Trial
from lali.records.awareness.starting import leads_to_both
from lali.records.awareness.texts import lags, said_of
from lali.records.awareness.trying import course_of, require_no_trial
from lali.records.awareness.vocabulary import LANGUAGES, Letter, Standing
from lali.records.reach.queries import codes_of
from lali.records.refusals import Refused

HUNDRED = 100


class NothingToFind(Refused):
    """Shares lie between nought and a hundred, and differ."""

    sentence = _("What they do as a rule and the difference must together stay under 100, and neither can be 0.")


class EndsTooSoon(Refused):
    """A trial needs a day at least."""

    sentence = _("The last day must come after today.")


class NotReady(Refused):
    """A trial needs both messages, signed, behind an open code."""

    sentence = _("Both messages must be signed, and a code in this language must lead to both. Then begin.")


class BegunAlready(Refused):
    """Somebody else was quicker."""

    sentence = _("This trial was begun, ended or given up meanwhile. Nothing was changed.")


class WhyIsNeeded(Refused):
    """What was given up without a reason looks like a result that nobody liked."""

    sentence = _("Please say in a few words why.")


@dataclass(frozen=True, slots=True)
class Declared:
    """What a trial compares, and what it is to find: of 100 openings, `usual` do it as a rule."""

    language: str
    outcome: str
    usual: int
    difference: int
    until: date


@transaction.atomic
def declare_trial(*, by: Member, number: int, declared: Declared) -> Trial:
    """Write down what will be compared, how many it needs and until when; from then on no word of it changes."""
    campaign = campaign_for(by, number, to_change=True)
    if not (0 < declared.usual < declared.usual + declared.difference < HUNDRED and declared.language in LANGUAGES):
        raise NothingToFind
    if declared.until <= timezone.localdate():
        raise EndsTooSoon
    require_no_trial(campaign, declared.language)
    if len(said_of(campaign).get(declared.language, ())) < len(Letter):
        raise NotReady
    codes = codes_of(campaign.subject)
    if any(lags(codes, message) for message in campaign.messages.all()):
        raise NotReady
    needed = people_needed(declared.usual / HUNDRED, (declared.usual + declared.difference) / HUNDRED)
    trial = Trial.objects.create(
        campaign=campaign,
        language=declared.language,
        outcome=declared.outcome,
        usual=declared.usual,
        difference=declared.difference,
        until=declared.until,
        needed=needed,
        declared_by=by,
    )
    facts = {
        "language": trial.language, "outcome": trial.outcome, "needed": needed, "until": trial.until.isoformat(),
        "usual": trial.usual, "difference": trial.difference,
    }  # fmt: skip
    record(by=by, verb="trial.declared", subject=trial.subject, facts=facts)
    return trial


@transaction.atomic
def begin_trial(*, by: Member, number: int, trial: int) -> Trial:
    """Begin a declared trial: whole days count, from tomorrow."""
    campaign = campaign_for(by, number, to_change=True)
    found = trial_of(campaign, trial)
    today = timezone.localdate()
    if course_of(found, today).standing != Standing.DECLARED:
        raise BegunAlready
    if found.until <= today:
        raise EndsTooSoon
    if not leads_to_both([one for one in codes_of(campaign.subject) if one.language == found.language], today):
        raise NotReady
    found.begun_on, found.begun_by = today, by
    found.save()
    record(by=by, verb="trial.begun", subject=found.subject)
    return found


@transaction.atomic
def give_up_trial(*, by: Member, number: int, trial: int, why: str) -> Trial:
    """Give a trial up; no result of it is ever shown."""
    found = trial_of(campaign_for(by, number, to_change=True), trial)
    if course_of(found, timezone.localdate()).standing in {Standing.OVER, Standing.GIVEN_UP}:
        raise BegunAlready
    if not why.strip():
        raise WhyIsNeeded
    found.given_up_on, found.given_up_by, found.given_up_why = timezone.localdate(), by, why.strip()[:300]
    found.save()
    record(by=by, verb="trial.given_up", subject=found.subject)
    return found
