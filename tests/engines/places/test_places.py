"""Words become places without losing themselves."""

import time
import tomllib
from datetime import date
from importlib.resources import files

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lali.engines import places

CODES = [known.code for known in places.all_places()]


def test_the_lists_say_where_they_come_from():
    for file in (files(places) / "data").iterdir():
        said = tomllib.loads(file.read_text(encoding="utf-8"))
        assert said["source"]
        assert isinstance(said["read_on"], date)


def test_how_many_we_know():
    kinds = [known.kind for known in places.all_places()]
    counts = {kind: kinds.count(kind) for kind in set(kinds)}
    assert counts == {"country": 249, "division": 4, "dependency": 1, "province": 20, "area council": 66}


@pytest.mark.parametrize("code", CODES)
def test_every_place_lies_in_a_country_and_is_found_by_its_full_words(code):
    for language in ("en", "fr"):
        said = places.in_words(code, language)
        assert places.recognise(said).code == code, said
    assert places.place(code).kind == "country" or places.lies_in(code, code[:2])


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Macuata", "FJ-07"),
        ("  macuata, northern, FIJI ", "FJ-07"),
        ("Penama", "VU-PAM"),
        ("Pénama", "VU-PAM"),
        ("Viet Nam", "VN"),  # as French spells it, without its accents
        ("Thaïlande", "TH"),
        ("Cote d'Ivoire", "CI"),
        ("FJ-07", "FJ-07"),
        ("Port Vila", "VU05002"),
        ("behind the market", None),
        ("", None),
    ],
)
def test_what_is_recognised(typed, code):
    found = places.recognise(typed)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Makuata", "FJ-07"),
        ("Vietnm", "VN"),
        ("tailand", "TH"),
        ("Camboda", "KH"),
        ("Sout Santo", "VU02045"),
        ("Philip", "PH"),
    ],
)
def test_a_slip_is_understood_but_only_suggested(typed, code):
    assert code in [found.code for found in places.suggest(typed)]
    assert places.recognise(typed) is None


def test_one_place_in_another():
    assert places.touch("FJ-07", "FJ-N")
    assert places.touch("FJ", "FJ-07")
    assert not places.touch("FJ-07", "FJ-W")
    assert not places.touch("VU-TAE", "FJ")
    assert not places.touch("nowhere", "FJ")


@given(st.text(max_size=300))
@example("İ")
@example("ﬃ")
def test_folding_twice_is_folding_once(words):
    once = places.folded(words)
    assert places.folded(once) == once


@given(st.text(max_size=80))
def test_no_words_make_it_raise_and_what_is_recognised_is_suggested_first(words):
    suggested = places.suggest(words)
    assert len(suggested) <= 6
    assert len({found.code for found in suggested}) == len(suggested)
    if known := places.recognise(words):
        assert suggested[0] == known


@given(st.sampled_from(CODES), st.data())
def test_one_wrong_letter_in_a_long_name_still_finds_it(code, data):
    name = places.place(code).name()
    if len(name) < 7:
        return
    at = data.draw(st.integers(1, len(name) - 1))
    slip = name[:at] + "x" + name[at + 1 :]
    assert code in [found.code for found in places.suggest(slip, most=12)]


def test_long_words_cost_no_more():
    began = time.process_time()
    for _ in range(20):
        places.suggest("santo " * 100_000)
    assert time.process_time() - began < 2
