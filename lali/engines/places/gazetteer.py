"""The places we know by code, each with what it lies in; where every list comes from stands in its file."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

DETAILED = ("fiji.toml", "vanuatu.toml")  # countries of which more than the name is known


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its code, its names by language (a province has one name in every language), what it lies in."""

    code: str
    kind: str  # country, division, province, dependency, area council
    names: Mapping[str, str]
    parent: str

    def name(self, language: str = "en") -> str:
        """The place's name in a language; in English where there is none in that one."""
        return self.names.get(language) or self.names["en"]


@cache
def _known() -> Mapping[str, Place]:
    return {found.code: found for found in (*_countries(), *_parts_of_countries())}


def _read(name: str) -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files(__package__) / "data" / name).read_text(encoding="utf-8"))


def _countries() -> Iterator[Place]:
    for code, (english, french) in _read("countries.toml")["countries"].items():
        yield Place(code, "country", {"en": english, "fr": french}, "")


def _parts_of_countries() -> Iterator[Place]:
    for name in DETAILED:
        for code, (called, kind, parent) in _read(name)["places"].items():
            yield Place(code, kind, {"en": called}, parent)


def place(code: str) -> Place | None:
    """The place with a code; None when we know none."""
    return _known().get(code)


def all_places() -> tuple[Place, ...]:
    """Every place we know, countries first."""
    return tuple(_known().values())


def in_words(code: str, language: str = "en") -> str:
    """A place and what it lies in, smallest first ("Macuata, Northern, Fiji"); empty for an unknown code."""
    return ", ".join(found.name(language) for found in _upwards(code))


def _upwards(code: str) -> Iterator[Place]:
    while found := place(code):
        yield found
        code = found.parent


def lies_in(code: str, other: str) -> bool:
    """Whether the place `code` is the place `other` or lies in it."""
    return any(found.code == other for found in _upwards(code))


def touch(code: str, other: str) -> bool:
    """Whether one of two places lies in the other, so that somebody in one may be in the other."""
    return lies_in(code, other) or lies_in(other, code)
