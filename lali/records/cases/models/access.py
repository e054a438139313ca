"""Coming into a case, and going to others: requests for access, and cases offered to another agency or unit."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.models import Agency, Unit
from lali.records.cases.models.case import MEMBER, Case
from lali.records.cases.vocabulary import OfferState, RequestState
from lali.records.classified import INTERNAL, VICTIM


class AccessRequest(models.Model):
    """A member asks to join a case. Kept for any reference typed, whether such a case exists or not."""

    member = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("member"))
    case_ref = models.CharField(_("case asked for"), max_length=20)
    reason = models.CharField(_("reason"), max_length=400)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=RequestState, default=RequestState.WAITING)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )

    CLASSIFIED = dict.fromkeys(
        ["member", "case_ref", "reason", "asked_at", "state", "decided_at", "decided_by"], INTERNAL
    )

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("request for access")
        verbose_name_plural = _("requests for access")
        constraints = [
            models.UniqueConstraint(
                fields=["member", "case_ref"],
                condition=models.Q(state="waiting"),
                name="cases_one_waiting_request_each",
            ),
            models.CheckConstraint(
                condition=models.Q(state="waiting", decided_at__isnull=True, decided_by__isnull=True)
                | (~models.Q(state="waiting") & models.Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="cases_request_decided_together",
            ),
        ]


class CaseOffer(models.Model):
    """A case is offered to another agency or unit: when accepted it is theirs, and the former team's places end."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="offers", verbose_name=_("case"))
    from_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("from agency"))
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("to agency"))
    to_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("to unit")
    )
    note = models.CharField(_("note"), max_length=400)
    keeps_reading_until = models.DateField(_("former lead reads until"), null=True, blank=True)
    offered_at = models.DateTimeField(_("offered"), default=timezone.now)
    offered_by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("offered by"))
    state = models.CharField(_("state"), max_length=10, choices=OfferState, default=OfferState.WAITING)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )

    CLASSIFIED = {
        **dict.fromkeys(["case", "from_agency", "to_agency", "to_unit", "keeps_reading_until"], INTERNAL),
        **dict.fromkeys(["offered_at", "offered_by", "state", "decided_at", "decided_by"], INTERNAL),
        "note": VICTIM,
    }

    class Meta:
        ordering = ["-offered_at", "-pk"]
        verbose_name = _("case offered")
        verbose_name_plural = _("cases offered")
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(state="waiting"), name="cases_one_waiting_offer_each"
            ),
            models.CheckConstraint(
                condition=models.Q(state="waiting", decided_at__isnull=True, decided_by__isnull=True)
                | (~models.Q(state="waiting") & models.Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="cases_offer_decided_together",
            ),
        ]
