"""States of a suspected offence and of its elements."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OffenceState(TextChoices):
    """Where a suspected offence stands. None of these says that somebody did it."""

    SUSPECTED = "suspected", pgettext_lazy("state of an offence", "Suspected")
    DROPPED = "dropped", pgettext_lazy("state of an offence", "Dropped")
    CHARGED = "charged", pgettext_lazy("state of an offence", "Charged")


class Part(TextChoices):
    """What a person of the case is in a suspected offence."""

    SUSPECTED = "suspected", _("Suspected")
    HARMED = "harmed", _("Harmed")


class Strength(TextChoices):
    """Which way a proof points."""

    SUPPORTS = "supports", _("Supports")
    CONTRADICTS = "contradicts", _("Contradicts")


class ElementState(TextChoices):
    """How an element stands on the board."""

    OPEN = "open", pgettext_lazy("state of an element", "Open")
    SUPPORTED = "supported", pgettext_lazy("state of an element", "Supported")
    DISPUTED = "disputed", pgettext_lazy("state of an element", "Disputed")
    NOT_NEEDED = "not_needed", pgettext_lazy("state of an element", "Not needed")
