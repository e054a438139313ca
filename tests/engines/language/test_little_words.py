"""Words that say nothing by themselves are told from those that do."""

import pytest

from lali.engines.language import says_something, that_say_something


@pytest.mark.parametrize(
    "phrase",
    ["to", "to you", "The", "  of ", "…", "", "a", "l'", "qu’il", "c'est", "du", "và", "của bạn", "blong yu", "na", "hai ke",
     "I'm", "don't", "don’t", "的", "我们", "?!"],
)  # fmt: skip
def test_these_say_nothing(phrase):
    assert not says_something(phrase)


@pytest.mark.parametrize(
    "phrase",
    ["passport", "your passport", "$500", "5", "l'argent", "hộ chiếu", "mani blong yu", "paspote", "paisa", "护照",
     "no experience", "WhatsApp", "d’accord", "पासपोर्ट"],
)  # fmt: skip
def test_these_do(phrase):
    assert says_something(phrase)


def test_a_decomposed_word_is_the_same_word():
    assert not says_something("co\u0301")  # có


def test_what_says_something_stays_in_its_order():
    assert that_say_something(["to you", "passport", "the", "fee"]) == ["passport", "fee"]
