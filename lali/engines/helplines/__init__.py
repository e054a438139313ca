"""Whom to ring in which country. Data in `helplines.toml`, with sources.

Promises: a number is always given with its country, its source and the day it was checked, or says that nobody confirmed
it yet. Must never give a number of another country when one is unknown: then it gives none.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

__all__ = ["COUNTRIES", "Helpline", "helplines"]


@dataclass(frozen=True, slots=True)
class Helpline:
    """One line. `number` or `url` may be empty; `checked_on` is None and `verify` true until somebody confirmed it."""

    country: str
    name: str
    source: str
    number: str = ""
    url: str = ""
    note: str = ""
    emergency: bool = False
    checked_on: date | None = None
    verify: bool = False


@cache
def _all() -> tuple[Helpline, ...]:
    text = (Path(__file__).parent / "helplines.toml").read_text(encoding="utf-8")
    return tuple(Helpline(**entry) for entry in tomllib.loads(text)["helplines"])


def helplines(country: str) -> tuple[Helpline, ...]:
    """The lines of a country (ISO 3166-1, two letters), emergency numbers first; empty for a country not known."""
    return tuple(sorted((line for line in _all() if line.country == country), key=lambda line: not line.emergency))


COUNTRIES: tuple[str, ...] = tuple(dict.fromkeys(line.country for line in _all()))
