"""What happened in the matter itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lali.records.cases.models.case import MEMBER, Case
from lali.records.classified import INTERNAL, PERSONAL, VICTIM


class Event(models.Model):
    """Something that happened in the matter itself: a payment, a flight, a call."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events", verbose_name=_("case"))
    at = models.DateTimeField(_("when"))
    text = models.CharField(_("what happened"), max_length=400)
    source = models.CharField(_("source"), max_length=200, blank=True)
    noted_by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("noted by"))

    CLASSIFIED = {"case": INTERNAL, "at": INTERNAL, "text": VICTIM, "source": PERSONAL, "noted_by": INTERNAL}

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
