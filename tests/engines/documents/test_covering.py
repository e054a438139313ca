import pytest
from hypothesis import given
from hypothesis import strategies as st

from lali.engines.documents import (
    BLOCK,
    Cover,
    NotANumberList,
    cover,
    moved_spans,
    numbered_words,
    places_of,
    spans_of_numbers,
)

TEXT = "I paid Mere Qalo Example 300 dollars. MERE said: come to Nadi."


def covered(text, places, reason="victim"):
    return cover(text, [Cover(start, end, reason) for start, end in places])


def test_what_is_covered_is_gone_and_its_length_too():
    short, long = covered("a Bo c", [(2, 4)]), covered("a Bartholomew c", [(2, 13)])
    assert short == long == f"a {BLOCK} [victim] c"


def test_covers_that_touch_become_one():
    both = cover("abcdef", [Cover(1, 3, "x"), Cover(3, 4, "y"), Cover(2, 3, "x")])
    assert both == f"a{BLOCK} [x; y]ef"


def test_a_phrase_is_found_whatever_its_case_accents_and_spacing():
    assert (
        covered(
            "Nguyễn   Thị\nHạnh; NGUYEN THI HANH, nguyễn-thị-hạnh",
            places_of(["Nguyễn Thị Hạnh"], "Nguyễn   Thị\nHạnh; NGUYEN THI HANH, nguyễn-thị-hạnh"),
        ).count(BLOCK)
        == 3
    )
    text = "प्रिया नमूना ने कहा"
    assert "प्रिया" not in covered(text, places_of(["प्रिया नमूना"], text))


def test_decomposed_accents_go_with_their_letters():
    text = "Hạnh said"  # combining dot below
    assert covered(text, places_of(["Hạnh"], text)) == f"{BLOCK} [victim] said"


def test_only_whole_words_are_found():
    assert places_of(["Mere"], "Merely, in Meredith's, mere.") == [(23, 27)]


def test_words_are_numbered_and_chosen_by_number():
    assert [word.text for word in numbered_words(TEXT)][2:4] == ["Mere", "Qalo"]
    assert (
        covered(TEXT, spans_of_numbers(TEXT, "3-5, 8"))
        == f"I paid {BLOCK} [victim] 300 dollars. {BLOCK} [victim] said: come to Nadi."
    )


@pytest.mark.parametrize("typed", ["0", "99", "5-3", "x", "1--2", "1 2", "-", "99999999"])
def test_what_is_no_number_list_is_refused(typed):
    with pytest.raises(NotANumberList):
        spans_of_numbers(TEXT, typed)


@given(st.text(max_size=300), st.lists(st.tuples(st.integers(-5, 320), st.integers(-5, 320)), max_size=8))
def test_nothing_covered_is_left_and_nothing_else_is_lost(text, places):
    kept = "".join(letter for at, letter in enumerate(text) if not any(start <= at < end for start, end in places))
    left = covered(text, places, "r").replace(f"{BLOCK} [r]", "")
    assert BLOCK in text or left == kept


@given(
    st.text(alphabet=st.characters(categories=["L"], max_codepoint=0x17F), min_size=1, max_size=12),
    st.text(max_size=60),
)
def test_a_planted_phrase_is_always_found(secret, around):
    text = f"{around} {secret} {around}"
    assert covered(text, places_of([secret], text)) != text


def test_a_text_made_to_be_slow_is_not():
    assert places_of(["a b c d e f"], "a " * 200_000) == []


FORMER = "She lives at 3 Palm Road near the school"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("She now lives at 3 Palm Road near the school", ["3 Palm Road"]),
        ("She now lives at 5 Coral Lane near the school", ["5 Coral Lane"]),
        ("She lives at the 3 new Palm Road near the school", ["the 3 new Palm Road"]),
        ("She lives at 3 Palm Road, Nadi, near the school", ["3 Palm Road, Nadi,"]),
        ("She lives near the school", []),
        ("Nothing is as it was", ["Nothing is as it was"]),
        ("", []),
    ],
)
def test_what_was_covered_is_found_again_whatever_stands_there_now(text, found):
    start = FORMER.index("3 Palm")
    [spans] = moved_spans(FORMER, text, [(start, start + len("3 Palm Road"))])
    assert [text[first:end] for first, end in spans] == found


@given(st.text(), st.text(), st.integers(0, 50), st.integers(0, 50))
def test_spans_that_moved_lie_in_the_new_text(former, text, start, length):
    for first, end in moved_spans(former, text, [(start, start + length)])[0]:
        assert 0 <= first < end <= len(text)
