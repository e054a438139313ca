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
