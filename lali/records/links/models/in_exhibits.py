"""Where in an exhibit an identifier was read: the citation behind its mention in the case."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.cases.models import Case
from lali.records.classified import INTERNAL, PERSONAL
from lali.records.entities.models import Identifier
from lali.records.evidence.models import Exhibit

MEMBER = settings.AUTH_USER_MODEL


class InExhibit(models.Model):
    """A member read an identifier in an exhibit, or in a file inside it, and noted it.

    `inside` are the steps down (`2.5`), `page` counts from 1; `said_as` is what the file gives it as (author, from,
    to), empty where it stands in its words. No word of the exhibit is kept here.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="in_exhibits", verbose_name=_("case"))
    identifier = models.ForeignKey(
        Identifier, on_delete=models.PROTECT, related_name="in_exhibits", verbose_name=_("identifier")
    )
    exhibit = models.ForeignKey(
        Exhibit, on_delete=models.PROTECT, related_name="identifiers_read", verbose_name=_("exhibit")
    )
    inside = models.CharField(_("file inside"), max_length=60, blank=True)
    page = models.PositiveIntegerField(_("page"), default=1)
    said_as = models.CharField(_("what the file gives it as"), max_length=20, blank=True)
    noted_at = models.DateTimeField(_("noted"), default=timezone.now)
    noted_by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("noted by"))

    CLASSIFIED = dict.fromkeys(
        ["case", "exhibit", "inside", "page", "said_as", "noted_at", "noted_by"], INTERNAL
    ) | {"identifier": PERSONAL}  # fmt: skip

    class Meta:
        ordering = ["pk"]
        verbose_name = _("identifier read in an exhibit")
        verbose_name_plural = _("identifiers read in exhibits")
        constraints = [
            models.UniqueConstraint(
                fields=["identifier", "exhibit", "inside", "page", "said_as"], name="links_in_exhibit_once"
            )
        ]
