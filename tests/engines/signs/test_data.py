"""The data files: complete, compiled, and true to the sentences they carry."""

import pytest

from lali.engines.signs import LANGUAGES, RISKS, entries, is_draft, next_steps, read, sources, words
from lali.engines.signs.catalogue import language

HITS = [(code, name, text) for code in LANGUAGES for name, sign in language(code).signs.items() for text in sign.hits]
MISSES = [
    (code, name, text) for code in LANGUAGES for name, sign in language(code).signs.items() for text in sign.misses
]


@pytest.mark.parametrize(("code", "name", "text"), HITS)
def test_a_sentence_that_must_show_a_sign_shows_it(code, name, text):
    assert name in {sign.id for sign in read(text).signs}


@pytest.mark.parametrize(("code", "name", "text"), MISSES)
def test_a_sentence_that_must_not_show_a_sign_does_not(code, name, text):
    assert name not in {sign.id for sign in read(text).signs}


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_sign_has_its_words_in_every_language(code):
    assert set(language(code).signs) == set(entries())
    for name in entries():
        said = words(name, code)
        assert said.label
        assert said.why.endswith(".")


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_worded_sign_is_proved_by_a_sentence(code):
    unproved = [name for name, sign in language(code).signs.items() if sign.patterns and not sign.hits]
    assert unproved == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_risk_has_next_steps(code):
    assert all(next_steps(risk, code) for risk in RISKS)


def test_only_english_is_no_draft():
    assert [code for code in LANGUAGES if not is_draft(code)] == ["en"]
    assert words("passport_taken", "bi").draft


def test_an_unknown_language_gets_english():
    assert words("passport_taken", "tlh") == words("passport_taken", "en")
    assert next_steps("watch", "tlh") == next_steps("watch", "en")


def test_an_unknown_sign_is_refused():
    with pytest.raises(KeyError):
        words("no_such_sign", "en")


def test_every_sign_names_known_sources_and_elements():
    for entry in entries().values():
        assert entry.sources
        assert set(entry.sources) <= set(sources())
        assert entry.element in {"act", "means", "purpose", "other"}
        assert entry.stage in {"recruitment", "transfer", "exploitation", "grooming"}
        assert 1 <= entry.weight <= 5


def test_what_rests_on_memory_stays_marked():
    assert entries()["passport_taken"].from_memory
    assert not entries()["cannot_leave"].from_memory


def test_no_counter_sign_is_read_from_a_text():
    assert not [name for name in entries() if name.startswith("counter_")]
