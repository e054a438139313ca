"""Signs and identifiers of very many messages: the same as `read` gives, without reading what can show none.

A pattern whose steps are not all filled somewhere in a message is not in it, and of most messages of a conversation
that is known at a glance, before anything is walked. What is left is read as every other message is.
"""

from dataclasses import dataclass

from lali.engines.identifiers import Identifier

from .reading import Reading, hidden_contacts, look, read_look


@dataclass(frozen=True, slots=True)
class Glance:
    """What a message shows: the signs by id, each once, and the identifiers as `find` gives them."""

    signs: tuple[str, ...]
    identifiers: tuple[Identifier, ...]


def glance(text: str, *, country: str = "FJ") -> Glance:
    """Signs and identifiers of one message: those of `read`. Never raises, whatever the text holds."""
    seen = look(text, country=country)
    signs = read_look(seen).reading.signs if seen.may_show else hidden_contacts(seen.identifiers, "unknown")
    return Glance(tuple(dict.fromkeys(sign.id for sign in signs)), seen.identifiers)


def read_if_telling(text: str, *, country: str = "FJ") -> Reading | None:
    """`read(text)` where it has a sign; None, and quickly, where it has none."""
    seen = look(text, country=country)
    if not seen.may_show and not hidden_contacts(seen.identifiers, "unknown"):
        return None
    reading = read_look(seen).reading
    return reading if reading.signs else None
