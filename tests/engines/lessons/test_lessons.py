"""The content of the lesson: balanced, parallel, marked with signs there are, short."""

import re

import pytest

from lali.engines.lessons import (
    BOOSTERS,
    CHANNELS,
    FORMS,
    PAIR,
    Mark,
    form,
    lesson,
    place,
    reasons,
    rules,
    stories,
    unfold,
)
from lali.engines.signs import read, words

EVERY = [item for channel in CHANNELS for item in lesson(channel)] + [item for name in FORMS for item in form(name)]
PLACES = [place(country) for country in ("FJ", "VU", "VN")]


def told(item, where):
    fee = where.fee.format(sum=f"{where.sum:,}")
    return item.text % {"town": where.town, "far": where.far, "fee": fee, "office": where.name}


@pytest.mark.parametrize("item", EVERY, ids=lambda item: item.label)
def test_a_message_marks_what_tells_and_is_short(item):
    for where in PLACES:
        plain, marks = unfold(told(item, where))
        assert len(marks) >= 2
        assert len(plain) <= 175
        assert not re.search(r"[\[\]]|%\(|\)\(", plain)
        for mark in marks:
            assert plain[mark.start : mark.end]
            known = words(mark.about, "en") if item.lure else reasons()[mark.about]
            assert known.label


@pytest.mark.parametrize("item", EVERY, ids=lambda item: item.label)
def test_what_the_lesson_teaches_the_check_sees_too(item):
    for where in PLACES:
        risk = read(unfold(told(item, where))[0], country="FJ").risk
        assert risk != "none" if item.lure else risk in {"none", "watch"}


def test_lures_and_honest_offers_are_balanced_and_the_pair_is_parallel():
    assert [(one.channel, one.lure) for one in form(PAIR[0])] == [(one.channel, one.lure) for one in form(PAIR[1])]
    assert {name: len(form(name)) for name in FORMS} == {"A": 6, "B": 6, "C": 4, "D": 4}
    assert set(BOOSTERS.values()) < set(FORMS)
    for items in (*map(form, FORMS), *map(lesson, CHANNELS)):
        assert sum(one.lure for one in items) * 2 == len(items)


def test_no_message_is_used_twice():
    assert len({item.text for item in EVERY}) == len(EVERY)


def test_numbers_are_those_kept_for_fiction():
    assert set(re.findall(r"\+\d[\d ]+", "\n".join(item.label for item in EVERY))) <= {
        f"+{code} 555 010{digit}" for code in (678, 679) for digit in range(1, 6)
    }


def test_four_rules_and_three_stories_of_a_minute():
    assert len(rules()) == 4
    assert len(stories()) == 3
    for story in stories():
        assert len(" ".join(story.lines).split()) <= 120
    assert place("XX") == place("FJ")


def test_marks_unfold():
    assert unfold("Send [$300](upfront_fee) now.") == ("Send $300 now.", (Mark(5, 9, "upfront_fee"),))
    assert unfold("[a](x)[b](y)") == ("ab", (Mark(0, 1, "x"), Mark(1, 2, "y")))
    assert unfold("nothing") == ("nothing", ())


def sentences(text):
    plain = re.sub(r"%\(\w+\)s", "Suva", unfold(text)[0])
    return [one for one in re.split(r"[.!?:]+[”]?(?:\s|$)", plain) if one.strip()]


def test_words_are_short_enough_for_a_child_of_ten():
    """Flesch & Kincaid (1975): 0.39 words a sentence + 11.8 syllables a word - 15.59; syllables by groups of vowels."""
    texts = [item.text for item in EVERY] + [" ".join(story.lines) for story in stories()]
    texts += [f"{one.label} {one.why}" for one in rules()] + [one.why for one in reasons().values()]
    parts = [(sentences(text), unfold(text)[0].split()) for text in texts]
    assert max(len(one.split()) for found, _words in parts for one in found) <= 17
    grades = sorted(
        0.39 * len(found_words) / len(found)
        + 11.8 * sum(max(1, len(re.findall(r"[aeiouy]+", word.lower()))) for word in found_words) / len(found_words)
        - 15.59
        for found, found_words in parts
    )
    assert grades[len(grades) // 2] <= 5
