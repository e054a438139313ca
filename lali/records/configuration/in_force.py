"""The configuration in force, looked up for whoever asks: it speaks of no record, and every member may know it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from lali.records.configuration.document import Configuration
from lali.records.configuration.models import ConfigurationVersion
from lali.records.configuration.reading import remembered_configuration

NONE_YET = ""


@dataclass(frozen=True, slots=True)
class InForce:
    """The configuration in force and its number; number 0 and nothing in it where a node has none yet."""

    number: int
    text: str
    configuration: Configuration


_looked: ContextVar[list[InForce] | None] = ContextVar("configuration_looked", default=None)


@contextmanager
def one_look() -> Iterator[None]:
    """Within it, the configuration in force is looked up once at most: a page of many rows asks for it at each."""
    if _looked.get() is not None:  # within a look already
        yield
        return
    before = _looked.set([])
    try:
        yield
    finally:
        _looked.reset(before)


def forget_look() -> None:
    """Look again at the next question: for the action that has just changed the configuration."""
    if looked := _looked.get():
        looked.clear()


def in_force() -> InForce:
    """The configuration in force, always the newest version; looked up again at each call outside `one_look`."""
    looked = _looked.get()
    if looked:
        return looked[0]
    found = ConfigurationVersion.objects.values_list("number", "text").first()
    here = InForce(*found, remembered_configuration(found[1])) if found else InForce(0, NONE_YET, Configuration())
    if looked is not None:
        looked.append(here)
    return here


def configuration_of(number: int) -> Configuration:
    """An older configuration, for a record that remembers its number; an empty one for 0."""
    text = text_of_version(number)
    return remembered_configuration(text) if text else Configuration()


def text_of_version(number: int) -> str:
    """The text of a version; empty where there is none."""
    return ConfigurationVersion.objects.filter(number=number).values_list("text", flat=True).first() or ""
