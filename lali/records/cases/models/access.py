"""Coming into a case: requests for access."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.cases.models.case import MEMBER
from lali.records.cases.vocabulary import RequestState
from lali.records.classified import INTERNAL


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
