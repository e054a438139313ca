"""Flows can be walked from every side, end, fit an SMS; broken ones are found."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lali.engines.flows import FLOWS, FlowRefused, flow, folded, problems, segments, sms, walk
from lali.engines.flows.running import read_flow
from lali.engines.signs import words


@pytest.mark.parametrize("name", FLOWS)
def test_the_stories_hold_what_a_flow_promises(name):
    steps = flow(name)
    assert problems(steps) == []
    assert {node.end for node in steps.nodes.values()} == {"", "good", "hard"}
    for node in steps.nodes.values():
        assert segments(sms(node)) == (1, True)
        assert not node.sign or words(node.sign, "en").label


def test_a_walk_is_its_replies():
    steps = flow("chat_job")
    assert walk(steps, "").node.name == "hello"
    there = walk(steps, "22")
    assert (there.node.name, there.node.end, there.said) == ("stopped_name", "good", "No name, no job")
    assert there.signs == ("pay_too_high", "unverifiable_employer")
    for path in ("9", "0", "x", "222", "1" * 99, "²"):
        with pytest.raises(FlowRefused):
            walk(steps, path)
    with pytest.raises(KeyError):
        flow("../secret")


@given(st.text(max_size=60))
def test_whatever_a_page_sends_back_is_a_walk_or_refused(path):
    with suppress(FlowRefused):
        assert walk(flow("online_friend"), path).node


def made(**nodes):
    return read_flow("made", {"title": "T", "intro": "I", "label": "L", "start": "a", "node": nodes})


END = {"say": "Bye", "end": "good"}


def test_what_is_wrong_with_a_flow_is_said():
    ring = made(
        a={"say": "A", "replies": [{"reply": "x", "to": "b"}]}, b={"say": "B", "replies": [{"reply": "y", "to": "a"}]}
    )
    assert problems(ring) == ["a: no end can be reached from here", "b: no end can be reached from here"]
    assert problems(made(a=END, b=END)) == ["b: nothing leads here"]
    assert problems(made(a={"say": "A", "replies": [{"reply": "x", "to": "z"}]})) == [
        "a: a reply leads to z, which is not there"
    ]
    assert problems(made(b=END)) == ["the start a is not there"]
    assert problems(made(a={"say": "A"})) == [
        "a: either an end or replies",
        "a: no end can be reached from here",
    ]
    assert problems(made(a={"say": "ế", "end": "odd"})) == [
        "a: an end is good or hard",
        "a: does not fit one SMS of the GSM alphabet",
    ]
    assert problems(made(a={"say": "A" * 161, "end": "good"})) == ["a: does not fit one SMS of the GSM alphabet"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (1, True)),
        ("a" * 160, (1, True)),
        ("a" * 161, (2, True)),
        ("a" * 306, (2, True)),
        ("a" * 307, (3, True)),
        ("€" * 80, (1, True)),
        ("€" * 81, (2, True)),
        ("a" * 152 + "€" * 5, (2, True)),
        ("ế" * 70, (1, False)),
        ("ế" * 71, (2, False)),
        ("ế" * 134, (2, False)),
        ("ế" * 135, (3, False)),
        ("é" * 160, (1, True)),
        ("ê", (1, False)),
        ("😀" * 35, (1, False)),
        ("😀" * 36, (2, False)),
        ("😀" * 67, (3, False)),  # 33 to a message: none is cut in two
    ],
)
def test_segments(text, expected):
    assert segments(text) == expected


def test_good_printing_is_folded_for_an_sms():
    assert segments("l’ami\u00a0: «\u00a0oui\u00a0»…")[1] is False
    assert folded("l’ami\u00a0: «\u00a0oui\u00a0»…") == 'l\'ami : " oui "...'
