"""Suspected offences, the persons in them, and what their elements rest on."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.cases.models import Case
from lali.records.chronology.models import Event
from lali.records.classified import INTERNAL, VICTIM
from lali.records.elements.vocabulary import OffenceState, Part, Strength
from lali.records.entities.models import Identifier, Person
from lali.records.evidence.models import Exhibit, Passage, Statement
from lali.records.law.models import Element, OffenceVersion

MEMBER = settings.AUTH_USER_MODEL
CITED = ("exhibit", "statement", "passage", "event", "identifier")  # what a proof may point to, besides words


class SuspectedOffence(models.Model):
    """An offence that a case looks into, in the version of the law it was taken up with."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="suspected_offences", verbose_name=_("case"))
    number = models.PositiveIntegerField(_("number"))
    offence = models.ForeignKey(
        OffenceVersion, on_delete=models.PROTECT, related_name="+", verbose_name=_("version of an offence")
    )
    period_from = models.DateField(_("from"), null=True, blank=True)
    period_to = models.DateField(_("to"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=OffenceState, default=OffenceState.SUSPECTED)
    state_why = models.CharField(_("why this state"), max_length=300, blank=True)
    added_at = models.DateTimeField(_("taken up"), default=timezone.now)
    added_by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("taken up by"))
    version = models.PositiveIntegerField(_("version"), default=1)

    CLASSIFIED = {
        "case": INTERNAL,
        "number": INTERNAL,
        "offence": INTERNAL,
        "period_from": INTERNAL,
        "period_to": INTERNAL,
        "note": VICTIM,
        "state": INTERNAL,
        "state_why": VICTIM,
        "added_at": INTERNAL,
        "added_by": INTERNAL,
        "version": INTERNAL,
    }

    class Meta:
        ordering = ["number"]
        verbose_name = _("suspected offence")
        verbose_name_plural = _("suspected offences")
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="elements_offence_number_once"),
            models.CheckConstraint(
                condition=models.Q(period_from__isnull=True)
                | models.Q(period_to__isnull=True)
                | models.Q(period_to__gte=models.F("period_from")),
                name="elements_period_in_order",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="dropped") | ~models.Q(state_why=""), name="elements_dropped_with_reason"
            ),
        ]

    @property
    def ref(self) -> str:
        """How people and the journal write this suspected offence: `O-001` of its case."""
        return f"O-{self.number:03d}"

    @property
    def subject(self) -> str:
        """How the journal writes this suspected offence."""
        return f"{self.case.subject}/offence:{self.ref}"


class PersonInOffence(models.Model):
    """A person of the case in a suspected offence: suspected of it, or harmed by it."""

    suspected = models.ForeignKey(
        SuspectedOffence, on_delete=models.PROTECT, related_name="persons", verbose_name=_("suspected offence")
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    part = models.CharField(_("part"), max_length=10, choices=Part)

    CLASSIFIED = {"suspected": INTERNAL, "person": INTERNAL, "part": VICTIM}

    class Meta:
        ordering = ["pk"]
        verbose_name = _("person in a suspected offence")
        verbose_name_plural = _("persons in suspected offences")
        constraints = [
            models.UniqueConstraint(fields=["suspected", "person", "part"], name="elements_person_once_in_a_part")
        ]


def _exactly_one() -> models.Q:
    """One of what can be cited, or words; never two, never nothing."""
    nothing = {f"{name}__isnull": True for name in CITED}
    allowed = models.Q(**nothing) & ~models.Q(in_words="")
    for name in CITED:
        allowed |= models.Q(**(nothing | {f"{name}__isnull": False}), in_words="")
    return allowed


class Proof(models.Model):
    """What an element rests on, or what speaks against it. Withdrawn with a reason, never deleted."""

    suspected = models.ForeignKey(
        SuspectedOffence, on_delete=models.PROTECT, related_name="proofs", verbose_name=_("suspected offence")
    )
    element = models.ForeignKey(Element, on_delete=models.PROTECT, related_name="+", verbose_name=_("element"))
    strength = models.CharField(_("which way"), max_length=12, choices=Strength)
    exhibit = models.ForeignKey(
        Exhibit, on_delete=models.PROTECT, null=True, blank=True, related_name="proofs", verbose_name=_("exhibit")
    )
    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, null=True, blank=True, related_name="proofs", verbose_name=_("statement")
    )
    passage = models.ForeignKey(
        Passage, on_delete=models.PROTECT, null=True, blank=True, related_name="proofs", verbose_name=_("passage")
    )
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, blank=True, related_name="proofs", verbose_name=_("event")
    )
    identifier = models.ForeignKey(
        Identifier, on_delete=models.PROTECT, null=True, blank=True, related_name="proofs", verbose_name=_("identifier")
    )
    in_words = models.CharField(_("in words"), max_length=300, blank=True)
    note = models.CharField(_("note"), max_length=400, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("withdrawn by")
    )
    withdrawn_why = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)

    CLASSIFIED = {
        "suspected": INTERNAL,
        "element": INTERNAL,
        "strength": INTERNAL,
        "exhibit": INTERNAL,
        "statement": INTERNAL,
        "passage": INTERNAL,
        "event": INTERNAL,
        "identifier": INTERNAL,
        "in_words": VICTIM,
        "note": VICTIM,
        "at": INTERNAL,
        "by": INTERNAL,
        "withdrawn_at": INTERNAL,
        "withdrawn_by": INTERNAL,
        "withdrawn_why": VICTIM,
    }

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("proof")
        verbose_name_plural = _("proofs")
        constraints = [
            models.CheckConstraint(condition=_exactly_one(), name="elements_proof_rests_on_one"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_why="")
                | (models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~models.Q(withdrawn_why="")),
                name="elements_proof_withdrawn_together",
            ),
        ]
