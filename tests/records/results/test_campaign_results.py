"""Results of a campaign: against what it set out to reach, and nothing about fewer than ten."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

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


SMALL = {("other", "18-25"): 3, ("women", "60+"): 12}


def test_people_are_told_in_full_tens_and_small_groups_not_even_named(supervisor, campaign, meet):
    meet({("women", "18-25"): 30, ("men", "18-25"): 20}, "Reef")
    meet(SMALL, "Lagoon")
    found = campaign_results(supervisor, campaign.pk)
    assert found.people.number == 60
    assert numbers(found.by_gender) == {"women": 40, "men": 20}
    assert numbers(found.by_age) == {"18-25": 50, "60+": 10}
    assert numbers(found.by_place) == {"Reef": 50, "Lagoon": 10}


def test_one_session_alone_tells_nobody_who_was_there(supervisor, campaign, meet):
    meet({("women", "18-25"): 30, ("men", "18-25"): 20})
    found = campaign_results(supervisor, campaign.pk)
    assert (found.sessions, found.waiting, found.people.number) == (1, 1, 0)
    assert found.by_gender == found.by_age == found.by_place == []


def test_a_place_is_not_named_alone_beside_what_was_counted_there(supervisor, campaign, meet):
    meet({("women", "18-25"): 30}, "Reef")
    meet({("men", "18-25"): 9}, "Lagoon")
    found = campaign_results(supervisor, campaign.pk)
    assert numbers(found.by_gender) == {"women": 30}
    assert found.by_place == []


def told(found):
    """Everything a page says of people, by name of table and group."""
    tables = {"sex": found.by_gender, "age": found.by_age, "place": found.by_place, "all": [found.people]}
    return {(table, cell.name): cell.number or 0 for table, cells in tables.items() for cell in cells}


SESSIONS = [
    {("women", "18-25"): 8, ("men", "18-25"): 9, ("other", "60+"): 1},
    {("women", "18-25"): 1, ("men", "26-35"): 1},
    {("women", "0-17"): 12, ("men", "18-25"): 7},
    {("other", "36-59"): 9, ("women", "26-35"): 2},
    {("women", "18-25"): 3},
]


def test_whoever_takes_yesterdays_table_from_todays_learns_of_no_session(supervisor, campaign, meet):
    """The attack: a look after each session, every number less every other, on one page and between two."""
    pages = []
    for place, came in enumerate(SESSIONS):
        meet(came, f"Place {place}")
        pages.append(told(campaign_results(supervisor, campaign.pk)))
    assert pages[0] == {("all", ""): 0}
    assert pages[2] == pages[1], "the third session waits for the fourth"
    assert pages[4] == pages[3], "the fifth for a sixth"
    numbers = {number for page in pages for number in page.values()}
    assert len(numbers) > 2
    assert {(one - other) % 10 for one in numbers for other in numbers} == {0}
    small = {(name, n) for came in SESSIONS for cell, n in came.items() for name in cell if n < 10}
    changes = {
        (name, page.get((table, name), 0) - before.get((table, name), 0))
        for before, page in pairwise(pages)
        for table, name in before | page
    }
    assert not changes & small


def test_fewer_than_ten_in_all_are_not_even_summed(supervisor, campaign, meet):
    meet({("women", "18-25"): 4})
    meet({("women", "18-25"): 5}, "Lagoon")
    found = campaign_results(supervisor, campaign.pk)
    assert found.people.number is None
    assert found.by_place == []


def test_people_gain_by_judging_rightly_and_not_by_mistrusting_everything(supervisor, campaign, meet):
    from lali.engines.lessons import form

    right = ["".join("1" if item.lure else "0" for item in form(letter)) for letter in "AB"]
    meet(
        {("women", "18-25"): 20},
        sheets=[("000000", right[1])] * 5 + [("111111", right[1])] * 5 + [("111111", "000000")],
    )
    known = campaign_results(supervisor, campaign.pk).paper
    assert (known.before.value, known.after.value, known.gain.value) == (0.5, 1.0, 0.5)
    meet({("women", "18-25"): 20}, sheets=[("000000", "111111")] * 9, form="B")
    known = campaign_results(supervisor, campaign.pk).paper
    assert known.people_before == 20, "the eleventh sheet is told with the next nine"
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
    assert found.openings.number == 40
    assert found.by_code == [], "one place alone is not named"
    assert {step.value: cell.number for step, cell in found.steps}["began"] == 10
    Tally.objects.filter(code=other).update(number=27)
    assert numbers(campaign_results(administrator, campaign.pk).by_code) == {"School": 40, "Church": 20}
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
