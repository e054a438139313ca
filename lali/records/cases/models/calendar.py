"""The secret addresses under which calendar programs fetch a member's days."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.cases.models.case import MEMBER
from lali.records.classified import INTERNAL


class CalendarLink(models.Model):
    """One address of one member; only its token's digest is kept. Past ones stay, ended."""

    member = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("member"))
    token_digest = models.CharField(_("digest of the address"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    fetched_on = models.DateField(_("last day it was fetched"), null=True, blank=True)

    CLASSIFIED = dict.fromkeys(["member", "token_digest", "made_at", "ended_at", "fetched_on"], INTERNAL)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=models.Q(ended_at__isnull=True), name="cases_one_calendar_each"
            )
        ]
