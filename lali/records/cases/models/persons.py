"""Persons in roles, and who read their names."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.cases.models.case import MEMBER, Case
from lali.records.classified import INTERNAL, VICTIM
from lali.records.entities.models import Person
from lali.records.entities.vocabulary import PersonRole


class PersonInCase(models.Model):
    """A person of a case in one role; several rows, several roles, over time."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="persons", verbose_name=_("case"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="places", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=10, choices=PersonRole)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    since = models.DateTimeField(_("since"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)

    CLASSIFIED = {
        "case": INTERNAL,
        "person": INTERNAL,
        "role": VICTIM,
        "reason": VICTIM,
        "since": INTERNAL,
        "until": INTERNAL,
    }

    class Meta:
        ordering = ["since", "pk"]
        verbose_name = _("person in a case")
        verbose_name_plural = _("persons in cases")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person", "role"],
                condition=models.Q(until__isnull=True),
                name="cases_role_once_at_a_time",
            )
        ]


class NameReading(models.Model):
    """A lead read a possible victim's name, and why. The journal points here: it keeps no free text."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="name_readings", verbose_name=_("case"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    reason = models.CharField(_("reason"), max_length=300)

    CLASSIFIED = {"case": INTERNAL, "person": INTERNAL, "by": INTERNAL, "at": INTERNAL, "reason": VICTIM}

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("reading of a name")
        verbose_name_plural = _("readings of names")
