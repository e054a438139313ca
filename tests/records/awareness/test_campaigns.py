"""Campaigns: who plans them, who sees them, what the journal keeps."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from lali.records.agencies.vocabulary import ROLES, Permission
from lali.records.audit.models import Entry
from lali.records.awareness import actions, queries
from lali.records.awareness.vocabulary import State


def test_an_officer_plans_a_campaign_and_changes_the_plan(officer, campaign, plan):
    changed = actions.change_plan(by=officer, number=campaign.pk, plan=replace(plan, wanted_people=60))
    assert queries.read_campaign(officer, changed.pk).wanted_people == 60
    entry = Entry.objects.filter(verb="campaign.changed").get()
    assert entry.facts["changed"] == {"wanted_people": ["120", "60"]}


def test_a_plan_that_changed_meanwhile_is_not_written_over(officer, second, campaign, plan):
    seen = queries.plan_seen(campaign)
    actions.change_plan(by=second, number=campaign.pk, plan=replace(plan, wanted_people=60), seen=seen)
    with pytest.raises(actions.ReadAnotherPlan):
        actions.change_plan(by=officer, number=campaign.pk, plan=replace(plan, wanted_gain=5), seen=seen)
    assert queries.read_campaign(officer, campaign.pk).wanted_people == 60


def test_a_campaign_does_not_end_before_it_begins(officer, campaign, plan):
    turned = replace(plan, ends_on=date(2026, 1, 1))
    with pytest.raises(actions.NoTime):
        actions.plan_campaign(by=officer, plan=turned)
    with pytest.raises(actions.NoTime):
        actions.change_plan(by=officer, number=campaign.pk, plan=turned)


@pytest.mark.parametrize(
    ("today", "state"),
    [(date(2026, 10, 31), State.PLANNED), (date(2026, 11, 1), State.RUNNING), (date(2027, 2, 28), State.RUNNING)],
)
def test_its_days_say_where_it_stands(campaign, today, state):
    assert campaign.state_on(today) == state
    assert campaign.state_on(date(2027, 3, 1)) == State.OVER


def test_who_sees_results_reads_and_changes_nothing(administrator, campaign, plan):
    assert list(queries.campaigns_of(administrator)) == [campaign]
    with pytest.raises(PermissionDenied):
        actions.change_plan(by=administrator, number=campaign.pk, plan=plan)
    with pytest.raises(PermissionDenied):
        actions.plan_campaign(by=administrator, plan=plan)


def test_others_see_nothing_of_it(lead, auditor, member_of, other_agency, campaign):
    for member in (lead, auditor):
        with pytest.raises(PermissionDenied):
            queries.read_campaign(member, campaign.pk)
    abroad = member_of(other_agency, "awareness")
    assert not queries.campaigns_of(abroad)
    for number in (campaign.pk, 10**30):
        with pytest.raises(Http404):
            queries.read_campaign(abroad, number)


def test_an_awareness_officer_reads_no_tip_and_no_case():
    carried = ROLES["awareness"].permissions
    assert not carried & {Permission.TRIAGE, Permission.JOIN_CASE, Permission.OVERSEE, Permission.READ_JOURNAL}
