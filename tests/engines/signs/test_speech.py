"""The language of short everyday sentences that no lure list has seen."""

import pytest

from lali.engines.signs import read
from lali.engines.signs.speech import is_accented_vietnamese, is_heard

SENTENCES = [
    ("en", "see you tomorrow at the market"),
    ("en", "What time does the ferry leave?"),
    ("fr", "On se retrouve demain au marché"),
    ("fr", "tu viens ce soir ?"),
    ("fr", "je suis deja parti"),
    ("vi", "Mai mình gặp nhau ở chợ nhé"),
    ("vi", "hom nay troi mua qua"),
    ("bi", "Bae mi lukim yu tumoro long maket"),
    ("bi", "Yu stap wea naoia"),
    ("fj", "Daru na sota ni mataka ena makete"),
    ("fj", "O lako ki vei"),
    ("hif", "Aaj bahut barkha hai"),
    ("hif", "tum kahan jaat hai"),
    ("unknown", "12345"),
    ("unknown", "xyzzy qwrt"),
    ("unknown", "😀😀"),
    ("unknown", ""),
]


@pytest.mark.parametrize(("code", "text"), SENTENCES)
def test_the_language_of_a_sentence_is_guessed(code, text):
    assert read(text).language == code


def test_a_language_that_is_told_is_not_guessed():
    assert read("see you tomorrow at the market", lang="fj").language == "fj"


def test_an_unknown_language_that_is_told_is_guessed_after_all():
    assert read("see you tomorrow at the market", lang="tlh").language == "en"


def test_accents_tell_vietnamese():
    assert is_accented_vietnamese("bị nhốt, không được về")
    assert not is_accented_vietnamese("le bébé est né à Nouméa")


def test_a_chance_word_does_not_make_a_language_heard():
    assert not is_heard(
        "vi", ["please", "do", "so", "and", "let", "me", "know", "when", "you", "can", "come", "to", "the", "office"]
    )
    assert is_heard("hif", ["boss", "hamaar", "passport", "le", "lis"])
