"""Firms' names in a running text."""

import time

import pytest

from lali.engines.names import firms_in, key_of, named_in

REGISTER = ["Coral Gate Careers Ltd", "Breadfruit Overseas Employment", "Reef"]


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("Work with CORAL GATE CAREERS in Sydney", True),
        ("coralgate careers pte limited calls you", True),
        ("Coral Gate Carers needs 12 girls", False),
        ("Coral Gaet Careers", False),
        ("Côral-Gate Careers!", True),
    ],
)
def test_a_name_of_the_register_is_met_as_it_is_typed(text, exact):
    assert [(one.name, one.exact) for one in named_in(text, REGISTER)] == [("Coral Gate Careers Ltd", exact)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "careers at the coral gate",
        "Golden Gate Careers",
        "Coral Bay Careers",
        "the reefs are blue",
        "Overseas employment for all",
        "Gate Careers",
    ],
)
def test_another_name_is_not_taken_for_it(text):
    assert named_in(text, REGISTER) == []


def test_a_short_name_is_met_only_exactly():
    assert [one.name for one in named_in("ask Reef today", REGISTER)] == ["Reef"]
    assert named_in("ask Reeff today", REGISTER) == []


def test_no_list_no_name():
    assert named_in("Coral Gate Careers", []) == []
    assert named_in("Coral Gate Careers", ["", "!!"]) == []


def test_legal_words_are_left_aside_but_a_name_of_them_alone_stays():
    assert key_of("Coral Gate Pte Ltd") == "coralgate"
    assert key_of("Co") == "co"


@pytest.mark.parametrize(
    ("text", "firms"),
    [
        ("Bula! Golden Lagoon Careers needs 12 girls", ["Golden Lagoon Careers"]),
        ("Contact Blue Wave Recruitment Agency now", ["Blue Wave Recruitment Agency"]),
        ("Our International Services", []),
        ("we need careers and services", []),
        ("Apply to Sunrise Manpower Ltd or Sunrise Manpower Ltd", ["Sunrise Manpower Ltd"]),
    ],
)
def test_what_is_written_like_a_firm(text, firms):
    assert firms_in(text) == firms


def test_a_hostile_text_costs_little():
    names = [f"Invented Agency Number {number} Overseas" for number in range(300)]
    before = time.process_time()
    for text in ("A" * 20_000, "A B " * 5_000, "Coral Gate " * 2_000, "Aa Aa Aa Aa Agency " * 1_100):
        named_in(text, names)
        firms_in(text)
    assert time.process_time() - before < 4
