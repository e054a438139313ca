import hashlib
import unicodedata

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from mnemonic import Mnemonic

from lali.engines.exchange import (
    Code,
    CodeDoesNotFit,
    CodeRefused,
    MistypedCode,
    WrongWordCount,
    derive,
    new_code,
    open_letter,
    read_code,
    seal_letter,
)

SALT = b"salt of a fictional node"
ENTROPY = st.binary(min_size=8, max_size=8)
LANGUAGE = st.sampled_from(["en", "fr"])
ENGLISH = Mnemonic("english").wordlist


def bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@given(LANGUAGE, ENTROPY)
def test_a_code_typed_as_shown_is_read(lang, entropy):
    code = new_code(lang, entropy=entropy)
    assert len(code.words) == 6
    assert read_code(code.phrase) == code


@given(LANGUAGE, ENTROPY, st.sampled_from([" ", ", ", "\n", "  ", " - ", "/", ". "]), st.booleans(), st.booleans())
def test_case_accents_numbers_and_marks_do_not_matter(lang, entropy, mark, numbered, upper):
    code = new_code(lang, entropy=entropy)
    words = [f"{n}) {bare(word)}" if numbered else bare(word) for n, word in enumerate(code.words, 1)]
    typed = mark.join(words)
    assert read_code(typed.upper() if upper else typed) == code


@given(LANGUAGE, ENTROPY, st.lists(st.integers(4, 8), min_size=6, max_size=6))
def test_words_may_be_cut_to_four_letters(lang, entropy, lengths):
    code = new_code(lang, entropy=entropy)
    typed = " ".join(word[:length] for word, length in zip(code.words, lengths, strict=True))
    assert read_code(typed, lang=lang) == code


def test_languages_without_a_list_use_english():
    for lang in ("bi", "fj", "hif", "vi", "xx"):
        assert new_code(lang, entropy=bytes(8)) == new_code("en", entropy=bytes(8))
    assert all(word in ENGLISH for word in new_code("vi", entropy=b"12345678").words)


@given(ENTROPY, ENTROPY)
def test_different_entropy_is_a_different_code(one, other):
    assume(one != other)
    assert new_code("en", entropy=one).words != new_code("en", entropy=other).words


def test_a_mistyped_word_is_named_with_near_words():
    words = list(new_code("en", entropy=b"12345678").words)
    words[2] = "hamstr"
    with pytest.raises(MistypedCode) as refusal:
        read_code(" ".join(words))
    assert (refusal.value.position, refusal.value.typed) == (3, "hamstr")
    assert "hamster" in refusal.value.suggestions
    assert len(refusal.value.suggestions) <= 3
    assert "hamstr" in str(refusal.value)


def test_a_french_slip_gets_french_suggestions_with_accents():
    words = list(new_code("fr", entropy=b"87654321").words)
    words[0] = "academei"
    with pytest.raises(MistypedCode) as refusal:
        read_code(" ".join(words))
    assert "académie" in refusal.value.suggestions


@given(ENTROPY, st.integers(0, 5), st.text("qxz", min_size=3, max_size=40))
def test_no_refusal_repeats_a_good_word(entropy, position, slip):
    words = list(new_code("en", entropy=entropy).words)
    words[position] = slip
    with pytest.raises(CodeRefused) as refusal:
        read_code(" ".join(words))
    said = set(str(refusal.value).split("Did you mean")[0].replace(".", "").split())
    always_said = set(str(MistypedCode(1, "", ())).replace(".", "").split())
    assert not said & set(words) - always_said - {slip}


@given(st.integers(0, 12).filter(lambda n: n != 6))
def test_a_wrong_number_of_words_is_counted(number):
    with pytest.raises(WrongWordCount) as refusal:
        read_code(" ".join(ENGLISH[:number]))
    assert refusal.value.found == number
    assert str(number) in str(refusal.value)


def test_three_of_four_wrong_codes_of_good_words_are_caught():
    words = list(new_code("en", entropy=b"12345678").words)
    refused = 0
    for other in ENGLISH[:400]:
        try:
            read_code(" ".join([*words[:5], other]))
        except CodeDoesNotFit:
            refused += 1
    assert refused == 300  # the last word holds the two checksum bits: exactly one in four fits


@given(st.text(max_size=600))
def test_noise_is_refused_with_a_sentence(noise):
    with pytest.raises(CodeRefused, match=r"[.?]$"):
        read_code(noise)


def test_enormous_input_is_refused():
    with pytest.raises(CodeRefused):
        read_code("abandon " * 1_000_000)
    with pytest.raises(MistypedCode) as refusal:
        read_code(" ".join(["a" * 700] * 6))
    assert len(str(refusal.value)) < 200


def test_the_words_show_in_no_repr():
    code = new_code("en", entropy=b"12345678")
    keys = derive(code, salt=SALT)
    shown = f"{code!r} {code} {keys!r}"
    assert not any(word in shown for word in code.words)
    assert keys.private.hex() not in shown


def test_keys_follow_from_code_and_salt_alone():
    code = new_code("en", entropy=b"12345678")
    keys = derive(code, salt=SALT)
    assert derive(read_code(code.phrase.upper()), salt=SALT) == keys
    assert len(keys.lookup) == 32
    others = [derive(new_code("en", entropy=b"12345679"), salt=SALT), derive(code, salt=SALT[::-1])]
    assert len({keys.lookup, *(other.lookup for other in others)}) == 3
    assert len({keys.public, *(other.public for other in others)}) == 3


def test_keys_stay_the_same_over_the_years():
    # A change here would lock every reporter out: parameters and labels are part of the promise.
    keys = derive(new_code("fr", entropy=b"12345678"), salt=SALT)
    assert keys.lookup.hex() == "8ccbfa9b181660e8abb72a7756c0ffd09b2eddeccc207b334b0f413a82c5f652"
    assert hashlib.sha256(keys.public).hexdigest() == "c82f6045bdc74d84f0cc9f181d32850fb6ef1dbc61c9a96a81cce8a7f5b27310"


def test_accents_lost_in_typing_lead_to_the_same_keys():
    code = new_code("fr", entropy=b"\xff" * 8)
    plain = Code(tuple(bare(word) for word in code.words), "fr")
    assert derive(plain, salt=SALT) == derive(code, salt=SALT)


@settings(max_examples=3, deadline=None)
@given(ENTROPY)
def test_a_reply_reaches_the_reporter(entropy):
    code = new_code("en", entropy=entropy)
    sealed = seal_letter("Are you somewhere you can write?", to=derive(code, salt=SALT).public, purpose="reply")
    keys = derive(read_code(code.phrase), salt=SALT)
    assert open_letter(sealed, key=keys.private, purpose="reply") == b"Are you somewhere you can write?"


def test_a_short_salt_or_entropy_is_a_mistake():
    with pytest.raises(ValueError, match="16 bytes"):
        derive(new_code("en", entropy=bytes(8)), salt=b"short")
    with pytest.raises(ValueError, match="8 bytes"):
        new_code("en", entropy=bytes(7))
