"""Results of a campaign: against what it set out to reach, and nothing about fewer than ten."""

from dataclasses import replace
from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from lali.records.awareness import actions
from lali.records.learning.models import Attempt
from lali.records.reach.models import Tally
from lali.records.results.campaigns import campaign_results

PLAN = actions.Plan("Reef", "They ask.", date(2026, 11, 1), date(2027, 2, 1), wanted_people=50, wanted_gain=10)


@pytest.fixture
def campaign(supervisor):
    return actions.plan_campaign(by=supervisor, plan=PLAN)


@pytest.fixture
def meet(supervisor, campaign):
    def meet(came, place="Reef (invented)", sheets=(), form="A"):
        held = actions.Held(date(2026, 11, 20), "village", place, form=form)
        session = actions.hold_session(by=supervisor, number=campaign.pk, held=held, came=came)
        typed = [actions.Typed(n, before, after) for n, (before, after) in enumerate(sheets, 1)]
        if typed:
            actions.enter_sheets(by=supervisor, number=campaign.pk, session_id=session.pk, typed=typed)

    return meet


def numbers(cells):
    return {cell.name: cell.number for cell in cells}


def test_small_groups_and_what_would_give_them_away_are_hidden(supervisor, campaign, meet):
    meet({("women", "18-25"): 30, ("men", "18-25"): 20, ("other", "18-25"): 3, ("women", "60+"): 12})
    found = campaign_results(supervisor, campaign.pk)
    assert found.people.number == 65
    assert numbers(found.by_gender) == {"women": 42, "men": None, "other": None}
    assert numbers(found.by_age) == {"0-17": 0, "18-25": 53, "26-35": 0, "36-59": 0, "60+": 12}


def test_fewer_than_ten_in_all_are_not_even_summed(supervisor, campaign, meet):
    meet({("women", "18-25"): 9})
    found = campaign_results(supervisor, campaign.pk)
    assert found.people.number is None
    assert numbers(found.by_place) == {"Reef (invented)": None}


def test_people_gain_by_judging_rightly_and_not_by_mistrusting_everything(supervisor, campaign, meet):
    from lali.engines.lessons import form

    right = ["".join("1" if item.lure else "0" for item in form(letter)) for letter in "AB"]
    meet({("women", "18-25"): 20}, sheets=[("000000", right[1])] * 6 + [("111111", right[1])] * 6)
    known = campaign_results(supervisor, campaign.pk).paper
    assert (known.before.value, known.after.value, known.gain.value) == (0.5, 1.0, 0.5)
    meet({("women", "18-25"): 20}, sheets=[("000000", "111111")] * 12, form="B")
    known = campaign_results(supervisor, campaign.pk).paper
    assert known.people_before == 24
    assert known.gain.value == pytest.approx(0.25)


def test_sheets_with_an_empty_side_are_left_out_and_counted(supervisor, campaign, meet):
    meet({}, sheets=[("101010", "101010")] * 9 + [("", "101010"), ("10-010", "101010")])
    found = campaign_results(supervisor, campaign.pk)
    assert (found.paper, found.sheets, found.left_out) == (None, 11, 2)


def test_openings_and_the_lesson_by_code(supervisor, lead, campaign, administrator):
    words = actions.Words("Ask", "Ask first.", "Ring.")
    from lali.records.awareness.models import CampaignMessage

    CampaignMessage.objects.create(
        campaign=campaign, language="en", letter="A", written_by=lead, signed_by=supervisor, signed_on=PLAN.starts_on,
        headline=words.headline, text=words.text, what_to_do=words.what_to_do,
    )  # fmt: skip
    one, other = actions.open_codes(by=supervisor, number=campaign.pk, places=["School", "Church"], language="en")
    for code, number in ((one, 40), (other, 4)):
        Tally.objects.create(code=code, letter="A", step="arrived", number=number, day=PLAN.starts_on)
    Tally.objects.create(code=one, letter="A", step="began", number=12, day=PLAN.starts_on)
    for phase, answers in (("before", "101010"), ("after", "101011")):
        for n in range(10):
            Attempt.objects.create(
                language="en", channel="chat", country="FJ", form="A", phase=phase, day=PLAN.starts_on, code=one.code,
                answers=answers if n else "000000",
            )  # fmt: skip
    found = campaign_results(administrator, campaign.pk)
    assert found.openings.number == 44
    assert numbers(found.by_code) == {"School": None, "Church": None}
    assert {step.value: cell.number for step, cell in found.steps}["began"] == 12
    assert (found.web.people_before, found.web.people_after) == (10, 10)
    assert not found.web.gain.paired


def test_others_see_none_of_it(lead, campaign):
    with pytest.raises(PermissionDenied):
        campaign_results(lead, campaign.pk)


def test_a_target_that_was_moved_after_the_start_says_so(supervisor):
    with time_machine.travel("2026-10-01T09:00:00+00:00"):
        number = actions.plan_campaign(by=supervisor, plan=PLAN).pk
        early = replace(PLAN, wanted_people=60)
        actions.change_plan(by=supervisor, number=number, plan=early)
    assert campaign_results(supervisor, number).changed == []
    with time_machine.travel("2026-11-10T09:00:00+00:00"):
        moved = replace(early, wanted_people=30, wanted_gain=None, starts_on=date(2026, 11, 20))
        actions.change_plan(by=supervisor, number=number, plan=moved)
        actions.change_plan(by=supervisor, number=number, plan=replace(moved, wanted_openings=5))
    told = [(one.target, one.on.day, one.old, one.new) for one in campaign_results(supervisor, number).changed]
    assert told == [("wanted_people", 10, 60, 30), ("wanted_gain", 10, 10, None), ("wanted_openings", 10, None, 5)]
