"""Hand-overs of physical exhibits: the giver says to whom, the receiver answers."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.classified import INTERNAL, VICTIM
from lali.records.evidence.models.exhibits import Exhibit
from lali.records.evidence.vocabulary import HandingState

MEMBER = settings.AUTH_USER_MODEL


class HandingQuerySet(models.QuerySet):
    """Hand-overs, filtered the ways screens and reminders need."""

    def on_their_way(self) -> "HandingQuerySet":
        """Those that nobody has answered yet."""
        return self.filter(state=HandingState.ON_ITS_WAY)


class HandingOver(models.Model):
    """One exhibit on its way from one person to another, and how that ended.

    To a member, who answers under their own sign-in; or to somebody outside, by name and office, whose answer is a
    paper they signed: an exhibit of the same case. `seal_seen` is what the receiver read on the seal.
    """

    exhibit = models.ForeignKey(Exhibit, on_delete=models.PROTECT, related_name="hand_overs", verbose_name=_("exhibit"))
    given_by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("given by"))
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    to_member = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("to a member")
    )
    to_name = models.CharField(_("to whom outside"), max_length=120, blank=True)
    to_office = models.CharField(_("their office"), max_length=160, blank=True)
    why = models.CharField(_("what for"), max_length=300)
    seal = models.CharField(_("number of the seal on it"), max_length=60, blank=True)
    due_at = models.DateTimeField(_("should be there by"))
    state = models.CharField(
        _("state"), max_length=10, choices=HandingState, default=HandingState.ON_ITS_WAY, db_index=True
    )
    answered_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answer = models.CharField(_("remark or reason"), max_length=300, blank=True)
    seal_seen = models.CharField(_("number read on the seal"), max_length=60, blank=True)
    paper = models.ForeignKey(
        Exhibit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed paper")
    )

    objects = HandingQuerySet.as_manager()

    CLASSIFIED = {
        "exhibit": INTERNAL,
        "given_by": INTERNAL,
        "given_at": INTERNAL,
        "to_member": INTERNAL,
        "to_name": VICTIM,
        "to_office": VICTIM,
        "why": VICTIM,
        "seal": INTERNAL,
        "due_at": INTERNAL,
        "state": INTERNAL,
        "answered_by": INTERNAL,
        "answered_at": INTERNAL,
        "answer": VICTIM,
        "seal_seen": INTERNAL,
        "paper": INTERNAL,
    }

    class Meta:
        ordering = ["given_at", "pk"]
        verbose_name = _("hand-over of an exhibit")
        verbose_name_plural = _("hand-overs of exhibits")
        constraints = [
            models.UniqueConstraint(
                fields=["exhibit"], condition=models.Q(state="on_its_way"), name="evidence_on_its_way_once"
            ),
            models.CheckConstraint(
                condition=models.Q(to_member__isnull=False, to_name="")
                | models.Q(to_member__isnull=True) & ~models.Q(to_name=""),
                name="evidence_handed_to_one",
            ),
            models.CheckConstraint(
                condition=models.Q(state="on_its_way", answered_by__isnull=True, answered_at__isnull=True)
                | ~models.Q(state="on_its_way") & models.Q(answered_by__isnull=False, answered_at__isnull=False),
                name="evidence_hand_over_answered",
            ),
        ]

    @property
    def receiver(self) -> str:
        """Whom it goes to, in words."""
        return self.to_member.name if self.to_member_id else ", ".join(filter(None, (self.to_name, self.to_office)))
