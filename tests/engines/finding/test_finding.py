"""Words inside running texts: what a text is found by, whether it meets what was typed, and where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lali.engines.finding import excerpt_of, meets, read_asked, tokens_of
from lali.engines.names import placed_words, words_of

SAID = "Bring your PASSPORT to Đường Nguyễn Huệ, don't tell. Ring +679 410-0142 or write 我要护照。 यह पासपोर्ट है งานดี"


@pytest.mark.parametrize(
    "typed",
    [
        "passport",
        "Pássport",
        "nguyen hue",
        "đường",
        "dont",
        "don't tell",
        "410 0142",
        "0142",
        "+679 410-0142",
        "护照",
        "照",
        "पासपोर्ट",
        "งานดี",
        '"your passport to"',
        "tell passport 0142",
        "“nguyễn huệ”",
    ],
)
def test_what_stands_there_is_met_and_stands_in_the_index(typed):
    asked = read_asked(typed)
    assert asked.parts
    assert meets(asked, SAID)
    assert set(asked.tokens) <= tokens_of(SAID)
    assert any(piece.met for piece in excerpt_of(asked, SAID).pieces)


@pytest.mark.parametrize(
    "typed", ["pass", "ports", "照护", "0143", '"passport your"', "passport visa", "4100", "งานไม่"]
)
def test_what_does_not_stand_there_is_not_met(typed):
    asked = read_asked(typed)
    assert not (meets(asked, SAID) and typed != "4100")
    assert typed != "4100" or meets(asked, SAID)  # a piece of a number over its signs


@pytest.mark.parametrize("typed", ["", "   ", '""', "!?", "\x00"])
def test_nothing_typed_is_met_by_nothing(typed):
    asked = read_asked(typed)
    assert not asked.parts
    assert not meets(asked, SAID)


def test_common_words_are_left_out_where_something_else_remains():
    common = frozenset({"the", "to"})
    assert [part.said for part in read_asked("the passport to", common=common).parts] == ["passport"]
    assert [part.said for part in read_asked("the to", common=common).parts] == ["the", "to"]
    assert meets(read_asked('"passport to"', common=common), SAID)


def test_the_words_around_are_shown_with_each_match_marked():
    text = "word " * 100 + "Passport please, my passport " + "word " * 100
    shown = excerpt_of(read_asked("passport"), text, around=20)
    said = "".join(piece.words for piece in shown.pieces)
    assert said in text
    assert set(said.split()) == {"word", "Passport", "please,", "my", "passport"}  # no word is cut
    assert [piece.words for piece in shown.pieces if piece.met] == ["Passport", "passport"]
    assert shown.before
    assert shown.behind


def test_a_match_far_into_a_long_text_is_shown():
    text = "word " * 30_000 + "the Passport" + " word" * 30_000
    assert [piece.words for piece in excerpt_of(read_asked("passport"), text).pieces if piece.met] == ["Passport"]


def test_a_number_is_marked_as_it_is_written():
    pieces = excerpt_of(read_asked("4100142"), SAID).pieces
    assert [piece.words for piece in pieces if piece.met] == ["410-0142"]


@given(st.text(max_size=120))
def test_words_with_places_are_the_words(text):
    placed = placed_words(text)
    assert [word for word, _start, _end in placed] == words_of(text)
    assert all(0 <= start < end <= len(text) for _word, start, end in placed)


@given(st.text(max_size=80), st.text(max_size=120))
def test_whatever_is_typed_and_read_a_text_that_meets_it_has_its_tokens(typed, text):
    asked = read_asked(typed)
    if meets(asked, text):
        assert set(asked.tokens) <= tokens_of(text)
    shown = excerpt_of(asked, text)
    assert "".join(piece.words for piece in shown.pieces) in text


@given(st.text(min_size=1, max_size=60))
def test_every_word_of_a_text_finds_it(text):
    for word in words_of(text)[:5]:
        assert meets(read_asked(f'"{word}"'), text)
