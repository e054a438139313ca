"""How persons and organisations of a case stand to one another."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.cases.models.case import MEMBER, Case
from lali.records.cases.vocabulary import RelationKind
from lali.records.classified import INTERNAL, VICTIM
from lali.records.entities.models import Person


class PersonRelation(models.Model):
    """`one` recruited, pays, is married to... `other`, in the eyes of this case, with how we know.

    One that was wrong is taken back with a reason, and stays on record.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="relations", verbose_name=_("case"))
    one = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("who"))
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("to whom"))
    kind = models.CharField(_("kind"), max_length=16, choices=RelationKind)
    source = models.CharField(_("how we know"), max_length=300)
    from_on = models.DateField(_("from"), null=True, blank=True)
    until_on = models.DateField(_("until"), null=True, blank=True)
    noted_at = models.DateTimeField(_("noted"), default=timezone.now)
    noted_by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("noted by"))
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    taken_back_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("taken back by")
    )
    taken_back_reason = models.CharField(_("why taken back"), max_length=300, blank=True)

    CLASSIFIED = {
        "case": INTERNAL,
        "one": INTERNAL,
        "other": INTERNAL,
        "kind": VICTIM,
        "source": VICTIM,
        "from_on": VICTIM,
        "until_on": VICTIM,
        "noted_at": INTERNAL,
        "noted_by": INTERNAL,
        "taken_back_at": INTERNAL,
        "taken_back_by": INTERNAL,
        "taken_back_reason": VICTIM,
    }

    class Meta:
        ordering = ["noted_at", "pk"]
        verbose_name = _("relation of persons")
        verbose_name_plural = _("relations of persons")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(one=models.F("other")), name="cases_nobody_is_related_to_themselves"
            ),
            models.CheckConstraint(
                condition=models.Q(taken_back_at__isnull=True, taken_back_by__isnull=True)
                | models.Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                name="cases_relation_taken_back_together",
            ),
        ]
