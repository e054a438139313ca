"""The data files that ship with the program: offences of each country as plain values."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from lali.records.law.texts import ElementText, OffenceText, Words

FOLDER = Path(__file__).parent / "data"
COUNTRIES = tuple(sorted(path.stem.upper() for path in FOLDER.glob("*.toml")))


@cache
def shipped(country: str) -> Mapping[str, OffenceText]:
    """The offences of a country's data file, by code."""
    with (FOLDER / f"{country.lower()}.toml").open("rb") as file:
        data = tomllib.load(file)
    return {offence["code"]: _offence(offence, data) for offence in data["offence"]}


def _offence(offence: Mapping[str, object], data: Mapping[str, object]) -> OffenceText:
    return OffenceText(
        act=data["acts"][offence["act"]],
        section=offence["section"],
        title=Words(*offence["title"]),
        penalty=Words(*offence.get("penalty", ())),
        note=Words(*offence.get("note", ())),
        source="\n".join(data["sources"][name] for name in offence["source"]),
        confidence=offence["confidence"],
        tags=tuple(offence["tags"]),
        elements=tuple(_elements(offence["elements"], data["element"])),
    )


def _elements(listed: list[str | list[str]], known: Mapping[str, Mapping[str, object]]) -> list[ElementText]:
    found = []
    for number, one in enumerate(listed, start=1):
        codes, one_of = (one, f"group-{number}") if isinstance(one, list) else ([one], "")
        found += [_element(code, one_of, known[code]) for code in codes]
    return found


def _element(code: str, one_of: str, said: Mapping[str, object]) -> ElementText:
    return ElementText(
        code=code,
        family=said["family"],
        words=Words(said["en"], said["fr"]),
        basis=said["basis"],
        one_of=one_of,
        optional_for_child=said.get("child", False),
    )
