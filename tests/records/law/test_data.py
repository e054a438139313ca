"""The offences that ship: complete in two languages, each with a source or a mark, and sane."""

import re

import pytest

from lali.records.law.shipped import COUNTRIES, shipped
from lali.records.law.vocabulary import Basis, Confidence, Family, Topic

OFFENCES = [(code, text) for country in COUNTRIES for code, text in shipped(country).items()]
PLAIN_SPACE = re.compile(r" [:;?!»]|« |'")  # French has a no-break space there, and a curly apostrophe


def test_both_countries_are_there():
    assert COUNTRIES == ("FJ", "VU")
    assert len(OFFENCES) > 50
    sections = {code: [text.section for text in shipped(code).values()] for code in COUNTRIES}
    assert {"103", "106", "107", *(str(number) for number in range(112, 120)), "24", "25"} <= set(sections["FJ"])
    assert {"102(a)", "102(b)", "34", "35", "36", "7", "11"} <= set(sections["VU"])


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize(
    "topic", ["tip", "child", "sextortion", "extortion", "fraud", "impersonation", "image", "csam", "grooming", "money"]
)
def test_the_crimes_around_it_are_there(country, topic):
    assert any(topic in text.tags for text in shipped(country).values())


@pytest.mark.parametrize(("code", "text"), OFFENCES, ids=lambda one: one if isinstance(one, str) else "")
def test_an_offence_is_complete(code, text):
    assert text.act
    assert text.section
    assert text.title.en
    assert text.title.fr
    assert bool(text.penalty.en) == bool(text.penalty.fr)
    assert bool(text.note.en) == bool(text.note.fr)
    assert text.confidence in Confidence.values
    assert text.source or text.confidence == Confidence.MEMORY, "a source, or the mark that nothing was read"
    assert text.tags
    assert set(text.tags) <= set(Topic.values)
    assert text.elements or text.tags == (Topic.DEFINITIONS,)
    codes = [element.code for element in text.elements]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(("code", "text"), OFFENCES, ids=lambda one: one if isinstance(one, str) else "")
def test_every_element_stands_in_two_languages_and_says_where_it_is_from(code, text):
    for element in text.elements:
        assert element.words.en
        assert element.words.fr
        assert not PLAIN_SPACE.search(element.words.fr)
        assert element.family in Family.values
        assert element.basis in Basis.values
        assert "guilty" not in element.words.en
    groups = [element.one_of for element in text.elements if element.one_of]
    assert all(groups.count(group) > 1 for group in groups), "one alternative alone is none"
    assert not PLAIN_SPACE.search(text.title.fr + text.penalty.fr + text.note.fr)


def test_what_needs_movement_or_a_child_says_so():
    fiji = shipped("FJ")
    families = {code: {element.family for element in text.elements} for code, text in fiji.items()}
    assert "movement" in families["fj-crimes-112"]
    assert "movement" in families["fj-crimes-115"]
    crossing = {element.code for element in fiji["fj-crimes-112"].elements if element.family == "movement"}
    assert crossing == {"entry_into", "exit_from", "receipt_in"}
    for code in ("fj-crimes-114", "fj-crimes-117"):
        assert "means" not in families[code]
        assert "age" in families[code]
    assert "means" not in {element.family for element in shipped("VU")["vu-organised-35"].elements}


def test_a_child_needs_no_means_of_trafficking():
    for _code, text in OFFENCES:
        if "tip" in text.tags:
            assert all(one.optional_for_child for one in text.elements if one.family == "means")


def test_what_was_not_read_says_so():
    memory = [code for code, text in OFFENCES if text.confidence == Confidence.MEMORY]
    assert {"fj-crimes-119", "fj-proceeds-69", "fj-crimes-317"} <= set(memory)
    assert not shipped("FJ")["fj-cyber-10"].penalty.en
