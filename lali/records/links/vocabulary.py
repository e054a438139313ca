"""How far a source and what it said are trusted (the Admiralty system), and how sure we are ourselves."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lali.records.entities.vocabulary import Confidence

__all__ = ["Confidence", "Credibility", "Reliability"]


class Reliability(TextChoices):
    """Of the source, by what it was worth before."""

    A = "A", _("A: completely reliable")
    B = "B", _("B: usually reliable")
    C = "C", _("C: fairly reliable")
    D = "D", _("D: not usually reliable")
    E = "E", _("E: unreliable")
    F = "F", _("F: cannot be judged")


class Credibility(TextChoices):
    """Of what was said, whoever said it."""

    CONFIRMED = "1", _("1: confirmed by other sources")
    PROBABLE = "2", _("2: probably true")
    POSSIBLE = "3", _("3: possibly true")
    DOUBTFUL = "4", _("4: doubtful")
    IMPROBABLE = "5", _("5: improbable")
    UNJUDGED = "6", _("6: cannot be judged")
