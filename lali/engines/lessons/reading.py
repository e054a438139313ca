"""The content files, read once into plain values."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

CHANNELS = ("chat", "sms", "post", "profile")
PAIR = ("A", "B")  # parallel: one before the lesson, the other after it
BOOSTERS = {"day10": "C", "day30": "D"}
FORMS = (*PAIR, *BOOSTERS.values())

_MARKED = re.compile(r"\[([^\]\n]+)\]\(([a-z_]+)\)")
_WORDS = files(__package__) / "data" / "words"


@dataclass(frozen=True, slots=True)
class Item:
    """A message to judge. `text` holds `[words](sign)` and places as `%(town)s`; `label` is who sends it."""

    channel: str
    lure: bool
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a message that tell: where they stand, and the sign or the reason to trust that they show."""

    start: int
    end: int
    about: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that speaks for an honest offer."""

    id: str
    label: str
    why: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of thumb and the picture beside it."""

    picture: str
    label: str
    why: str


@dataclass(frozen=True, slots=True)
class Story:
    """How somebody came home; invented."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Words that make a message one of the reader's own country; `name` is the office that can be asked.

    `fee` holds `{sum}`: who shows it writes `sum` as the reader's language does.
    """

    town: str
    far: str
    fee: str
    sum: int
    name: str


@cache
def _content() -> Mapping[str, Any]:
    return tomllib.loads((_WORDS / "lesson.toml").read_text(encoding="utf-8"))


def lesson(channel: str) -> tuple[Item, ...]:
    """Messages of the lesson as they come in a channel. KeyError for an unknown one."""
    return tuple(Item(channel, **facts) for facts in _content()["lesson"][channel])


@cache
def form(letter: str) -> tuple[Item, ...]:
    """Messages of a form of the test. KeyError for an unknown one."""
    return tuple(Item(**facts) for facts in _content()["form"][letter])


def reasons() -> Mapping[str, Reason]:
    """Reasons to trust an offer, by id."""
    return MappingProxyType({facts["id"]: Reason(**facts) for facts in _content()["reason"]})


def rules() -> tuple[Rule, ...]:
    """Four rules of thumb."""
    return tuple(Rule(**facts) for facts in _content()["rule"])


def place(country: str) -> Place:
    """Words of a country (two letters); of Fiji where a country has none."""
    known = _content()["place"]
    return Place(**known.get(country, known["FJ"]))


@cache
def stories() -> tuple[Story, ...]:
    """Short invented stories of people who came home."""
    told = tomllib.loads((_WORDS / "stories.toml").read_text(encoding="utf-8"))["story"]
    return tuple(Story(facts["title"], tuple(facts["lines"])) for facts in told)


def unfold(text: str) -> tuple[str, tuple[Mark, ...]]:
    """Return a message as it is shown, and where its telling words stand.

    >>> unfold("Send [$300](upfront_fee) now.")
    ('Send $300 now.', (Mark(start=5, end=9, about='upfront_fee'),))
    """
    plain, marks, end = "", [], 0
    for found in _MARKED.finditer(text):
        plain += text[end : found.start()]
        marks.append(Mark(len(plain), len(plain) + len(found[1]), found[2]))
        plain += found[1]
        end = found.end()
    return plain + text[end:], tuple(marks)
