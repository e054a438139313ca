"""What we know of a person or an organisation, as plain values. Sealed as one text under that person's own key.

Nothing here is computed from a clock: an age is asked for a day, and whether somebody is a child follows from their
birth and the day of the acts, never from a flag (Palermo Protocol, article 3 (d): a child is under eighteen).
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

OF_AGE = 18


class Childhood(StrEnum):
    """Whether somebody is a child on a day. MAYBE: treat as a child until known."""

    CHILD = "child"
    MAYBE = "maybe"
    ADULT = "adult"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Name:
    """One name as somebody bears or writes it; `full` is as written, the parts are there where they are known."""

    full: str
    family: str = ""
    given: str = ""
    kind: str = "name"


@dataclass(frozen=True, slots=True)
class Birth:
    """When somebody was born: between two days, which are the same where the day is known; and how we know."""

    earliest: date
    latest: date
    basis: str = ""

    def __post_init__(self) -> None:
        if self.earliest > self.latest:
            raise ValueError("A birth ends before it begins.")

    @property
    def exact(self) -> bool:
        """Whether the very day is known."""
        return self.earliest == self.latest

    def ages_on(self, day: date) -> tuple[int, int]:
        """The least and the greatest age in whole years on `day`; below nought where not born yet."""
        return _years(self.latest, day), _years(self.earliest, day)


def _years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def childhood(birth: Birth | None, day: date) -> Childhood:
    """Whether somebody born then is a child on `day`; an uncertain range that straddles eighteen is a MAYBE."""
    if birth is None:
        return Childhood.UNKNOWN
    least, greatest = birth.ages_on(day)
    if greatest < OF_AGE:
        return Childhood.CHILD
    return Childhood.ADULT if least >= OF_AGE else Childhood.MAYBE


@dataclass(frozen=True, slots=True)
class Document:
    """A passport or another paper that says who somebody is."""

    kind: str
    number: str
    country: str = ""
    valid_until: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """All that is sealed about a person or an organisation. `sex`, `kind_of` and the like hold codes of lists.

    `answers` are those to extra fields of the configuration, by code; `telling_answers` those to fields about a
    possible victim, which are shut together with the name.
    """

    names: tuple[Name, ...] = ()
    birth: Birth | None = None
    sex: str = ""
    nationalities: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()
    contact: str = ""
    occupation: str = ""
    registration: str = ""
    country: str = ""
    business: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    telling_answers: Mapping[str, Any] = field(default_factory=dict)

    @property
    def main_name(self) -> str:
        """The name by which a page calls them: the first that is no screen name, or else the first."""
        own = [name.full for name in self.names if name.kind != "screen"]
        return own[0] if own else self.names[0].full if self.names else ""


# What of the facts tells who somebody is: shut together with the name of a possible victim.
TELLING = ("names", "documents", "contact", "registration", "telling_answers")
ANSWERS = ("answers", "telling_answers")


def facts_to_text(facts: PersonFacts) -> str:
    """The facts as JSON text, ready to be sealed."""
    return json.dumps(asdict(facts), default=date.isoformat, ensure_ascii=False, separators=(",", ":"))


def facts_from_text(text: str) -> PersonFacts:
    """The facts that `facts_to_text` wrote; fields it did not know yet are as nothing was known."""
    kept = json.loads(text)
    birth = kept.get("birth")
    return PersonFacts(
        names=tuple(Name(**name) for name in kept.get("names", ())),
        birth=Birth(_day(birth["earliest"]), _day(birth["latest"]), birth["basis"]) if birth else None,
        documents=tuple(
            Document(**(document | {"valid_until": _day(document["valid_until"])}))
            for document in kept.get("documents", ())
        ),
        nationalities=tuple(kept.get("nationalities", ())),
        languages=tuple(kept.get("languages", ())),
        **{name: dict(kept.get(name) or {}) for name in ANSWERS},
        **{name: kept.get(name, "") for name in _TEXTS},
    )


_TEXTS = ("sex", "contact", "occupation", "registration", "country", "business")


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def written_out(facts: PersonFacts) -> dict[str, str]:
    """Each fact as text for the journal's old and new values: words as they are, the rest as JSON; empty for none.

    Answers stand one by one, as `answers.CODE`.
    """
    kept = json.loads(facts_to_text(facts))
    kept |= {f"{name}.{code}": value for name in ANSWERS for code, value in kept.pop(name).items()}
    return {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) if value else ""
        for name, value in kept.items()
    }


def read_back(field: str, text: str) -> PersonFacts | None:
    """Facts that hold only the one that `written_out` wrote; None where it cannot be read.

    It was cut (too long), or is nested deeper than anybody reads.
    """
    code = field.partition(".")[2]
    try:
        if code:
            return PersonFacts(answers={code: _answer(text)} if text else {})
        value = text if field in _TEXTS or not text else json.loads(text)
        return facts_from_text(json.dumps({field: value or ()})) if value else PersonFacts()
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _answer(text: str) -> object:
    """An answer that `written_out` wrote: words, or a list of codes; words may begin with a bracket, too."""
    codes = json.loads(text) if text.startswith("[") else None
    return codes if isinstance(codes, list) and all(isinstance(code, str) for code in codes) else text
