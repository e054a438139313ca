"""Doors, findable records, and the terms that lead to them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lali.records.classified import INTERNAL, VICTIM


class Door(models.Model):
    """What a member must be allowed to open to find what lies behind it, as text: `case:FJ-2026-00001`."""

    name = models.CharField(_("name"), max_length=80, unique=True)

    CLASSIFIED = {"name": INTERNAL}

    class Meta:
        verbose_name = _("door")
        verbose_name_plural = _("doors")


class Findable(models.Model):
    """One record that can be found. `terms` are those it stands under, so that all are taken out with it."""

    record = models.CharField(_("record"), max_length=160, unique=True)
    door = models.ForeignKey(Door, on_delete=models.PROTECT, related_name="findable", verbose_name=_("door"))
    kind = models.CharField(_("kind"), max_length=20)
    terms = models.BinaryField(_("terms"), default=bytes)

    CLASSIFIED = {"record": INTERNAL, "door": INTERNAL, "kind": INTERNAL, "terms": VICTIM}

    class Meta:
        verbose_name = _("findable record")
        verbose_name_plural = _("findable records")


class Posting(models.Model):
    """One term stands in one findable record, behind one door.

    The primary key is all there is: by term, within a term by door, so that a search walks only what its doors hold.
    Plain numbers, no foreign keys: `index` writes these rows and `Findable` together, and there are millions.
    """

    pk = models.CompositePrimaryKey("term", "door_number", "findable_number")
    term = models.BigIntegerField(_("term"))
    door_number = models.BigIntegerField(_("door"))
    findable_number = models.BigIntegerField(_("findable record"))

    CLASSIFIED = {"pk": INTERNAL, "term": VICTIM, "door_number": INTERNAL, "findable_number": INTERNAL}

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
