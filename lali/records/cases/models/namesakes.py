"""Persons of a case who are called like a member, where somebody looked and it means nothing."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.cases.models.case import MEMBER, Case
from lali.records.classified import INTERNAL, VICTIM
from lali.records.entities.models import Person


class NamesakePutAside(models.Model):
    """A person of a case is called like a member, and whoever may set walls found that it says nothing.

    Must never be shown to that member: that there is such a row tells them what a person of the case is called.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="namesakes", verbose_name=_("case"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    member = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("member"))
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))

    CLASSIFIED = {
        "case": INTERNAL,
        "person": VICTIM,
        "member": VICTIM,
        "reason": VICTIM,
        "at": INTERNAL,
        "by": INTERNAL,
    }

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("namesake put aside")
        verbose_name_plural = _("namesakes put aside")
        constraints = [
            models.UniqueConstraint(fields=["case", "person", "member"], name="cases_namesake_put_aside_once")
        ]
