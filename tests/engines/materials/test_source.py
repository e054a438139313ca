from datetime import date

import pytest

from lali.engines.materials import Help, MessageRefused, words
from tests.engines.materials.messages import source


@pytest.mark.parametrize(
    ("part", "value", "reason"),
    [
        ("headline", "a" * 81, "too_long"),
        ("headline", "a" * 1_000_000, "too_long"),
        ("headline", "   ", "empty"),
        ("headline", "Win \U0001f600", "letters"),
        ("headline", "नमस्ते", "letters"),
        ("headline", "turn\u202eed", "letters"),
        ("text", "a" * 401, "too_long"),
        ("act", "", "empty"),
        ("address", "javascript:alert(1)", "not_an_address"),
        ("address", "https://a b", "not_an_address"),
        ("code", "K7M2Q0", "not_a_code"),
        ("code", "K7M2Q", "not_a_code"),
        ("picture", "skull", "unknown"),
        ("help", (Help("1", "a"),) * 5, "too_many"),
        ("help", (Help("1" * 40, "a"),), "too_long"),
    ],
)
def test_what_cannot_be_printed_is_refused_by_name(part, value, reason):
    with pytest.raises(MessageRefused) as refused:
        source(**{part: value})
    assert (refused.value.part, refused.value.reason) == (part, reason)
    assert isinstance(refused.value, ValueError)


def test_lines_and_decomposed_letters_become_one_composed_line():
    made = source(headline="Lu\u031bo\u031bng\n cao \t ?")
    assert made.headline == "Lương cao\u00a0?"


def test_the_address_is_shown_as_it_is_typed():
    assert source().shown_address == "lagoon.example/c/K7M2QX"
    assert source(code="", address="https://lagoon.example/").shown_address == "lagoon.example"


def test_the_foot_says_draft_only_of_a_draft():
    assert source().foot("draft") == "Lagoon State Police\u00a0· Fictional\u00a0· 2026-11"
    assert (
        source(draft=True, notice="", as_of=date(2027, 1, 2)).foot("draft")
        == "Lagoon State Police\u00a0· 2027-01\u00a0· draft"
    )


def test_every_fixed_word_is_there_and_can_be_said_in_another_language():
    assert words().said_in(str.upper).ask_1 == words().ask_1.upper()
