"""Ages are computed for a day; what is sealed comes back as it was."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lali.records.entities.facts import (
    Birth,
    Childhood,
    Document,
    Name,
    PersonFacts,
    childhood,
    facts_from_text,
    facts_to_text,
    read_back,
    written_out,
)

DAY = date(2026, 6, 30)
AGES = [
    (date(2008, 6, 30), date(2008, 6, 30), Childhood.ADULT),  # eighteen today
    (date(2008, 7, 1), date(2008, 7, 1), Childhood.CHILD),  # eighteen tomorrow
    (date(2006, 1, 1), date(2010, 12, 31), Childhood.MAYBE),
    (date(1990, 1, 1), date(1999, 12, 31), Childhood.ADULT),
    (date(2010, 1, 1), date(2012, 12, 31), Childhood.CHILD),
    (date(2004, 2, 29), date(2004, 2, 29), Childhood.ADULT),
]


@pytest.mark.parametrize(("earliest", "latest", "expected"), AGES)
def test_whether_somebody_is_a_child_follows_from_birth_and_day(earliest, latest, expected):
    assert childhood(Birth(earliest, latest), DAY) == expected


def test_where_no_birth_is_known_nothing_is_said():
    assert childhood(None, DAY) == Childhood.UNKNOWN


def test_somebody_born_on_a_leap_day_grows_older_in_march():
    leap = Birth(date(2004, 2, 29), date(2004, 2, 29))
    assert leap.ages_on(date(2022, 2, 28)) == (17, 17)
    assert leap.ages_on(date(2022, 3, 1)) == (18, 18)


def test_a_birth_that_ends_before_it_begins_is_none():
    with pytest.raises(ValueError, match="ends before"):
        Birth(date(2004, 1, 2), date(2004, 1, 1))


def test_the_main_name_is_no_screen_name_where_there_is_another():
    names = (Name("quartz_77", kind="screen"), Name("Ana Seashell"))
    assert PersonFacts(names=names).main_name == "Ana Seashell"
    assert PersonFacts(names=names[:1]).main_name == "quartz_77"
    assert not PersonFacts().main_name


TEXTS = st.text(max_size=12)
DAYS = st.dates(date(1900, 1, 1), date(2026, 1, 1))
FACTS = st.builds(
    PersonFacts,
    names=st.lists(st.builds(Name, TEXTS, TEXTS, TEXTS), max_size=3).map(tuple),
    birth=st.none() | st.lists(DAYS, min_size=2, max_size=2).map(sorted).map(lambda two: Birth(*two, "said")),
    nationalities=st.lists(st.sampled_from(["FJ", "VU"]), unique=True).map(tuple),
    documents=st.lists(st.builds(Document, TEXTS, TEXTS, valid_until=st.none() | DAYS), max_size=2).map(tuple),
    contact=TEXTS,
)


@given(FACTS)
def test_facts_come_back_as_they_were_kept(facts):
    assert facts_from_text(facts_to_text(facts)) == facts


@given(FACTS)
def test_what_the_journal_keeps_is_read_back_field_by_field(facts):
    for field, text in written_out(facts).items():
        assert getattr(read_back(field, text), field) == getattr(facts, field)


def test_a_value_that_was_cut_cannot_be_read_back():
    assert read_back("names", '[{"full": "An…') is None


@pytest.mark.parametrize(
    "words", ["[" * 1500, '[{"a": ' * 150, "[sic] a star", "[1]", "[]", '["agriculture"', "{" * 1500]
)
def test_words_of_an_answer_that_look_like_a_list_are_read_without_an_error(words):
    facts = read_back("answers.tattoo", words)
    assert facts is None or facts.answers["tattoo"] in (words, [])


def test_facts_of_an_older_version_are_read_with_what_they_know():
    assert facts_from_text('{"names": [{"full": "Ana"}]}') == PersonFacts(names=(Name("Ana"),))
