"""Turning an engine's reading, as a record keeps it, into what a template shows."""

from collections.abc import Mapping
from dataclasses import dataclass

from lali.engines.signs import words


@dataclass(frozen=True, slots=True)
class ShownSign:
    """A sign in the reader's language, with the words that gave it. `draft` until a speaker has reviewed it."""

    label: str
    quote: str
    why: str
    start: int
    end: int
    element: str


def shown_signs(reading: Mapping[str, object], language: str) -> list[ShownSign]:
    """The signs of a kept reading, in `language`."""
    found = []
    for sign in reading.get("signs", ()):
        said = words(sign["id"], language)
        found.append(
            ShownSign(said.label, sign["text"], said.why, sign["start"], sign["end"], sign.get("element", ""))
        )
    return found
