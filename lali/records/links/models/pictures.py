"""Pictures of exhibits and of tips, by their hashes, and which of them are nearly one picture."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.classified import INTERNAL
from lali.records.evidence.models import Exhibit
from lali.records.tips.models import Tip


class PictureHashQuerySet(models.QuerySet["PictureHash"]):
    """Chainable filters."""

    def readable(self) -> "PictureHashQuerySet":
        """Pictures of tips and exhibits that nobody restricted or destroyed."""
        counts = models.Q(exhibit__restricted_at__isnull=True, exhibit__destroyed_at__isnull=True)
        return self.filter(models.Q(tip__isnull=False) | counts).exclude(family="")


class PictureHash(models.Model):
    """What was computed of an exhibit, or of a file of a tip, to find the same picture elsewhere; never the picture.

    `place` is that of a file of a tip: 0 says that the tip was looked at and has none. `family` is the code that the
    engine gives; empty for what is no picture, is too plain, or was not folded yet.
    """

    exhibit = models.OneToOneField(
        Exhibit, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("exhibit")
    )
    tip = models.ForeignKey(
        Tip, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("tip")
    )
    place = models.PositiveSmallIntegerField(_("place"), default=0)
    hashes = models.BinaryField(_("hashes of the picture"), max_length=640, blank=True)
    quality = models.PositiveSmallIntegerField(_("quality of the picture’s hash"), default=0)
    family = models.CharField(_("family"), max_length=16, blank=True, db_index=True)
    at = models.DateTimeField(_("since"), default=timezone.now)

    objects = PictureHashQuerySet.as_manager()

    CLASSIFIED = dict.fromkeys(["exhibit", "tip", "place", "hashes", "quality", "family", "at"], INTERNAL)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("hash of a picture")
        verbose_name_plural = _("hashes of pictures")
        constraints = [
            models.UniqueConstraint(
                fields=["tip", "place"], condition=models.Q(tip__isnull=False), name="links_picture_of_tip_once"
            ),
            models.CheckConstraint(
                condition=models.Q(exhibit__isnull=False) ^ models.Q(tip__isnull=False), name="links_picture_is_of_one"
            ),
        ]
