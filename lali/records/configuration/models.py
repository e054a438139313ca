"""The versions of a node's configuration: rows are added, never changed."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.classified import INTERNAL


class ConfigurationVersion(models.Model):
    """One whole configuration, as a text that can be read. The newest number is in force."""

    number = models.PositiveIntegerField(_("version"), unique=True)
    text = models.TextField(_("text"))
    why = models.CharField(_("reason"), max_length=300)
    changes = models.JSONField(_("changes"), default=list)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made by"),
    )

    CLASSIFIED = dict.fromkeys(["number", "text", "why", "changes", "made_at", "made_by"], INTERNAL)

    class Meta:
        ordering = ["-number"]
        verbose_name = _("version of the configuration")
        verbose_name_plural = _("versions of the configuration")
        constraints = [models.CheckConstraint(condition=models.Q(number__gte=1), name="configuration_numbers_from_one")]
