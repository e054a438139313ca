"""Words that should be said in one way throughout a language: a hint beside a translation, never a wall."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from .checks import TOKEN


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
    spoken = TOKEN.sub(" ", text).casefold()
    return [
        term
        for term in glossary(language)
        if names_term(source, term) and not any(_begins(wanted).search(spoken) for wanted in term.wanted)
    ]


def names_term(source: str, term: Term) -> bool:
    """Whether an English text says the term; what stands in a placeholder is no word of it."""
    return bool(_said(term.english).search(TOKEN.sub(" ", source)))


@cache
def _said(english: str) -> re.Pattern[str]:
    """The English word, of one or of many."""
    many = f"{re.escape(english[:-1])}(?:y|ies)" if english.endswith("y") else f"{re.escape(english)}s?"
    return re.compile(rf"\b{many}\b", re.IGNORECASE)


@cache
def _begins(wanted: str) -> re.Pattern[str]:
    """A word that begins so: "fi" is in "fi" and not in "famili"; Fijian puts its i- and veivaka- before."""
    return re.compile(rf"\b{re.escape(wanted.casefold())}")
