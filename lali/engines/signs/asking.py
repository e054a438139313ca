"""Seven questions about an offer, weighed as signs; and for each sign what to ask back.

Sentences are English and are strings of the catalogues; who shows them translates them.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from .catalogue import entries

ANSWERS = ("yes", "no", "unknown")
UNKNOWN = "unknown"
MOST_ASKED = 5  # more at once reads like an interrogation, and is not answered


@dataclass(frozen=True, slots=True)
class Question:
    """One question: `against` is the answer (yes or no) that shows `sign`; `ask` is what to ask back."""

    id: str
    text: str
    note: str
    against: str
    sign: str
    ask: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A sign that an answer shows: the question's own words are what triggered it."""

    question: Question
    answer: str

    @property
    def id(self) -> str:
        """Id of the sign."""
        return self.question.sign


@cache
def _data() -> Mapping[str, list[dict[str, str]]]:
    path = files(__package__) / "data" / "words" / "asking.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def questions() -> tuple[Question, ...]:
    """The seven questions, in the order in which they are put."""
    return tuple(Question(**one) for one in _data()["questions"])


def answered(answers: Mapping[str, str]) -> tuple[Answered, ...]:
    """Signs that answers (by question id) show. Unknown questions and answers, and "I do not know", show none."""
    return tuple(Answered(one, one.against) for one in questions() if answers.get(one.id) == one.against)


@cache
def _back() -> Mapping[str, str]:
    """What to ask back, by sign."""
    listed = {sign: str(one["ask"]) for one in _data()["back"] for sign in one["signs"]}
    return listed | {one.sign: one.ask for one in questions()}


@cache
def unasked() -> frozenset[str]:
    """Signs about which nothing is asked back, on purpose."""
    return frozenset(_data()["unasked"]["signs"])  # type: ignore[call-overload]


def questions_back(signs: Iterable[str], answers: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """What to ask whoever makes the offer: one question a sign, the most telling first, at most MOST_ASKED.

    A question that the reader could not answer counts as its sign does, behind signs of the same weight that stand.
    """
    found = list(signs)
    unknown = [one.sign for one in questions() if (answers or {}).get(one.id) == UNKNOWN]
    known, back = entries(), _back()
    telling = sorted([*found, *unknown], key=lambda sign: -known[sign].weight)  # stable: what stands comes first
    return tuple(dict.fromkeys(back[sign] for sign in telling if sign in back))[:MOST_ASKED]
