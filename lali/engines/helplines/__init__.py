"""Whom to call in a country: emergency numbers first, then helplines, each with its source and if it was confirmed.

Promises: nothing is invented, and a number that nobody confirmed says so (`verify`) and carries no date. It must
never give one country's number for another, nor show an unconfirmed number as certain.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

__all__ = ["COUNTRIES", "Helpline", "helplines"]


@dataclass(frozen=True, slots=True)
class Helpline:
    """One service. `verify`: still to be confirmed, shown as such; `checked_on`: the day its source was read."""

    country: str
    name: str
    number: str | None
    url: str | None
    note: str
    source: str
    checked_on: date | None
    verify: bool
    emergency: bool


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
    )


COUNTRIES: tuple[str, ...] = tuple(sorted(_by_country()))


def helplines(country: str) -> tuple[Helpline, ...]:
    """Services of a country (ISO 3166-1 alpha-2, any case), emergency numbers first; empty for an unknown country."""
    listed = _by_country().get(country.upper(), ())
    return tuple(sorted(listed, key=lambda line: not line.emergency))
