"""Classes of record that are kept for a time, and the states of a disposal."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RecordClass(TextChoices):
    """What a rule is about."""

    CASE = "case", _("Closed case, with all that is in it")
    TIP = "tip", _("Closed or referred tip that is in no case")


class DisposalState(TextChoices):
    """Where a disposal stands."""

    WAITING = "waiting", _("Waits for a second person")
    DONE = "done", pgettext_lazy("state of a disposal", "Done")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a disposal", "Withdrawn")
