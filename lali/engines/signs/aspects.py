"""The aspects that the second look may name, in words: `data/aspects.toml`."""

import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files

RISK = "risk"  # kind of an aspect that speaks of danger; the others speak for an honest text, or tell what sort it is


@cache
def _data() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((files(__package__) / "data" / "aspects.toml").read_text(encoding="utf-8"))


@cache
def aspects(lang: str) -> Mapping[str, str]:
    """Give the words for each aspect in `lang`; in English where Lali does not speak it."""
    return {name: said.get(lang, said["en"]) for name, said in _data().items()}


@cache
def is_risk(name: str) -> bool:
    """Say whether an aspect speaks of danger."""
    return _data()[name]["kind"] == RISK


@cache
def _against() -> Mapping[str, str]:
    return {name: said["against"] for name, said in _data().items() if "against" in said}


def is_told(name: str, seen: Collection[str]) -> bool:
    """Say whether an aspect may be named beside the others seen: nothing soothes beside its own danger."""
    return _against().get(name) not in seen
