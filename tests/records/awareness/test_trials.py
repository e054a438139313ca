"""Codes and trials: no word unsigned, no look before the end, no change after the beginning."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from lali.records.awareness import actions, queries
from lali.records.awareness.actions import Declared, Words
from lali.records.awareness.models import Trial
from lali.records.awareness.trying import TrialRuns
from lali.records.awareness.vocabulary import Standing
from lali.records.reach.models import PlaceCode, Tally
from lali.records.reach.queries import message_under


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def declared(today):
    return Declared("bi", "began", usual=20, difference=30, until=today + timedelta(days=60))


@pytest.fixture
def codes(officer, both_signed):
    return actions.open_codes(by=officer, number=both_signed.pk, places=["Reef school", "Reef church"], language="bi")


@pytest.fixture
def trial(officer, both_signed, codes, declared):
    return actions.declare_trial(by=officer, number=both_signed.pk, declared=declared)


def begun(officer, campaign, trial, days_ago):
    actions.begin_trial(by=officer, number=campaign.pk, trial=trial.pk)
    Trial.objects.update(begun_on=timezone.localdate() - timedelta(days=days_ago))


def load(code, letter, step, number, days_ago):
    day = timezone.localdate() - timedelta(days=days_ago)
    Tally.objects.create(code=code, letter=letter, step=step, number=number, day=day)


# -- codes -------------------------------------------------------------------------------------------------------------


def test_no_code_leads_to_words_that_one_person_wrote(officer, campaign):
    words = Words("Ask", "Ask first.", "Ring.")
    actions.write_message(by=officer, words=words, number=campaign.pk, language="bi", letter="A")
    with pytest.raises(actions.NotSigned):
        actions.open_codes(by=officer, number=campaign.pk, places=["Reef"], language="bi")


def test_each_place_has_one_code(officer, both_signed, codes, today):
    assert [one.place for one in codes] == ["Reef school", "Reef church"]
    more = actions.open_codes(by=officer, number=both_signed.pk, places=["reef School", "Reef", "Reef"], language="bi")
    assert [one.place for one in more] == ["Reef"]
    with pytest.raises(actions.HaveOne):
        actions.open_codes(by=officer, number=both_signed.pk, places=["Reef"], language="bi")
    assert message_under(codes[0].code, today).words("bi", "B").headline == "Ask first B"


def test_new_words_reach_the_wall_when_they_are_signed(officer, second, both_signed, codes, today, sign):
    where = {"number": both_signed.pk, "language": "bi", "letter": "A"}
    actions.write_message(by=officer, words=Words("Newer", "Ask first.", "Ring."), **where)
    assert message_under(codes[0].code, today).words("bi", "A").headline == "Ask first A"
    other = {**where, "language": "en"}
    actions.write_message(by=officer, words=Words("In English", "Ask first.", "Ring."), **other)
    sign(by=second, **other)
    assert message_under(codes[0].code, today).words("bi", "A").headline == "Ask first A"
    sign(by=second, **where)
    assert message_under(codes[0].code, today).words("bi", "A").headline == "Newer"


def test_a_closed_code_leads_nowhere_and_anothers_cannot_be_closed(officer, both_signed, codes, plan, today):
    actions.close_code(by=officer, number=both_signed.pk, code=codes[0].code)
    assert message_under(codes[0].code, today) is None
    other = actions.plan_campaign(by=officer, plan=plan)
    with pytest.raises(Http404):
        actions.close_code(by=officer, number=other.pk, code=codes[1].code)
    assert [one.code for one in queries.codes_opened(officer, both_signed.pk)] == [codes[1].code, codes[0].code]


def test_there_is_an_end_to_codes(officer, both_signed, monkeypatch):
    monkeypatch.setattr(actions.codes, "MOST_CODES", 1)
    with pytest.raises(actions.TooManyCodes):
        actions.open_codes(by=officer, number=both_signed.pk, places=["A", "B"], language="bi")
    assert not PlaceCode.objects.exists()


# -- trials ------------------------------------------------------------------------------------------------------------


def test_how_many_it_needs_follows_from_what_is_looked_for(trial):
    assert trial.needed == 45  # FTU80 for 0.2 against 0.5, power 80 of 100, two-sided 5 of 100


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"usual": 0}, actions.NothingToFind),
        ({"difference": 80}, actions.NothingToFind),
        ({"difference": 0}, actions.NothingToFind),
        ({"language": "xx"}, actions.NothingToFind),
        ({"until": timezone.localdate}, actions.EndsTooSoon),
        ({"language": "vi"}, actions.NotReady),
    ],
)
def test_what_cannot_be_found_is_not_declared(officer, both_signed, declared, change, why):
    change = {name: value() if callable(value) else value for name, value in change.items()}
    with pytest.raises(why):
        actions.declare_trial(by=officer, number=both_signed.pk, declared=replace(declared, **change))


def test_it_does_not_begin_without_a_code_that_leads_to_both(officer, both_signed, declared):
    trial = actions.declare_trial(by=officer, number=both_signed.pk, declared=declared)
    with pytest.raises(actions.NotReady):
        actions.begin_trial(by=officer, number=both_signed.pk, trial=trial.pk)


def test_while_it_waits_or_runs_neither_words_nor_trial_change(officer, second, both_signed, trial, declared):
    where = {"number": both_signed.pk, "language": "bi", "letter": "A"}
    for _when in ("declared", "running"):
        with pytest.raises(TrialRuns):
            actions.write_message(by=officer, words=Words("New", "Ask.", "Ring."), **where)
        with pytest.raises(TrialRuns):
            actions.declare_trial(by=officer, number=both_signed.pk, declared=declared)
        if _when == "declared":
            begun(officer, both_signed, trial, 3)
    with pytest.raises(actions.BegunAlready):
        actions.begin_trial(by=officer, number=both_signed.pk, trial=trial.pk)


def test_words_in_other_languages_stay_too_for_the_same_page_shows_them(
    officer, second, both_signed, codes, declared, sign
):
    english = {"number": both_signed.pk, "language": "en", "letter": "A"}
    for words in ("Old", "Older"):
        actions.write_message(by=officer, words=Words(words, "Ask.", "Ring."), **english)
    trial = actions.declare_trial(by=officer, number=both_signed.pk, declared=declared)
    for _when in ("declared", "running"):
        with pytest.raises(TrialRuns):
            sign(by=second, **english)
        with pytest.raises(TrialRuns):
            actions.write_message(by=officer, words=Words("Win", "Ask.", "Ring."), **english)
        if _when == "declared":
            begun(officer, both_signed, trial, 3)
    actions.give_up_trial(by=officer, number=both_signed.pk, trial=trial.pk, why="Posters were torn down")
    assert sign(by=second, **english).is_signed


def test_nobody_looks_before_the_number_is_reached(officer, both_signed, codes, trial):
    begun(officer, both_signed, trial, 5)
    load(codes[0], "A", "arrived", 60, 4)
    load(codes[0], "B", "arrived", 44, 4)
    load(codes[0], "B", "began", 40, 4)
    course = queries.trials_of(officer, both_signed.pk)[0]
    assert (course.standing, course.comparison) == (Standing.RUNNING, None)
    load(codes[1], "B", "arrived", 5, 0)
    assert queries.trials_of(officer, both_signed.pk)[0].standing == Standing.RUNNING  # today is not over


def test_it_is_over_on_the_day_the_number_is_reached_and_later_days_do_not_count(officer, both_signed, codes, trial):
    begun(officer, both_signed, trial, 5)
    load(codes[0], "A", "arrived", 500, 5)  # the day it began
    load(codes[0], "A", "arrived", 50, 3)
    load(codes[1], "B", "arrived", 50, 3)
    load(codes[0], "A", "began", 10, 3)
    load(codes[1], "B", "began", 26, 3)
    load(codes[0], "A", "arrived", 900, 1)
    load(codes[0], "A", "began", 900, 1)
    course = queries.trials_of(officer, both_signed.pk)[0]
    found = course.comparison
    assert (course.standing, course.enough) == (Standing.OVER, True)
    assert [(arm.yes, arm.of) for arm in (found.first, found.second)] == [(10, 50), (26, 50)]
    assert found.is_sure
    words = Words("Now it may change", "Ask.", "Ring.")
    assert actions.write_message(by=officer, words=words, number=both_signed.pk, language="bi", letter="A").pk


@pytest.mark.parametrize(
    ("first", "second_arm", "is_shown"),
    [(9, 26, False), (10, 41, False), (10, 40, True), (0, 50, True), (1, 0, False)],
)
def test_few_who_did_it_or_did_not_are_not_shown(officer, both_signed, codes, trial, first, second_arm, is_shown):
    begun(officer, both_signed, trial, 5)
    for letter, did in (("A", first), ("B", second_arm)):
        load(codes[0], letter, "arrived", 50, 3)
        load(codes[0], letter, "began", did, 3)
    course = queries.trials_of(officer, both_signed.pk)[0]
    assert (course.standing, course.comparison is not None) == (Standing.OVER, is_shown)


def test_after_the_last_day_it_is_over_with_too_few(officer, both_signed, codes, trial):
    begun(officer, both_signed, trial, 9)
    Trial.objects.update(until=timezone.localdate() - timedelta(days=1))
    load(codes[0], "A", "arrived", 12, 3)
    load(codes[0], "B", "arrived", 9, 3)
    course = queries.trials_of(officer, both_signed.pk)[0]
    assert (course.standing, course.enough, course.comparison) == (Standing.OVER, False, None)
    load(codes[0], "B", "arrived", 9, 2)
    load(codes[0], "B", "began", 99, 2)  # a page loaded again
    arm = queries.trials_of(officer, both_signed.pk)[0].comparison.second
    assert (arm.yes, arm.of) == (18, 18)


def test_given_up_it_never_shows_a_result(officer, both_signed, codes, trial):
    begun(officer, both_signed, trial, 5)
    with pytest.raises(actions.WhyIsNeeded):
        actions.give_up_trial(by=officer, number=both_signed.pk, trial=trial.pk, why=" ")
    actions.give_up_trial(by=officer, number=both_signed.pk, trial=trial.pk, why="Posters were torn down")
    course = queries.trials_of(officer, both_signed.pk)[0]
    assert (course.standing, course.comparison) == (Standing.GIVEN_UP, None)
    with pytest.raises(actions.BegunAlready):
        actions.give_up_trial(by=officer, number=both_signed.pk, trial=trial.pk, why="Again")
