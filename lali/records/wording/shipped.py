"""What ships: the strings of the public site, and what the program itself says for them in each language.

Strings come from the catalogues beside the code; the words of the signs and of the next steps from their own files,
where each has a context of its own, for there they are known by names and not by their English.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from django.conf import settings

from lali.engines.signs import RISKS, entries, next_steps, words
from lali.engines.wording import Entry, is_format, read_entries
from lali.records.wording.pages import ALL, PAGES, page_of
from lali.records.wording.vocabulary import LANGUAGES

_SIGNS = "lali/engines/signs/"
# Parts of the components that the public site does not use: their words stand in a file with words that it does.
_OF_THE_WORKSPACE = frozenset({"case", "person", "identifier", "Pages"})
_MODEL = "bi"  # the catalogues of all four drafts hold the same strings


@cache
def _catalogue(language: str) -> tuple[Entry, ...]:
    path = Path(settings.LOCALE_PATHS[-1]) / language / "LC_MESSAGES" / "django.po"
    return read_entries(path.read_bytes())


def label_context(sign: str) -> str:
    """Under which context the name of a sign is a string."""
    return f"sign: {sign}"


def why_context(sign: str) -> str:
    """Under which context it is said why a sign matters."""
    return f"why this sign matters: {sign}"


def step_context(risk: str, number: int) -> str:
    """Under which context a next step is a string; `number` counts from 1."""
    return f"what to do next: {risk}, {number}"


def _of_signs(language: str) -> Iterator[Entry]:
    """The words of the signs, with what a language says for each as far as it says something of its own."""
    for sign in entries():
        english, said = words(sign, "en"), words(sign, language)
        own = said != english
        yield Entry((english.label,), label_context(sign), (said.label,) if own else (), (_SIGNS,))
        yield Entry((english.why,), why_context(sign), (said.why,) if own else (), (_SIGNS,))
    for risk in RISKS:
        english_steps, steps = next_steps(risk, "en"), next_steps(risk, language)
        own = steps != english_steps and len(steps) == len(english_steps)
        for number, step in enumerate(english_steps, 1):
            yield Entry((step,), step_context(risk, number), (steps[number - 1],) if own else (), (_SIGNS,))


@cache
def strings() -> Mapping[str, Entry]:
    """Every string that a visitor may meet, by its key, in the order of the files; without translations."""
    every = [*_catalogue(_MODEL), *_of_signs("en")]
    met = [entry for entry in every if page_of(entry.places) and _is_words_of_the_site(entry.source[0])]
    return {entry.key: replace(entry, texts=()) for entry in met}


def _is_words_of_the_site(source: str) -> bool:
    """Not a word of the workspace, nor how a day is written: other letters there would break the page."""
    return source not in _OF_THE_WORKSPACE and not is_format(source)


@cache
def shipped(language: str) -> Mapping[str, tuple[str, ...]]:
    """What the program itself says in a language, by key; what is not translated is not in it."""
    if language not in LANGUAGES:
        return {}
    every = [*_catalogue(language), *_of_signs(language)]
    return {entry.key: entry.texts for entry in every if entry.texts and entry.key in strings()}


@cache
def on_page(code: str) -> tuple[str, ...]:
    """Keys of the strings of a page, in the order of the files."""
    if code == ALL.code:
        return tuple(key for page in PAGES for key in on_page(page.code))
    return tuple(key for key, entry in strings().items() if page_of(entry.places) == code)
