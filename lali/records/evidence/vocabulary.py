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
    DERIVED = "derived", _("Named as made from another exhibit")
    ACCEPTED = "accepted", _("Accepted by the receiver")
    REFUSED = "refused", _("Refused by the receiver")
    TAKEN_BACK = "taken_back", _("Taken back by the giver")
    CAME_BACK = "came_back", _("Received back from outside")
    MOVED = "moved", _("Moved to another place")
    UNSEALED = "unsealed", _("Seal opened")
    RESEALED = "resealed", _("Sealed anew")
    RETURNED = "returned", _("Returned for good")
    ENDED = "ended", _("Destroyed by order")


class Basis(TextChoices):
    """How an exhibit came to be restricted."""

    ON_THE_WAY = "on_the_way", _("Marked when it was taken in")
    MARKED = "marked", _("Marked by a colleague")
    KNOWN = "known", _("Is on a list of known files")


class KnownKind(TextChoices):
    """What a list of known files says of them."""

    RESTRICTED = "restricted", _("Shows a child or an intimate image: restrict it")
    HARMLESS = "harmless", _("Is of a program or another thing that everybody has")


class Purpose(TextChoices):
    """What a restricted exhibit is opened for. Nothing else can be done under an opening for it."""

    VIEW = "view", _("Look at it, to say what it is")
    COPY = "copy", _("Copy it for the prosecutor or an examiner")
    HAND_OVER = "hand_over", _("Bundle it for court")
    LIFT = "lift", _("Lift the restriction: it shows no child and nothing intimate")


class MadeHow(TextChoices):
    """How one exhibit was made from another."""

    COPIED = "copied", _("Working copy of it")
    TAKEN_OUT = "taken_out", _("Taken out of it: a file of an archive, a part of an image")
    CONVERTED = "converted", _("Converted from it")
    EXTRACTED = "extracted", _("Extracted from it with a tool")
    PICTURED = "pictured", _("Photograph or film of it")
    OTHER = "other", _("Made from it in another way")


class StatedDigest(TextChoices):
    """Kinds of integrity values that others state; in hexadecimal."""

    MD5 = "md5", "MD5"
    SHA1 = "sha1", "SHA-1"
    SHA256 = "sha256", "SHA-256"
    SHA512 = "sha512", "SHA-512"
    BLAKE3 = "blake3", "BLAKE3"


class HandingState(TextChoices):
    """How a hand-over stands."""

    ON_ITS_WAY = "on_its_way", _("On its way")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    TAKEN_BACK = "taken_back", _("Taken back")
