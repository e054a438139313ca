"""Cells that begin like a formula."""

from lali.engines.tables.neutral import like_formula


def test_a_telephone_number_is_no_formula():
    assert not like_formula("+679 410 0142")
    assert like_formula("+1+cmd|x")
    assert like_formula("=1+1")
