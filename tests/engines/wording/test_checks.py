"""What no translation may do: lose a placeholder, bring markup, hide a sign."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lali.engines.wording import (
    Fault,
    Why,
    faults,
    fits,
    glossary,
    grade,
    is_format,
    long_sentences,
    missed_terms,
    names_term,
    tidied,
)
from scripts import catalogues

SENTENCE = ("Do not pay.",)
NAMED = ("Welcome, %(name)s",)
COUNTED = ("%(n)s sign", "%(n)s signs")


@pytest.mark.parametrize(
    ("source", "texts", "why"),
    [
        (SENTENCE, ("Yu no pem.",), None),
        (SENTENCE, ("",), Why.EMPTY),
        (SENTENCE, ("   ",), Why.EMPTY),
        (SENTENCE, ("Yu no pem.", "Yu no pem."), Why.FORMS),
        (NAMED, ("Welkam, %(name)s",), None),
        (NAMED, ("%(name)s, welkam %(name)s",), None),
        (NAMED, ("Welkam",), Why.LOST),
        (NAMED, ("Welkam, %(nem)s %(name)s",), Why.INVENTED),
        (NAMED, ("Welkam, %(name)s, 5 % de",), Why.PERCENT),
        (SENTENCE, ("Yu no pem %s.",), Why.INVENTED),
        (SENTENCE, ("Yu no pem 100%",), Why.PERCENT),
        (SENTENCE, ("Yu no pem 100%%",), Why.PERCENT),
        (("%s of %s",), ("%s",), Why.LOST),
        (("%s of %s",), ("%s %s %s",), Why.LOST),
        (COUNTED, ("Wan saen", "%(n)s saen"), None),
        (COUNTED, ("%(n)s saen", "Plante saen"), Why.LOST),
        (COUNTED, ("%(n)s saen", ""), Why.EMPTY),
        (COUNTED, ("%(n)s saen",), Why.FORMS),
        (SENTENCE, ("Yu <b>no</b> pem.",), Why.MARKUP),
        (SENTENCE, ("Yu no pem <img src=x onerror=alert(1)",), Why.MARKUP),
        (SENTENCE, ("Yu no pem >",), Why.MARKUP),
        (SENTENCE, ("Yu no &#8238;pem.",), Why.MARKUP),
        (SENTENCE, ("Yu no &rlm;pem.",), Why.MARKUP),
        (SENTENCE, ("Yu & mi no pem.",), None),
        (("<b>Do not</b> pay.",), ("<b>Yu no</b> pem.",), None),
        (("<b>Do not</b> pay.",), ("Yu no pem.",), Why.MARKUP),
        (("<b>Do not</b> pay.",), ('<b onclick="x">Yu no</b> pem.',), Why.MARKUP),
        (SENTENCE, ('Yu no pem" onmouseover="x',), Why.QUOTES),
        (("Send [$300](upfront_fee) now.",), ("Sendem [$300](upfront_fee) naoia.",), None),
        (("Send [$300](upfront_fee) now.",), ("Sendem $300 naoia.",), Why.MARKS),
        (("Send [$300](upfront_fee) now.",), ("Sendem [$300](secrecy) naoia.",), Why.MARKS),
        (SENTENCE, ("Yu no \u202emep.",), Why.CONTROL),
        (SENTENCE, ("Yu no\x00 pem.",), Why.CONTROL),
        *[(SENTENCE, (f"Yu no {sign}pem.",), Why.CONTROL) for sign in "\u00ad\u2028\u2029\u2800\u3164\uffa0\U000e0041"],
        (SENTENCE, ("Yu no\u200d pem.",), None),
        (SENTENCE, ("\u3164",), Why.EMPTY),
        (SENTENCE, ("\u200c!",), Why.EMPTY),
        (SENTENCE, ("...",), Why.EMPTY),
        (("%(a)s of %(b)s",), ("%(a)s/%(b)s",), None),
        (("...",), ("…",), None),
        *[
            (SENTENCE, (f"Pem {link}.",), Why.ADDRESS)
            for link in (
                "evil-agency.com",
                "(https://evil.example/pay)",
                "www.evil",
                "wan@evil.example",
                "evil。example",
                "☎.com",
                "10.0.0.1",
                "...evil.example",
            )
        ],
        (SENTENCE, ("Yu no pem 1.500 o 2.5. E.g. v.v.",), None),
        (("See (https://a.example/b/).",), ("Luk long https://a.example/b/.",), None),
        (("See (https://a.example/b/).",), ("Luk long https://b.example/b/.",), Why.ADDRESS),
        (SENTENCE, ("Yu no pem. " * 20,), Why.LONG),
    ],
)
def test_each_fault_is_named(source, texts, why):
    found = [fault.why for fault in faults(source, texts, 2)]
    assert (why in found) if why else found == []


@pytest.mark.parametrize("source", ["j M Y", "j F Y", "F Y", "j M Y, H:i", "H:i"])
def test_how_a_day_is_written_is_no_words(source):
    assert is_format(source)
    assert not any(map(is_format, ("May", "No", "A job", "%(n)s", "a")))


def test_an_endless_word_is_looked_at_quickly():
    for text in ("a-" * 100_000, "a." * 100_000, "a@" * 100_000):
        assert Why.LONG in {fault.why for fault in faults(SENTENCE, (text,), 2)}


def test_a_fault_says_which_piece_it_is_about():
    assert Fault(Why.LOST, "%(name)s") in faults(NAMED, ("Welkam",), 2)
    assert Fault(Why.MARKUP, "<b>") in faults(SENTENCE, ("<b>Yu",), 2)


def test_vietnamese_has_one_form_and_it_must_hold_the_number():
    assert fits(COUNTED, ("%(n)s dấu hiệu",), 1)
    assert not fits(COUNTED, ("Các dấu hiệu",), 1)


class _Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, attrs))


@given(st.text(max_size=60) | st.text("<>\"'/=abimg onclick&;%", max_size=40))
def test_what_passes_brings_no_tag_and_leaves_no_attribute(text):
    if not fits(SENTENCE, (text,), 2):
        return
    inside = _Tags()
    inside.feed(f'<p title="{text}">{text}</p>')
    inside.close()
    assert [(tag, [name for name, _ in attrs]) for tag, attrs in inside.tags] == [("p", ["title"])]


@given(st.text("%()sdn {}ia$#.*-+0 lh%", max_size=30))
def test_what_passes_never_fails_when_it_is_filled(text):
    for source in (("%(n)s signs",), ("Signs",), ("100%% of %(n)s",)):
        if fits(source, (text,), 2):
            text % {"n": "3"}


@given(st.text(max_size=80), st.sampled_from(["Do not pay.", " Two\nlines ", "A “word”", ""]))
def test_tidying_twice_is_tidying_once(text, source):
    once = tidied(text, source)
    assert tidied(once, source) == once
    assert '"' not in once


def test_tidying_keeps_the_edges_of_the_english_and_the_space_that_does_not_break():
    assert tidied(' Hemi  se "no" \r\n', "\nHe says no\n") == "\nHemi se “no”\n"
    assert tidied("Oui\u00a0!", "Yes!") == "Oui\u00a0!"


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_what_ships_has_no_fault(language):
    forms = catalogues.PLURALS.get(language, (2, ""))[0]
    odd = []
    for message in catalogues.catalogue(language):
        source = message.id if isinstance(message.id, tuple) else (message.id,)
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and all(texts) and (found := faults(source, texts, forms)):
            odd.append((message.id, found))
    assert odd == []


def test_long_sentences_and_the_grade_of_english():
    text = "Do not pay. Who asks you to pay first before you have seen any paper at all wants only your money."
    assert [one.split()[0] for one in long_sentences([text])] == ["Who"]
    assert grade("Do not pay. Look first.") < 2 < grade("Organisational intermediaries facilitate exploitation.")
    assert grade("…") == 0.0


def test_the_glossary_is_a_hint_by_the_beginnings_of_words():
    assert [
        term.english for term in missed_terms("Your passport is a trap", "Pasport blong yu hemi wan trap", "bi")
    ] == ["passport"]
    assert missed_terms("Two traps", "Tu trap", "bi") == []
    assert missed_terms("A passport", "anything", "xx") == []
    assert {term.english for term in glossary("vi")} == {term.english for term in glossary("bi")}


LETTERS = re.compile(r"[^\W_]+")


def shipped_pairs(language):
    for message in catalogues.catalogue(language):
        source = message.id if isinstance(message.id, tuple) else (message.id,)
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        if source[0] and all(said):
            yield source[-1], said[-1]


def test_every_term_has_a_word_in_every_language():
    terms = {language: [one.english for one in glossary(language)] for language in catalogues.LANGUAGES}
    assert len(terms["bi"]) >= 50
    assert all(one == terms["bi"] for one in terms.values())


@pytest.mark.parametrize("language", catalogues.PUBLIC)
def test_the_words_of_the_glossary_are_those_that_the_drafts_say(language):
    pairs = list(shipped_pairs(language))
    for term in glossary(language):
        said = [(source, text) for source, text in pairs if names_term(source, term)]
        missed = [source for source, text in said if term in missed_terms(source, text, language)]
        assert len(missed) * 2 <= len(said) or len(said) < 3, (term.english, missed)


def test_a_placeholder_is_no_word_and_a_word_begins_where_it_begins():
    assert missed_terms("%(number)s min", "%(number)s minit", "bi") == []
    assert [one.english for one in missed_terms("No fee", "Ask your famili", "bi")] == ["fee"]
    assert [one.english for one in missed_terms("Two agencies", "Tu grup", "bi")] == ["agency"]


def test_bislama_says_mane_and_not_mani_as_tok_pisin_does():
    written = [*(catalogues.LOCALE.parent).rglob("bi.toml"), *catalogues.LOCALE.glob("bi/LC_MESSAGES/django.po")]
    assert len(written) > 1
    for path in written:
        assert "mani" not in {word.casefold() for word in LETTERS.findall(path.read_text(encoding="utf-8"))}, path
    assert next(one.wanted for one in glossary("bi") if one.english == "money") == ("mane",)


def test_no_string_of_the_site_holds_markup():
    """A guard for whoever adds one: the check of tags then has work, and a translator must be told how."""
    assert [one.id for one in catalogues.catalogue("bi") if re.search(r"<[a-z/]", str(one.id))] == []
