"""The fixed words of the materials, in English; the caller puts each into the language of the message."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Words:
    """What a material says beside the message itself. `%(number)s` and the like are filled in by the engine."""

    draft: str
    scan: str
    help: str
    no_name: str
    talk: str
    minutes: str
    say: str
    greet: str
    signs: str
    ask: str
    ask_1: str
    ask_2: str
    ask_3: str
    where: str
    alone: str
    radio: str
    seconds: str
    counted: str
    too_long: str
    listen: str
    call: str
    again: str
    web: str
    act: str
    pass_on: str
    fold: str
    sheet: str
    before: str
    after: str
    first: str
    last: str
    nameless: str
    invented: str
    would: str
    trust: str
    check: str
    turn: str

    def said_in(self, translate: Callable[[str], str]) -> "Words":
        """Return all of them as `translate` says them."""
        return replace(self, **{one.name: translate(getattr(self, one.name)) for one in fields(self)})


@cache
def words() -> Words:
    """The words in English."""
    text = (files(__package__) / "data" / "words" / "materials.toml").read_text(encoding="utf-8")
    return Words(**{one["id"]: one["text"] for one in tomllib.loads(text)["word"]})
