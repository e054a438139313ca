"""From a configuration to its one TOML text: what is left out stands for the usual, so that the text stays short."""

import json
from collections.abc import Iterator
from dataclasses import Field
from datetime import date
from typing import Any

from lali.records.configuration.document import PARTS, WORDS, Configuration, fields_kept
from lali.records.configuration.vocabulary import FORMAT, LANGUAGES

ALWAYS = {"record", "type", "secrecy"}  # said even where it is the usual: a reader must not guess it


def written_configuration(configuration: Configuration) -> str:
    """The text of a configuration; reading it gives the same configuration."""
    return "\n".join([f"format = {_string(FORMAT)}", *_part(configuration, "")]) + "\n"


def _part(part: Any, name: str) -> Iterator[str]:
    below = []
    for one in fields_kept(part):
        value = getattr(part, one.name)
        if one.metadata["how"] == PARTS:
            below.append((one.name, value))
        elif value != _usual(one) or one.name in ALWAYS:
            yield from _lines(one, value)
    for inside, parts in below:
        path = f"{name}.{inside}".strip(".")
        for each in parts:
            yield ""
            yield f"[[{path}]]"
            yield from _part(each, path)


def _usual(one: Field) -> Any:
    return one.default_factory() if callable(one.default_factory) else one.default


def _lines(one: Field, value: Any) -> Iterator[str]:
    if one.metadata["how"] == WORDS:
        for language in LANGUAGES:
            if value.get(language):
                yield f"{one.name}.{language} = {_string(value[language])}"
    else:
        yield f"{one.name} = {_plain(value)}"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        return "[" + ", ".join(_string(one) for one in value) + "]"
    return _string(str(value))


def _string(words: str) -> str:
    """A TOML basic string: JSON's escapes are TOML's, and the reader lets no other control character in."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")
