"""What screens and other records ask about the configuration."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from lali.records.agencies.models import Member
from lali.records.configuration.access import require_configuring
from lali.records.configuration.differences import Change, changes_between, refuse_what_would_hurt
from lali.records.configuration.editing import with_what_is_new
from lali.records.configuration.in_force import InForce, configuration_of, in_force, one_look, text_of_version
from lali.records.configuration.models import ConfigurationVersion
from lali.records.configuration.reading import read_configuration, remembered_configuration
from lali.records.configuration.shown import as_configured, as_written
from lali.records.configuration.writing import written_configuration

__all__ = [
    "InForce",
    "as_configured",
    "as_written",
    "configuration_kept_by",
    "configuration_of",
    "in_force",
    "one_look",
    "preview",
    "text_of_version",
    "version_kept_by",
    "versions_kept_by",
    "with_only_what_is_new",
]


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
    refuse_what_would_hurt(changes)
    return changes


def with_only_what_is_new(text: str) -> str:
    """The text in force with the parts of `text` that it lacks: how one takes up what an upgrade brings.

    Nothing of the agency's own is changed. ConfigurationIsWrong when `text` is none.
    """
    return written_configuration(with_what_is_new(in_force().configuration, read_configuration(text)))
