"""Links between cases that a member confirmed."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.cases.models import Case
from lali.records.classified import INTERNAL, VICTIM


class CaseLinkQuerySet(models.QuerySet):
    """Links, those that stand and those that were undone."""

    def standing(self) -> "CaseLinkQuerySet":
        """Links that nobody has undone."""
        return self.filter(undone_at__isnull=True)

    def between(self, one: Case, other: Case) -> "CaseLinkQuerySet":
        """Links of these two."""
        return self.filter(first=min(one.pk, other.pk), second=max(one.pk, other.pk))


class CaseLink(models.Model):
    """Two cases tied by a person who is on the team of both. The earlier case stands first; an undone link stays."""

    first = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links_out", verbose_name=_("case"))
    second = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links_in", verbose_name=_("linked case"))
    reason = models.CharField(_("reason"), max_length=400)
    linked_at = models.DateTimeField(_("linked"), default=timezone.now)
    linked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("linked by")
    )
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("undone by"),
    )
    undone_reason = models.CharField(_("why it was undone"), max_length=400, blank=True)

    objects = CaseLinkQuerySet.as_manager()

    CLASSIFIED = {
        "first": INTERNAL,
        "second": INTERNAL,
        "reason": VICTIM,
        "linked_at": INTERNAL,
        "linked_by": INTERNAL,
        "undone_at": INTERNAL,
        "undone_by": INTERNAL,
        "undone_reason": VICTIM,
    }

    class Meta:
        ordering = ["linked_at"]
        verbose_name = _("link between cases")
        verbose_name_plural = _("links between cases")
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"], condition=models.Q(undone_at__isnull=True), name="links_once"
            ),
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=True, undone_by__isnull=True, undone_reason="")
                | (models.Q(undone_at__isnull=False, undone_by__isnull=False) & ~models.Q(undone_reason="")),
                name="links_undone_together",
            ),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="links_earlier_first"),
        ]
