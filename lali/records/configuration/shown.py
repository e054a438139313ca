"""Words that a template gave a record, in the reader's language for as long as nobody changed them.

A first step is written down in the language of whoever opened the case. While the words are exactly those that the
configuration in force has in one of its languages, they are nobody's own, and are shown in the language of who reads.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from lali.records.configuration.document import in_language
from lali.records.configuration.in_force import in_force
from lali.records.configuration.reading import remembered_configuration


def as_configured(said: str) -> str:
    """`said` in the reader's language where the configuration in force gave it; as it is written where somebody did.

    A clock's note is its words, and below them what the configuration says of it.
    """
    text = in_force().text
    if not (said and text):
        return said
    known = _known(text)
    first, _line, rest = said.replace("\r\n", "\n").partition("\n")
    whole = known.get(f"{first}\n{rest}" if rest else first)
    if whole:
        return in_language(whole)
    if rest and first in known and rest in known:
        return f"{in_language(known[first])}\n{in_language(known[rest])}"
    return said


def as_written(said: str, kept: str) -> str:
    """What is kept of words that came back from a form: `kept`, where they only stand in the reader's language."""
    return kept if said.replace("\r\n", "\n") == as_configured(kept) else said


@lru_cache(maxsize=4)
def _known(text: str) -> dict[str, Mapping[str, str]]:
    """By what it says in any language, each step and clock of the templates and its note."""
    return {said.strip(): words for words in _words(text) for said in words.values() if said.strip()}


def _words(text: str) -> Iterator[Mapping[str, str]]:
    for template in remembered_configuration(text).templates:
        for part in (*template.steps, *template.deadlines):
            yield part.words
            yield part.note
