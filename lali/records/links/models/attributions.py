"""Whose an identifier is said to be, when, and how far that is trusted; and notes. Each is kept in a case."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.cases.models import Case
from lali.records.classified import INTERNAL, VICTIM
from lali.records.entities.models import Identifier, Person
from lali.records.links.vocabulary import Confidence, Credibility, Reliability

MEMBER = settings.AUTH_USER_MODEL


class Attribution(models.Model):
    """In one case somebody holds that an identifier is, or was, a person's. Several may contradict one another.

    Seen by that case's team only. What is withdrawn stays, with the reason.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="attributions", verbose_name=_("case"))
    identifier = models.ForeignKey(
        Identifier, on_delete=models.PROTECT, related_name="attributions", verbose_name=_("identifier")
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="attributions", verbose_name=_("person")
    )
    owner = models.CharField(_("owner in words"), max_length=200, blank=True)
    since = models.DateField(_("from"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("how it is known"), max_length=300)
    reliability = models.CharField(_("the source"), max_length=1, choices=Reliability)
    credibility = models.CharField(_("what it says"), max_length=1, choices=Credibility)
    confidence = models.CharField(_("how sure we are"), max_length=10, choices=Confidence)
    made_at = models.DateTimeField(_("noted"), default=timezone.now)
    made_by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("noted by"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("withdrawn by")
    )
    withdrawn_reason = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)

    CLASSIFIED = {
        **dict.fromkeys(["case", "identifier", "person", "since", "until"], INTERNAL),
        **dict.fromkeys(["reliability", "credibility", "confidence", "made_at", "made_by"], INTERNAL),
        **dict.fromkeys(["withdrawn_at", "withdrawn_by"], INTERNAL),
        **dict.fromkeys(["owner", "source", "withdrawn_reason"], VICTIM),
    }

    class Meta:
        ordering = [models.F("since").asc(nulls_last=True), "pk"]
        verbose_name = _("attribution")
        verbose_name_plural = _("attributions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) ^ ~models.Q(owner=""), name="links_one_owner_each"
            ),
            models.CheckConstraint(
                condition=models.Q(since__isnull=True)
                | models.Q(until__isnull=True)
                | models.Q(until__gte=models.F("since")),
                name="links_owned_from_until",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="")
                | (models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~models.Q(withdrawn_reason="")),
                name="links_withdrawn_together",
            ),
        ]


class IdentifierNote(models.Model):
    """A note on an identifier, kept in a case and seen by its team only."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="identifier_notes", verbose_name=_("case"))
    identifier = models.ForeignKey(
        Identifier, on_delete=models.PROTECT, related_name="notes", verbose_name=_("identifier")
    )
    words = models.CharField(_("note"), max_length=1_000)
    at = models.DateTimeField(_("noted"), default=timezone.now)
    by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("noted by"))

    CLASSIFIED = {"case": INTERNAL, "identifier": INTERNAL, "words": VICTIM, "at": INTERNAL, "by": INTERNAL}

    class Meta:
        ordering = ["pk"]
        verbose_name = _("note on an identifier")
        verbose_name_plural = _("notes on identifiers")
