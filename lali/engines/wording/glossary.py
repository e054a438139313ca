"""Words that should be said in one way throughout a language: a hint beside a translation, never a wall."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Term:
    """An English word and what a language says for it; the first is the one to take, the others pass."""

    english: str
    wanted: tuple[str, ...]


@cache
def _known() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return tomllib.loads((files(__package__) / "data" / "glossary.toml").read_text(encoding="utf-8"))


def glossary(language: str) -> list[Term]:
    """The terms that a language has words for, in alphabetical order."""
    return [Term(english, tuple(said[language])) for english, said in sorted(_known().items()) if language in said]


def missed_terms(source: str, text: str, language: str) -> list[Term]:
    """Terms of an English text whose wanted word does not stand in the translation, in whatever inflection."""
    spoken = text.casefold()
    return [
        term
        for term in glossary(language)
        if re.search(rf"\b{re.escape(term.english)}s?\b", source, re.IGNORECASE)
        and not any(wanted.casefold() in spoken for wanted in term.wanted)
    ]
