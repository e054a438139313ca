"""Bringing a new configuration into force: the one write there is."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.models import Agency, Member
from lali.records.audit.actions import record
from lali.records.configuration.access import require_configuring
from lali.records.configuration.differences import changes_between, refuse_what_would_hurt
from lali.records.configuration.in_force import forget_look, in_force
from lali.records.configuration.models import ConfigurationVersion
from lali.records.configuration.reading import read_configuration
from lali.records.configuration.shipped import shipped_text
from lali.records.configuration.writing import written_configuration
from lali.records.refusals import Refused

MOST_IN_JOURNAL = 200  # changed parts named in one entry; the version itself holds them all
LONGEST_WHY = 300


class ConfigurationHasMoved(Refused):
    """A colleague brought another version into force."""

    sentence = _(
        "A colleague changed the configuration while you were writing. Look at what it is now, and save again."
    )


class NothingChanges(Refused):
    """The new text says what the old one says."""

    sentence = _("This changes nothing.")


class NoReason(Refused):
    """A version says why it was made."""

    sentence = _("Please say why you change the configuration.")


@transaction.atomic
def change_configuration(*, by: object, base: int, text: str, why: str) -> ConfigurationVersion:
    """Bring `text` into force as the next version, whole or not at all.

    `base` is the version the change was made from: ConfigurationHasMoved when another is in force by now. Refusals say
    what is wrong with the text, line by line, or what would hurt records that exist.
    """
    require_configuring(by)
    if not why.strip():
        raise NoReason
    list(Agency.objects.select_for_update().order_by("pk")[:1])  # one at a time: who waited looks again
    forget_look()
    if in_force().number != base:
        raise ConfigurationHasMoved
    now, new = in_force().configuration, read_configuration(text)
    changes = changes_between(now, new)
    if not changes:
        raise NothingChanges
    refuse_what_would_hurt(changes)
    version = ConfigurationVersion.objects.create(
        number=base + 1,
        text=written_configuration(new),
        why=why.strip()[:LONGEST_WHY],
        changes=[change.reference for change in changes],
        made_by=by if isinstance(by, Member) else None,
    )
    facts = {"version": version.number, "changes": len(changes), "changed": version.changes[:MOST_IN_JOURNAL]}
    record(by=by, verb="configuration.changed", subject="configuration", facts=facts)
    forget_look()
    return version


@transaction.atomic
def load_shipped(*, by: object, country: str) -> ConfigurationVersion | None:
    """Give a node that has no configuration the one that comes with the program for its country.

    Does nothing where there is any version: an upgrade never writes over what an agency has worded itself.
    """
    text = shipped_text(country)
    if not text or ConfigurationVersion.objects.exists():
        return None
    return change_configuration(by=by, base=0, text=text, why=f"Shipped with Lali for {country}.")
