"""Rules, legal holds and disposals."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.models import Agency
from lali.records.cases.models import Case
from lali.records.classified import INTERNAL, VICTIM
from lali.records.retention.vocabulary import DisposalState, RecordClass

_MEMBER = settings.AUTH_USER_MODEL


class RetentionRuleQuerySet(models.QuerySet):
    """Rules, those that hold and those of the past."""

    def standing(self) -> "RetentionRuleQuerySet":
        """Rules that hold now."""
        return self.filter(ended_at__isnull=True)


class RetentionRule(models.Model):
    """How long a class of record is kept after it was closed. Changing one ends it and begins another."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    record_class = models.CharField(_("what"), max_length=10, choices=RecordClass)
    case_kind = models.CharField(_("kind of case"), max_length=40, blank=True)  # empty: every kind
    keep_days = models.PositiveIntegerField(_("days it is kept"))
    basis = models.CharField(_("legal basis"), max_length=300)
    set_at = models.DateTimeField(_("set"), default=timezone.now)
    set_by = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("set by"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = RetentionRuleQuerySet.as_manager()

    CLASSIFIED = dict.fromkeys(
        ["agency", "record_class", "case_kind", "keep_days", "basis", "set_at", "set_by", "ended_at"], INTERNAL
    )

    class Meta:
        ordering = ["record_class", "case_kind", "set_at"]
        verbose_name = _("retention rule")
        verbose_name_plural = _("retention rules")
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "record_class", "case_kind"],
                condition=models.Q(ended_at__isnull=True),
                name="retention_one_rule_each",
            ),
            models.CheckConstraint(condition=models.Q(keep_days__gte=1), name="retention_a_day_at_least"),
        ]


class LegalHoldQuerySet(models.QuerySet):
    """Holds, those that stand and those that were lifted."""

    def standing(self) -> "LegalHoldQuerySet":
        """Holds that nobody has lifted."""
        return self.filter(lifted_at__isnull=True)


class LegalHold(models.Model):
    """A case must not be disposed of: a trial, an appeal, a request from abroad."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holds", verbose_name=_("case"))
    reason = models.CharField(_("reason"), max_length=400)
    set_at = models.DateTimeField(_("set"), default=timezone.now)
    set_by = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("set by"))
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        _MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lifted by")
    )
    lifted_reason = models.CharField(_("why it was lifted"), max_length=400, blank=True)

    objects = LegalHoldQuerySet.as_manager()

    CLASSIFIED = {
        **dict.fromkeys(["case", "set_at", "set_by", "lifted_at", "lifted_by"], INTERNAL),
        "reason": VICTIM,
        "lifted_reason": VICTIM,
    }

    class Meta:
        ordering = ["-set_at", "-pk"]
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | models.Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="retention_hold_lifted_together",
            )
        ]


class Disposal(models.Model):
    """Disposing of one record: proposed by one member, carried out by another. The subject is a text reference."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    record_class = models.CharField(_("what"), max_length=10, choices=RecordClass)
    subject = models.CharField(_("about"), max_length=60)
    basis = models.CharField(_("rule or decision"), max_length=300)
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now)
    proposed_by = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    state = models.CharField(_("state"), max_length=10, choices=DisposalState, default=DisposalState.WAITING)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        _MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    certificate = models.JSONField(_("certificate"), default=dict)

    CLASSIFIED = {
        **dict.fromkeys(["agency", "record_class", "subject", "basis", "proposed_at", "proposed_by"], INTERNAL),
        **dict.fromkeys(["state", "decided_at", "decided_by", "certificate"], INTERNAL),
    }

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        verbose_name = _("disposal")
        verbose_name_plural = _("disposals")
        constraints = [
            models.UniqueConstraint(
                fields=["subject"], condition=models.Q(state="waiting"), name="retention_one_waiting_each"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="done") | ~models.Q(decided_by=models.F("proposed_by")),
                name="retention_two_persons",
            ),
            models.CheckConstraint(
                condition=models.Q(state="waiting", decided_at__isnull=True, decided_by__isnull=True)
                | (~models.Q(state="waiting") & models.Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="retention_decided_together",
            ),
        ]

    @property
    def ref(self) -> str:
        """How people write this disposal."""
        return f"D-{self.pk:04d}"
