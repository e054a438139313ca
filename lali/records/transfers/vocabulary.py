"""States of archives, and why one is refused."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lali.engines.exchange import ArchiveReason

ORIGIN_FILE = "journal-of-origin.jsonl"  # name of the exhibit that holds the journal of the case at the sender


class ArchiveState(TextChoices):
    """Where an archive that leaves stands."""

    DRAFT = "draft", _("Waiting for a second person")
    APPROVED = "approved", pgettext_lazy("state of an archive", "Approved")
    LET_GO = "let_go", pgettext_lazy("state of an archive", "Let go: the file is deleted")


class ArrivalState(TextChoices):
    """Where an archive that came in stands."""

    LOOKED_AT = "looked_at", pgettext_lazy("state of an archive", "Looked at, not taken in")
    TAKEN_IN = "taken_in", pgettext_lazy("state of an archive", "Taken in")
    LET_GO = "let_go", pgettext_lazy("state of an archive", "Let go: the file is deleted")


REFUSALS = {
    ArchiveReason.NOT_AN_ARCHIVE: _("This file is not an archive of a case."),
    ArchiveReason.NOT_FOR_US: _("This archive is not addressed to this node."),
    ArchiveReason.WRONG_PASSPHRASE: _("This is not the passphrase of the archive."),
    ArchiveReason.NEEDS_PASSPHRASE: _("This archive is sealed to a passphrase. Type it in."),
    ArchiveReason.TAMPERED: _("This archive was damaged, cut off, or changed after it was signed."),
    ArchiveReason.MALFORMED: _("This archive is not written as an archive should be."),
    ArchiveReason.NEWER: _("This archive was written by a newer Lali. Bring this node up to date first."),
}
