import json
from contextlib import suppress
from enum import StrEnum
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lali.engines.custody.leaves import MAX_NUMBER, NotCanonical, canonical, read_line
from lali.engines.custody.merkle import leaf_hash

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-MAX_NUMBER, MAX_NUMBER) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
ENTRIES = st.dictionaries(TEXT, VALUES, max_size=6)


def shuffled(value):
    """The same value with every object's keys the other way round."""
    if isinstance(value, dict):
        return {key: shuffled(value[key]) for key in reversed(value)}
    return [shuffled(item) for item in value] if isinstance(value, list) else value


@given(ENTRIES)
def test_an_entry_reads_back_and_its_line_does_not_depend_on_order(entry):
    line = canonical(entry)
    assert read_line(line) == entry
    assert canonical(shuffled(entry)) == line
    assert b"\n" not in line


def test_the_example_of_the_rfc_for_names_and_text():
    """RFC 8785, 3.2.2.2 and 3.2.3: sorting by UTF-16 code units, escapes as short as can be."""
    names = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
    assert list(json.loads(canonical(names)).values()) == [2, 4, 6, 7, 1, 5, 3]
    text = "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/"
    assert canonical({"string": text}) == b'{"string":"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'


def test_a_leaf_hash_can_be_made_by_hand():
    line = b'{"at":"2026-11-22T03:46:00.000000+00:00","facts":{},"n":0,"verb":"exhibit sealed"}'
    entry = {"verb": "exhibit sealed", "n": 0, "facts": {}, "at": "2026-11-22T03:46:00.000000+00:00"}
    assert canonical(entry) == line
    assert leaf_hash(canonical(entry)) == sha256(b"\x00" + line).digest()


class Verb(StrEnum):
    SEALED = "sealed"


def test_words_of_a_vocabulary_are_text():
    assert canonical({"verb": Verb.SEALED}) == b'{"verb":"sealed"}'


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (1.0, "no float"),
        (float("nan"), "no float"),
        (b"bytes", "no bytes"),
        ({1, 2}, "no set"),
        (2**53, "2\\^53"),
        (-(2**53), "2\\^53"),
        ({1: "a"}, "are text, not int"),
        ("\ud800", "surrogate"),
    ],
)
def test_what_a_line_cannot_hold_is_refused(value, sentence):
    for entry in ({"a": value}, {"a": [{"b": value}]}):
        with pytest.raises(NotCanonical, match=sentence):
            canonical(entry)


def test_endless_nesting_is_refused():
    entry = {}
    entry["self"] = entry
    with pytest.raises(NotCanonical, match="deep"):
        canonical(entry)


@pytest.mark.parametrize(
    "line",
    [
        b"", b"null", b"[]", b'{"a": 1}', b'{"b":1,"a":2}', b'{"a":1,"a":1}', b'{"a":1}\n', b'{"a":1.0}', b'{"a":1e3}',
        b'{"a":NaN}', b'{"a":"\\u0041"}', b'{"a":-0}', b"\xff\xfe", b'{"a":' * 50 + b"1" + b"}" * 50,
        b"[" * 200_000, b'{"a":' + b"9" * 5000 + b"}", '{"a":1}'.encode("utf-16"),
    ],
)  # fmt: skip
def test_any_other_writing_is_refused(line):
    with pytest.raises(NotCanonical):
        read_line(line)


@given(st.binary(max_size=60))
def test_binary_lines_are_refused_or_canonical(line):
    with suppress(NotCanonical):
        assert canonical(read_line(line)) == line
