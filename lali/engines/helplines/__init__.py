"""Whom to call in a country: emergency numbers first, then helplines, each with its source and if it was confirmed.

Promises: nothing is invented, and a number that nobody confirmed says so (`verify`) and carries no date. It must
never give one country's number for another (111 is the police of one and the child line of another), nor show an
unconfirmed number as certain, nor hide a number because of who asks: what fits comes first, the rest after it.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from phonenumbers.phonemetadata import PhoneMetadata

__all__ = ["COUNTRIES", "ELSEWHERE", "FRESH", "Helpline", "emergency_numbers", "fitting_first", "helplines", "stale"]

FRESH = timedelta(days=180)  # how long a check is good
# Where people are taken to work, or travel through: for these we know emergency numbers only.
ELSEWHERE = (
    *("AE", "AU", "BH", "CN", "GB", "HK", "JP", "KH", "KR", "KW", "LA", "MM", "MY", "NC", "NZ"),
    *("OM", "PG", "PH", "QA", "SA", "SB", "SG", "TH", "TO", "TW", "US", "WS"),
)
METADATA = "phonenumbers short-number metadata"
_SHORT = range(100, 10_000)  # emergency numbers have three or four digits, and two nowhere here but in NC


@dataclass(frozen=True, slots=True)
class Helpline:
    """One service. `verify`: still to be confirmed, shown as such; `checked_on`: the day its source was read.

    `hours` ("always") and `cost` ("free") are empty where the source does not say. `helps`: with what, some of danger,
    child, home, online, work, trafficking. `serves`: whom above all (child, woman); empty: everybody.
    """

    country: str
    name: str
    number: str | None
    url: str | None
    note: str
    source: str
    checked_on: date | None
    verify: bool
    emergency: bool
    hours: str = ""
    cost: str = ""
    languages: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()


@cache
def _by_country() -> Mapping[str, tuple[Helpline, ...]]:
    data = tomllib.loads((files(__package__) / "helplines.toml").read_text(encoding="utf-8"))
    return {country: tuple(_helpline(country, facts) for facts in listed) for country, listed in data.items()}


def _helpline(country: str, facts: Mapping[str, object]) -> Helpline:
    number, url, checked_on = facts.get("number"), facts.get("url"), facts.get("checked_on")
    return Helpline(
        country=country,
        name=str(facts["name"]),
        number=None if number is None else str(number),
        url=None if url is None else str(url),
        note=str(facts.get("note", "")),
        source=str(facts["source"]),
        checked_on=checked_on if isinstance(checked_on, date) else None,
        verify=bool(facts.get("verify", False)),
        emergency=bool(facts.get("emergency", False)),
        hours=str(facts.get("hours", "")),
        cost=str(facts.get("cost", "")),
        languages=_words(facts.get("languages")),
        helps=_words(facts.get("helps")),
        serves=_words(facts.get("serves")),
    )


def _words(listed: object) -> tuple[str, ...]:
    return tuple(map(str, listed)) if isinstance(listed, list) else ()


COUNTRIES: tuple[str, ...] = tuple(sorted(_by_country()))


def helplines(country: str) -> tuple[Helpline, ...]:
    """Services of a country (ISO 3166-1 alpha-2, any case), emergency numbers first; empty for an unknown country.

    For a country of ELSEWHERE these are its emergency numbers by the metadata of telephone plans, all unconfirmed.
    """
    country = country.upper()
    listed = _by_country().get(country) or (_abroad(country) if country in ELSEWHERE else ())
    return tuple(sorted(listed, key=lambda line: not line.emergency))


def _abroad(country: str) -> tuple[Helpline, ...]:
    """What the emergency services of a country are rung under, one line a number."""
    return tuple(
        Helpline(
            country,
            "Emergency: police, ambulance or fire",
            number,
            None,
            "",
            METADATA,
            None,
            True,
            True,
            helps=("danger",),
        )
        for number in emergency_numbers(country)
    )


@cache
def emergency_numbers(country: str) -> tuple[str, ...]:
    """Emergency numbers of a country by the metadata that ships with `phonenumbers`, shortest and smallest first."""
    metadata = PhoneMetadata.short_metadata_for_region(country)
    pattern = metadata and metadata.emergency and metadata.emergency.national_number_pattern
    if not pattern:
        return ()
    candidates = [*(f"{digits:02}" for digits in range(100)), "000", *map(str, _SHORT)]
    return tuple(digits for digits in candidates if re.fullmatch(pattern, digits))


def fitting_first(
    lines: Iterable[Helpline], *, need: str = "", child: bool = False, woman: bool = False
) -> list[Helpline]:
    """All the lines: emergency numbers, then what helps with `need` and serves who asks, then the rest.

    `need`: one of the words of `Helpline.helps`. Unknown answers move nothing down: a line goes last only if it serves
    somebody else and nobody said that they are that.
    """
    asks = {word for word, said in (("child", child), ("woman", woman)) if said}

    def place(line: Helpline) -> tuple[bool, bool, bool]:
        return (not line.emergency, need not in line.helps, bool(line.serves) and asks.isdisjoint(line.serves))

    return sorted(lines, key=place)


def stale(today: date) -> list[Helpline]:
    """Lines whose check is older than FRESH. What was never confirmed says so on the page, and is not among them."""
    listed = (line for lines in _by_country().values() for line in lines)
    return [line for line in listed if line.checked_on and today - line.checked_on > FRESH]
