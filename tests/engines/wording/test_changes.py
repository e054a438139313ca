"""What changed between two texts."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lali.engines.wording import changed_words


def told(before, after):
    return "".join({"same": "{}", "gone": "[-{}]", "new": "[+{}]"}[one.kind].format(one.text)
                   for one in changed_words(before, after))  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("Yu no pem mane.", "Yu no pem vatu.", "Yu no pem [-mane][+vatu]."),
        ("Yu no pem.", "Yu no mas pem.", "Yu no [+mas ]pem."),
        ("Go long haos", "Go long haos", "Go long haos"),
        ("", "Niu", "[+Niu]"),
        ("Olfala", "", "[-Olfala]"),
        ("tri blak pig", "tu waet pig", "[-tri blak][+tu waet] pig"),
        ("%(n)s saen", "%(m)s saen", "[-%(n)s][+%(m)s] saen"),
        ("Bạn có thể", "Bạn không thể", "Bạn [-có][+không] thể"),
    ],
)
def test_words_that_went_and_came_are_told(before, after, said):
    assert told(before, after) == said


@given(st.text(max_size=60), st.text(max_size=60))
def test_both_texts_are_whole_in_the_pieces(before, after):
    pieces = changed_words(before, after)
    assert "".join(one.text for one in pieces if one.kind != "new") == before
    assert "".join(one.text for one in pieces if one.kind != "gone") == after


def test_two_long_texts_take_no_time():
    began = time.process_time()
    changed_words("a b " * 300, "b a " * 300)
    changed_words("a " * 100_000, "b " * 100_000)
    assert time.process_time() - began < 2
