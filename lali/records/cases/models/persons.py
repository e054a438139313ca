"""Persons in roles, and who read their names."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.cases.models.case import MEMBER, Case
from lali.records.classified import INTERNAL, VICTIM
from lali.records.entities.models import Person
from lali.records.entities.vocabulary import PersonRole


class PersonInCaseQuerySet(models.QuerySet):
    """Places of persons, filtered the ways actions and queries need."""

    def standing(self) -> "PersonInCaseQuerySet":
        """Places that were not entered by mistake; roles that ended are among them."""
        return self.filter(removed_at__isnull=True)

    def present(self) -> "PersonInCaseQuerySet":
        """Roles that somebody has now."""
        return self.standing().filter(until__isnull=True)

    def victims(self) -> "PersonInCaseQuerySet":
        """Places in which somebody is or was a possible victim, by mistake too: the name stays shut."""
        return self.filter(role=PersonRole.VICTIM)


def is_shut(person: Person) -> bool:
    """Whether the person's name stands behind a code name: they, or a record found to be them, may be a victim."""
    return PersonInCase.objects.victims().filter(person__in=Person.objects.together([person.pk])).exists()


class PersonInCase(models.Model):
    """A person of a case in one role; several rows, several roles, over time.

    `acts_from` is the first day of the acts that the role speaks of: whether somebody is a child is asked for that
    day. A possible victim is one until a competent authority recognises them: `confirmed_by`, `confirmed_on`.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="persons", verbose_name=_("case"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="places", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=10, choices=PersonRole)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    since = models.DateTimeField(_("since"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    acts_from = models.DateField(_("first day of the acts"), null=True, blank=True)
    confirmed_on = models.DateField(_("recognised officially on"), null=True, blank=True)
    confirmed_by = models.CharField(_("recognised officially by"), max_length=200, blank=True)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)
    removed_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("removed by")
    )
    removed_reason = models.CharField(_("why removed"), max_length=300, blank=True)

    objects = PersonInCaseQuerySet.as_manager()

    CLASSIFIED = {
        "case": INTERNAL,
        "person": INTERNAL,
        "role": VICTIM,
        "reason": VICTIM,
        "since": INTERNAL,
        "until": INTERNAL,
        "acts_from": VICTIM,
        "confirmed_on": VICTIM,
        "confirmed_by": VICTIM,
        "removed_at": INTERNAL,
        "removed_by": INTERNAL,
        "removed_reason": VICTIM,
    }

    class Meta:
        ordering = ["since", "pk"]
        verbose_name = _("person in a case")
        verbose_name_plural = _("persons in cases")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person", "role"],
                condition=models.Q(until__isnull=True, removed_at__isnull=True),
                name="cases_role_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=True, removed_by__isnull=True)
                | models.Q(removed_at__isnull=False, removed_by__isnull=False),
                name="cases_person_removed_together",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_on__isnull=True, confirmed_by="")
                | (models.Q(confirmed_on__isnull=False) & ~models.Q(confirmed_by="")),
                name="cases_victim_confirmed_together",
            ),
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
