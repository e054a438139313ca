"""Two persons, or two tabs, decide upon one trial or one plan at the same moment: one of them does, the other is told."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from lali.records.audit.models import Entry
from lali.records.awareness import actions, queries
from lali.records.awareness.actions import BegunAlready, Declared, ReadAnotherPlan, Words
from lali.records.awareness.models import CampaignMessage, Trial
from lali.records.awareness.trying import TrialRuns

pytestmark = pytest.mark.django_db(databases=["default", "letterbox"], transaction=True)


@pytest.fixture
def declare(both_signed):
    def declare(by):
        until = timezone.localdate() + timedelta(days=60)
        declared = Declared("bi", "began", usual=20, difference=30, until=until)
        return actions.declare_trial(by=by, number=both_signed.pk, declared=declared)

    return declare


@pytest.fixture
def trial(officer, both_signed, declare):
    actions.open_codes(by=officer, number=both_signed.pk, places=["Reef school"], language="bi")
    return {"number": both_signed.pk, "trial": declare(officer).pk}


def refused(results):
    return [type(one) for one in results if isinstance(one, Exception)]


def test_one_trial_is_declared(at_once, officer, second, declare):
    assert refused(at_once(lambda: declare(officer), lambda: declare(second))) == [TrialRuns]
    assert Trial.objects.count() == 1


def test_it_begins_once(at_once, officer, second, trial):
    found = at_once(*(lambda by=by: actions.begin_trial(by=by, **trial) for by in (officer, second)))
    assert refused(found) == [BegunAlready]
    assert Entry.objects.filter(verb="trial.begun").count() == 1


def test_it_is_given_up_once(at_once, officer, second, trial):
    found = at_once(*(lambda by=by: actions.give_up_trial(by=by, why="Rain", **trial) for by in (officer, second)))
    assert refused(found) == [BegunAlready]
    assert Entry.objects.filter(verb="trial.given_up").count() == 1


def test_no_words_change_under_a_trial_that_is_declared_meanwhile(at_once, officer, second, both_signed, declare):
    where = {"number": both_signed.pk, "language": "bi", "letter": "A"}
    found = at_once(
        lambda: declare(officer),
        lambda: actions.write_message(by=second, words=Words("Newer", "Ask.", "Ring."), **where),
    )
    assert len(refused(found)) == 1
    assert CampaignMessage.objects.get(language="bi", letter="A").is_signed == Trial.objects.exists()


def test_one_plan_is_saved(at_once, officer, second, campaign, plan):
    seen = queries.plan_seen(campaign)

    def change(by, people):
        plan_of = replace(plan, wanted_people=people)
        return actions.change_plan(by=by, number=campaign.pk, plan=plan_of, seen=seen)

    assert refused(at_once(lambda: change(officer, 60), lambda: change(second, 70))) == [ReadAnotherPlan]
    assert Entry.objects.filter(verb="campaign.changed").count() == 1
