"""The little pattern language, and the walk that finds patterns, against a slow and plain reading of the same rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lali.engines.signs.grammar import PatternError, steps_of
from lali.engines.signs.matcher import Matcher
from lali.engines.signs.tokens import cut

SETS = {"en": {"negators": "no", "negators_after": "none", "me": "i", "papers": "passport, id card"}}
GAPS = {"": 0, "..": 3, "...": 7}


def found(line, text):
    matcher = Matcher([("sign", "en", line)], SETS)
    tokens = cut(text)
    spans = matcher.find(tokens, matcher.places(tokens.words, None, ()))
    return sorted({" ".join(tokens.words[one.start : one.end]) for one in spans})


@pytest.mark.parametrize(
    ("line", "text", "spans"),
    [
        ("took {papers}", "he took passport", ["took passport"]),
        ("took {papers}", "he took my passport", []),
        ("took .. {papers}", "he took my id card away", ["took my id card"]),
        ("took .. {papers}", "he took it. passport", []),
        ("took .... {papers}", "he took it. passport", ["took it passport"]),
        ("recruit* .. boys", "recruiting young boys", ["recruiting young boys"]),
        ("work & abroad", "abroad is good work", ["abroad is good work"]),
        ("a b? c", "a c and a b c", ["a b c", "a c"]),
        ("id+card|paper", "my id card", ["id card"]),
        ("{#} .. girls", "need 12 nice girls", ["12 nice girls"]),
        ("{#minor} .. girls", "need 22 nice girls", []),
    ],
)
def test_a_pattern_means_what_it_says(line, text, spans):
    assert found(line, text) == spans


@pytest.mark.parametrize("line", ["took {nothing}", "", "a? b? c? d? e?", "..", "id+car*"])
def test_a_line_that_cannot_be_read_is_refused(line):
    with pytest.raises(PatternError):
        Matcher([("sign", "en", line)], SETS)


def test_options_give_both_readings():
    assert len(list(steps_of("a b? c"))) == 2


def slow(steps, words, start, end):
    """Try every way to fill the steps."""
    if not steps:
        return True
    (gap, word), rest = steps[0], steps[1:]
    first = range(start, start + 1) if end is None else range(end, min(end + gap, len(words) - 1) + 1)
    return any(words[place] == word and slow(rest, words, start, place + 1) for place in first)


@given(
    words=st.lists(st.sampled_from("abcx"), min_size=1, max_size=16),
    pattern=st.lists(st.tuples(st.sampled_from(["", "..", "..."]), st.sampled_from("abc")), min_size=1, max_size=4),
)
def test_the_walk_finds_what_trying_everything_finds(words, pattern):
    line = " ".join(f"{gap} {word}" if place and gap else word for place, (gap, word) in enumerate(pattern))
    steps = [(GAPS[gap], word) for gap, word in pattern]
    expected = any(slow(steps, words, start, None) for start in range(len(words)))
    assert bool(found(line, " ".join(words))) == expected
