"""What happens to an exhibit."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CustodyKind(TextChoices):
    """Custody events."""

    SEALED = "sealed", _("Received and sealed")
    RECEIVED = "received", _("Received from another node and sealed anew")
    DESCRIBED = "described", _("Described")
    CHECKED = "checked", _("Checked")
    COPIED = "copied", _("Copied out")
    BUNDLED = "bundled", _("Bundle made for court")
    HANDED_OVER = "handed_over", _("Handed over")
    DESTROYED = "destroyed", _("Destroyed")
    RESTRICTED = "restricted", _("Restricted")
    OPENED = "opened", _("Opened with the leave of a second person")
    LIFTED = "lifted", _("Restriction lifted by two persons")


class Basis(TextChoices):
    """How an exhibit came to be restricted."""

    ON_THE_WAY = "on_the_way", _("Marked when it was taken in")
    MARKED = "marked", _("Marked by a colleague")
    KNOWN = "known", _("Is on a list of known files")


class Purpose(TextChoices):
    """What a restricted exhibit is opened for. Nothing else can be done under an opening for it."""

    VIEW = "view", _("Look at it, to say what it is")
    COPY = "copy", _("Copy it for the prosecutor or an examiner")
    HAND_OVER = "hand_over", _("Bundle it for court")
    LIFT = "lift", _("Lift the restriction: it shows no child and nothing intimate")
