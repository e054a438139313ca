"""Trust in a source and in what it said (the Admiralty system), how sure we are, and what people say of two records."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lali.records.entities.vocabulary import Confidence

__all__ = ["BasisKind", "Confidence", "Credibility", "Reliability", "Verdict"]


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


class BasisKind(TextChoices):
    """Why two records are proposed as belonging together."""

    IDENTIFIER = "identifier", _("The same phone, account, wallet or address")
    FAMILY = "family", _("Nearly the same words")


class Verdict(TextChoices):
    """What a member says of two records that were proposed."""

    TOGETHER = "together", pgettext_lazy("two records", "They belong together")
    APART = "apart", pgettext_lazy("two records", "They have nothing to do with each other")
    UNSURE = "unsure", pgettext_lazy("two records", "It cannot be said yet")
