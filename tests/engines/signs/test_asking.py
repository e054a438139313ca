"""The seven questions and what to ask back."""

import itertools

import pytest

from lali.engines.signs import (
    ANSWERS,
    MOST_ASKED,
    RISKS,
    UNKNOWN,
    entries,
    questions,
    questions_back,
    read,
    unasked,
    words,
)
from lali.engines.signs.asking import _back

AGAINST = {one.id: one.against for one in questions()}
WELL = {one.id: "no" if one.against == "yes" else "yes" for one in questions()}


def test_there_are_seven_and_each_shows_a_sign_of_the_catalogue():
    assert len(questions()) == 7
    assert all(words(one.sign, "bi").label for one in questions())
    assert {one.against for one in questions()} <= {"yes", "no"}


@pytest.mark.parametrize("one", questions(), ids=lambda one: one.id)
def test_an_answer_shows_its_sign_by_the_words_of_the_question(one):
    reading = read("", answers={one.id: one.against})
    assert [(shown.id, shown.question.text) for shown in reading.answered] == [(one.sign, one.text)]
    assert reading.signs == ()
    assert getattr(reading.lamps, entries()[one.sign].element)


@pytest.mark.parametrize("answers", [WELL, dict.fromkeys(AGAINST, UNKNOWN), {}, {"nothing": "yes"}, {"fee": "Yes!"}])
def test_what_is_well_not_known_or_not_said_shows_nothing(answers):
    reading = read("", answers=answers)
    assert reading.answered == ()
    assert reading.risk == "none"


def test_more_answers_never_lower_the_risk():
    for size in range(1, 4):
        for asked in itertools.combinations(AGAINST, size):
            fewer = read("", answers={name: AGAINST[name] for name in asked[:-1]})
            more = read("", answers={name: AGAINST[name] for name in asked})
            assert RISKS.index(more.risk) >= RISKS.index(fewer.risk)


def test_text_and_answers_are_weighed_together():
    text = "Work in Sydney, we need cleaners."
    assert read(text).risk == "none"
    both = read(text, answers={"fee": "yes"})
    assert both.risk == "likely"  # a fee for work in another country is the lure itself
    assert {sign.id for sign in both.signs} == {"job_abroad"}


def test_a_text_that_only_warns_does_not_lower_what_was_answered():
    news = "Police warn: fake agents ask for a fee of $300 and keep passports of workers. Be careful of such scams."
    alone = read(news)
    assert RISKS.index(alone.risk) <= RISKS.index("watch")
    assert read(news, answers={"papers": "yes"}).risk == "urgent"


def test_every_sign_has_a_question_or_stands_among_those_that_have_none():
    assert set(entries()) == set(_back()) | unasked()
    assert not set(_back()) & unasked()


def test_questions_fit_what_was_found_the_most_telling_first_and_not_too_many():
    assert questions_back(["urgency", "upfront_fee"])[0] == "What must I pay before I start? To whom, and why?"
    assert len(questions_back(list(entries()))) == MOST_ASKED
    assert questions_back(["cannot_leave"]) == ()
    assert questions_back([]) == ()


def test_what_is_not_known_is_asked_back_and_no_is_not():
    assert questions_back([], {"visa": UNKNOWN}) == ("Which visa will I have? May I see it before I fly?",)
    assert questions_back([], {"visa": "no"}) == ()


def test_one_question_for_signs_that_share_it():
    assert len(questions_back(["all_paid", "debt_offer"])) == 1


def test_sentences_are_short():
    said = [sentence for one in questions() for sentence in (one.text, one.note, one.ask)] + list(_back().values())
    for text in said:
        for sentence in text.replace("?", ".").split("."):
            assert len(sentence.split()) <= 12, text


def test_the_answers_are_three():
    assert ANSWERS == ("yes", "no", "unknown")
