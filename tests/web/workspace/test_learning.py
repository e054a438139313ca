"""The page of the lesson's results: what stands there, empty and full."""

from lali.records.learning.vocabulary import Phase
from tests.records.results.test_learning_results import GOOD, WARY, come_back, learn


def test_an_empty_page_says_how_to_begin(see, supervisor):
    assert "Nobody has taken the lesson yet" in see(supervisor, "/lessons/")


def test_numbers_stand_with_what_is_uncertain(see, supervisor):
    learn(40, tied=True)
    learn(4, channel="sms", language="bi", country="VU")
    words = see(supervisor, "/lessons/")
    assert "Trust in honest offers holds" in words
    assert "That is more than chance." in words
    assert "Person by person" in words
    assert "English" in words
    assert "Bislama" not in words, "of a group under ten not even the name"


def test_what_people_kept_is_said_in_words(see, supervisor):
    learn(60, tied=True)
    come_back(40, "1100")
    come_back(40, "1010", Phase.DAY_30, "D")
    words = see(supervisor, "/lessons/")
    assert "Ten days later, 40 people came back: d′" in words
    assert "No loss beyond chance." in words
    assert "They forgot some of it." in words


def test_the_alarm_has_its_own_words(see, administrator):
    learn(60, GOOD, WARY)
    words = see(administrator, "/lessons/")
    assert "Trust in honest offers fell" in words
    assert "trust fell" in words


def test_a_rise_that_may_be_chance_is_watched(see, supervisor):
    learn(17, GOOD, "100110")
    learn(3, GOOD, WARY)
    assert "Watch the trust in honest offers" in see(supervisor, "/lessons/")


def test_a_phase_that_few_came_back_for_is_not_told(see, supervisor):
    learn(30)
    learn(12, after="", channel="sms")
    line = "Text message 10 After the lesson: under 10"
    assert line not in see(supervisor, "/lessons/")
    assert "under 10" in see(supervisor, "/lessons/")
