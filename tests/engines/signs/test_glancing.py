"""A glance shows what reading shows, on thousands of messages of every kind."""

import itertools
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.messages import made_up
from lali.engines.signs import glance, read, read_if_telling

PLAIN = ("ok", "see you there", "hahaha", "Vinaka vakalevu", "Chúc mừng sinh nhật", "काम है", "👍🏽", "", "1800", "護照")


def told(reading):
    return tuple(dict.fromkeys(sign.id for sign in reading.signs)), reading.identifiers


def told_at_a_glance(text, country="FJ"):
    seen = glance(text, country=country)
    return seen.signs, seen.identifiers


def mixed(messages, chance):
    """Halves of two messages: patterns that begin in the one and end in the other."""
    for first, second in itertools.pairwise(messages):
        yield f"{first[: chance.randrange(len(first) + 1)]} {second[chance.randrange(len(second) + 1) :]}"


@pytest.fixture(scope="module")
def corpus():
    folder = Path(__file__).parent / "corpus"
    return [
        line for file in sorted(folder.rglob("*.*")) for line in file.read_text(encoding="utf-8").splitlines() if line
    ]


@pytest.mark.slow
def test_messages_of_every_kind_show_the_same_at_a_glance(corpus):
    chance = random.Random(5)
    messages = [*PLAIN, *made_up(600), *chance.sample(corpus, min(900, len(corpus)))]
    chance.shuffle(messages)
    for text in [*messages, *mixed(messages, chance)]:
        reading = read(text)
        assert told_at_a_glance(text) == told(reading), text
        assert read_if_telling(text) == (reading if reading.signs else None), text


@pytest.mark.slow
def test_every_line_of_the_corpus_shows_the_same_at_a_glance(corpus):
    chance = random.Random(6)
    for text in [*corpus, *made_up(4_000), *mixed(corpus, chance)]:
        assert told_at_a_glance(text, "VU") == told(read(text, country="VU")), text


@given(st.text(max_size=200))
def test_whatever_the_text_holds(text):
    assert told_at_a_glance(text) == told(read(text))
