"""Sealed reports and letters. Everything here can be read by anybody who steals the disk, and says nothing."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lali.records.classified import INTERNAL, PUBLIC, VICTIM
from lali.records.letterbox.vocabulary import ReportState
from lali.records.refusals import Refused


class NoAddressee(Refused):
    """The node was not set up to receive reports."""

    sentence = _("This site cannot take reports yet. Please use one of the telephone numbers.")


class AddresseeQuerySet(models.QuerySet):
    """The one row."""

    def the_one(self) -> "Addressee":
        """To whom reports are sealed; NoAddressee before set-up."""
        found = self.filter(pk=1).first()
        if found is None:
            raise NoAddressee
        return found


class Addressee(models.Model):
    """The agency that reports are sealed to: its public letter key and the salt of this node's codes. One row."""

    name = models.CharField(_("agency"), max_length=120)
    country = models.CharField(_("country"), max_length=2)
    public_key = models.BinaryField(_("public key"))
    code_salt = models.BinaryField(_("salt of the codes"))
    log_key = models.CharField(_("key under which receipts verify"), max_length=200, blank=True)

    objects = AddresseeQuerySet.as_manager()

    CLASSIFIED = {"name": PUBLIC, "country": PUBLIC, "public_key": PUBLIC, "code_salt": INTERNAL, "log_key": PUBLIC}

    class Meta:
        verbose_name = _("addressee")
        verbose_name_plural = _("addressees")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="letterbox_one_addressee")]


class Report(models.Model):
    """One sealed report. `lookup` is derived from the code; `received_at` is cut to the hour."""

    lookup = models.BinaryField(_("derived from the code"), unique=True)
    reporter_key = models.BinaryField(_("reporter's public key"))
    sealed = models.BinaryField(_("sealed report"))
    state = models.CharField(_("state"), max_length=12, choices=ReportState, default=ReportState.WAITING)
    received_at = models.DateTimeField(_("received, to the hour"))
    read_at = models.DateTimeField(_("first read, to the hour"), null=True, blank=True)
    collected = models.BooleanField(_("taken over into triage"), default=False, db_index=True)

    CLASSIFIED = {
        "lookup": INTERNAL,
        "reporter_key": INTERNAL,
        "sealed": VICTIM,
        "state": INTERNAL,
        "received_at": INTERNAL,
        "read_at": INTERNAL,
        "collected": INTERNAL,
    }

    class Meta:
        ordering = ["received_at", "pk"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        indexes = [models.Index(fields=["received_at", "read_at"], name="letterbox_read_within")]


class Draft(models.Model):
    """A report that was begun and put aside: sealed to the key that only its six words give. The agency has none."""

    lookup = models.BinaryField(_("derived from the code"), unique=True)
    sealed = models.BinaryField(_("sealed draft"))
    kept_until = models.DateField(_("kept until"), db_index=True)
    last_place = models.PositiveSmallIntegerField(_("place"), default=0)  # the last that a file got; none gets it again

    CLASSIFIED = {"lookup": INTERNAL, "sealed": VICTIM, "kept_until": INTERNAL, "last_place": INTERNAL}

    class Meta:
        ordering = ["pk"]
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")


class Letter(models.Model):
    """A question from the agency (sealed to the reporter's key) or an answer (sealed to the agency's)."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="letters", verbose_name=_("report"))
    from_agency = models.BooleanField(_("from the agency"))
    sealed = models.BinaryField(_("sealed letter"))
    sent_at = models.DateTimeField(_("sent, to the hour"))
    collected = models.BooleanField(_("taken over into triage"), default=False, db_index=True)

    CLASSIFIED = {
        "report": INTERNAL,
        "from_agency": INTERNAL,
        "sealed": VICTIM,
        "sent_at": INTERNAL,
        "collected": INTERNAL,
    }

    class Meta:
        ordering = ["pk"]
        verbose_name = _("letter")
        verbose_name_plural = _("letters")


class Enclosure(models.Model):
    """A file that goes with a report, or will: sealed to the agency at once. No name, no kind in clear.

    Of each file there may be two: as it was, and a clean copy. They have the same place.
    """

    draft = models.ForeignKey(
        Draft, on_delete=models.CASCADE, null=True, blank=True, related_name="enclosures", verbose_name=_("draft")
    )
    report = models.ForeignKey(
        Report, on_delete=models.CASCADE, null=True, blank=True, related_name="enclosures", verbose_name=_("report")
    )
    place = models.PositiveSmallIntegerField(_("place"))
    is_copy = models.BooleanField(_("a clean copy"))
    size = models.PositiveIntegerField(_("bytes, sealed"))
    label = models.BinaryField(_("sealed label"))
    body = models.BinaryField(_("sealed file"))

    CLASSIFIED = {
        "draft": INTERNAL,
        "report": INTERNAL,
        "place": INTERNAL,
        "is_copy": INTERNAL,
        "size": INTERNAL,
        "label": VICTIM,
        "body": VICTIM,
    }

    class Meta:
        ordering = ["place", "is_copy", "pk"]
        verbose_name = _("enclosure")
        verbose_name_plural = _("enclosures")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(draft__isnull=True) ^ models.Q(report__isnull=True), name="letterbox_file_of_one"
            ),
            models.UniqueConstraint(fields=["draft", "place", "is_copy"], name="letterbox_one_file_of_draft"),
            models.UniqueConstraint(fields=["report", "place", "is_copy"], name="letterbox_one_file_of_report"),
        ]
