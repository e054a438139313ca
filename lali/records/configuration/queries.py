"""What screens and other records ask about the configuration."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from lali.records.agencies.models import Member
from lali.records.configuration.access import require_configuring
from lali.records.configuration.differences import Change, changes_between, refuse_what_would_hurt
from lali.records.configuration.document import Configuration
from lali.records.configuration.models import ConfigurationVersion
from lali.records.configuration.reading import read_configuration, remembered_configuration

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
    """The configuration in force. Every member may know it; it speaks of no record."""
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
    found = ConfigurationVersion.objects.filter(number=number).values_list("text", flat=True).first()
    return remembered_configuration(found) if found else Configuration()


def configuration_kept_by(member: Member) -> InForce:
    """The configuration in force, for whoever may change it."""
    require_configuring(member)
    return in_force()


def versions_kept_by(member: Member) -> QuerySet[ConfigurationVersion]:
    """Every version, newest first, for whoever may change the configuration."""
    require_configuring(member)
    return ConfigurationVersion.objects.select_related("made_by").defer("text")


def version_kept_by(member: Member, number: int) -> tuple[ConfigurationVersion, list[Change]]:
    """One version, and what it changed in the one before; Http404 where there is none."""
    require_configuring(member)
    found = get_object_or_404(ConfigurationVersion.objects.select_related("made_by"), number=number)
    before = configuration_of(found.number - 1)
    return found, changes_between(before, remembered_configuration(found.text))


def preview(member: object, text: str) -> list[Change]:
    """What would change if `text` came into force; the same refusals as then, and nothing is written."""
    require_configuring(member)
    now = in_force().configuration
    changes = changes_between(now, read_configuration(text))
    refuse_what_would_hurt(now, changes)
    return changes
