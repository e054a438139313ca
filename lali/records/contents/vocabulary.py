"""What came of reading the words of a file."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class WordsState(TextChoices):
    """How far the words of a file could be read."""

    READ = "read", _("Read to the end")
    PARTLY = "partly", _("Read in part")
    NONE = "none", _("No words in it")
    FAILED = "failed", _("Could not be read")


WHY = {  # by the viewer's reason
    "damaged": _("It is damaged, or made so that it cannot be read."),
    "too_large": _("It is too large, or unpacks to far more than it says."),
    "too_long": _("Reading it took too long and was stopped."),
    "encrypted": _("It is encrypted."),
    "many": _("It has more pages than are read for the search."),
    "seal": _("It is not what was sealed, or its file is missing."),
}
