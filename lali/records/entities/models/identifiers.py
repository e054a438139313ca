"""Identifiers with their mentions."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.classified import INTERNAL, PERSONAL
from lali.records.entities.vocabulary import IdentifierKind


class Identifier(models.Model):
    """A phone number, handle, wallet... in its normalised form, once."""

    kind = models.CharField(_("kind"), max_length=20, choices=IdentifierKind)
    value = models.CharField(_("normalised value"), max_length=500)
    weak = models.BooleanField(_("weak: may be something else"), default=False)

    CLASSIFIED = {"kind": INTERNAL, "value": PERSONAL, "weak": INTERNAL}

    class Meta:
        ordering = ["kind", "value"]
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        constraints = [models.UniqueConstraint(fields=["kind", "value"], name="entities_identifier_once")]


class Mention(models.Model):
    """One record speaks of one identifier. The record stands as text, so that a mention never opens a door to it."""

    identifier = models.ForeignKey(
        Identifier, on_delete=models.PROTECT, related_name="mentions", verbose_name=_("identifier")
    )
    record = models.CharField(_("record"), max_length=60, db_index=True)
    raw = models.CharField(_("as written there"), max_length=500)
    at = models.DateTimeField(_("noted"), default=timezone.now)

    CLASSIFIED = {"identifier": PERSONAL, "record": INTERNAL, "raw": PERSONAL, "at": INTERNAL}

    class Meta:
        ordering = ["pk"]
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [models.UniqueConstraint(fields=["identifier", "record"], name="entities_mention_once")]
