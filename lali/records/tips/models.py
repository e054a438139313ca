"""Tips and the letters that go with them."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.models import Agency
from lali.records.classified import INTERNAL, VICTIM
from lali.records.tips.vocabulary import HARD_TO_READ, RISK_ORDER, CloseReason, Risk, TipSource, TipState

NEW_ROW = models.Q(state=TipState.NEW, like__isnull=True)


class TipQuerySet(models.QuerySet):
    """Tips, filtered the ways screens need."""

    def of_agency(self, agency_id: int) -> "TipQuerySet":
        """Tips that came to one agency."""
        return self.filter(agency_id=agency_id)

    def not_walled(self, member_id: int) -> "TipQuerySet":
        """Tips of no case that a standing wall keeps from the member. Cases come after tips: named, not imported."""
        case = "case_place__case__walls"
        walled = self.model.objects.filter(**{f"{case}__member": member_id, f"{case}__lifted_at__isnull": True})
        return self.exclude(pk__in=walled.values("pk"))

    def in_rows(self) -> "TipQuerySet":
        """Without those that stand folded under another."""
        return self.filter(like__isnull=True)

    def new_rows(self) -> "TipQuerySet":
        """Those nobody decided on that stand under no other."""
        return self.filter(NEW_ROW)

    def over_new(self) -> "TipQuerySet":
        """Those decided on under which others still stand that nobody decided on."""
        return self.filter(self._is_over_new())

    def waiting(self) -> "TipQuerySet":
        """What waits for a decision: each new row, and each row decided on under which others still stand."""
        return self.filter(NEW_ROW | self._is_over_new())

    def _is_over_new(self) -> models.Q:
        decided = [state for state in TipState.values if state != TipState.NEW]
        left = self.model.objects.filter(state=TipState.NEW, like__isnull=False, like__state__in=decided)
        return models.Q(pk__in=left.values("like"))

    def most_urgent_first(self) -> "TipQuerySet":
        """By risk, then newest."""
        return self.order_by("urgency", "-received_at", "-pk")


def tip_ref(number: int) -> str:
    """How people and the journal write the tip of a number: `T-0042`."""
    return f"T-{number:04d}"


class Tip(models.Model):
    """What somebody told us. `reading` holds signs and identifiers as the engines' records; spans are into `text`."""

    number = models.PositiveIntegerField(_("number"))
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    source = models.CharField(_("came by"), max_length=10, choices=TipSource)
    report_number = models.BigIntegerField(_("report in the letterbox"), null=True, blank=True, unique=True)
    text = models.TextField(_("what was told"))
    details = models.JSONField(_("answers"), default=dict)
    reading = models.JSONField(_("signs and identifiers"), default=dict)
    risk = models.CharField(_("risk"), max_length=10, choices=Risk)
    urgency = models.PositiveSmallIntegerField(_("place in the queue"))
    language = models.CharField(_("language"), max_length=10)
    received_at = models.DateTimeField(_("received"))
    received_day_only = models.BooleanField(_("only the day is known"), default=False)  # the hour is made up, for order
    state = models.CharField(_("state"), max_length=10, choices=TipState, default=TipState.NEW)
    version = models.PositiveIntegerField(_("version"), default=1)
    taken_up_after = models.PositiveIntegerField(_("seconds until it was decided or its reporter asked"), null=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    close_reason = models.CharField(_("reason"), max_length=20, choices=CloseReason, blank=True)
    referred_to = models.CharField(_("referred to"), max_length=120, blank=True)
    note = models.TextField(_("note"), blank=True)
    sketch = models.CharField(_("sketch of the words, to find near copies"), max_length=512, blank=True)
    like = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="copies",
        verbose_name=_("near copy of"),
    )

    objects = TipQuerySet.as_manager()

    CLASSIFIED = {
        "number": INTERNAL,
        "agency": INTERNAL,
        "source": INTERNAL,
        "report_number": INTERNAL,
        "text": VICTIM,
        "details": VICTIM,
        "reading": VICTIM,
        "risk": INTERNAL,
        "urgency": INTERNAL,
        "language": INTERNAL,
        "received_at": INTERNAL,
        "received_day_only": INTERNAL,
        "state": INTERNAL,
        "version": INTERNAL,
        "taken_up_after": INTERNAL,
        "decided_at": INTERNAL,
        "decided_by": INTERNAL,
        "close_reason": INTERNAL,
        "referred_to": INTERNAL,
        "note": VICTIM,
        "sketch": VICTIM,
        "like": INTERNAL,
    }

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("tip")
        verbose_name_plural = _("tips")
        indexes = [
            models.Index(fields=["agency", "state", "urgency", "-received_at"], name="tips_queue"),
            models.Index(fields=["agency", "received_at", "taken_up_after"], name="tips_turn_round"),
            models.Index(fields=["like"], condition=models.Q(state="new", like__isnull=False), name="tips_folded_new"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="tips_number_once"),
            models.CheckConstraint(
                condition=models.Q(state="new", decided_at__isnull=True, decided_by__isnull=True)
                | (~models.Q(state="new") & models.Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="tips_decided_together",
            ),
            models.CheckConstraint(
                condition=models.Q(state="closed") ^ models.Q(close_reason=""), name="tips_closed_with_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(urgency__in=tuple(RISK_ORDER.values())), name="tips_urgency_known"
            ),
        ]

    @property
    def ref(self) -> str:
        """How people and the journal write this tip: `T-0042`."""
        return tip_ref(self.number)

    def note_taken_up(self, at: datetime) -> None:
        """Note when it was first answered. A register's day says nothing of how fast this office is."""
        if self.taken_up_after is None and self.source != TipSource.REGISTER:
            self.taken_up_after = max(round((at - self.received_at).total_seconds()), 0)

    @property
    def is_hard_to_read(self) -> bool:
        """Whether its signs say violence or sexual content: shown only to who asks for it."""
        return any(sign["id"] in HARD_TO_READ for sign in self.reading.get("signs", ()))

    @property
    def subject(self) -> str:
        """How the journal and mentions write this tip."""
        return f"tip:{self.pk}"


class TipLetter(models.Model):
    """A question we asked the reporter, or an answer that came back, opened by a member."""

    tip = models.ForeignKey(Tip, on_delete=models.PROTECT, related_name="letters", verbose_name=_("tip"))
    letter_number = models.BigIntegerField(_("letter in the letterbox"), unique=True)
    from_agency = models.BooleanField(_("from the agency"))
    words = models.TextField(_("words"))
    reading = models.JSONField(_("signs and identifiers"), default=dict)
    sent_at = models.DateTimeField(_("sent"))

    CLASSIFIED = {
        "tip": INTERNAL,
        "letter_number": INTERNAL,
        "from_agency": INTERNAL,
        "words": VICTIM,
        "reading": VICTIM,
        "sent_at": INTERNAL,
    }

    class Meta:
        ordering = ["pk"]
        verbose_name = _("letter")
        verbose_name_plural = _("letters")


class ShutFileQuerySet(models.QuerySet):
    """Files that are shut now."""

    def standing(self) -> "ShutFileQuerySet":
        """Those that nobody opened again."""
        return self.filter(lifted_at__isnull=True)


class ShutFile(models.Model):
    """A file of a tip that may show a child or an intimate image: a number, a size and a digest, nothing else of it.

    One person shuts it at once; another takes that back. Its bytes stay sealed in the letterbox as they were.
    """

    tip = models.ForeignKey(Tip, on_delete=models.PROTECT, related_name="shut_files", verbose_name=_("tip"))
    place = models.PositiveSmallIntegerField(_("place"))
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.BigIntegerField(_("size"))
    shut_at = models.DateTimeField(_("restricted"))
    shut_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("restricted by")
    )
    lifted_at = models.DateTimeField(_("restriction lifted"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lifted by"),
    )

    objects = ShutFileQuerySet.as_manager()

    CLASSIFIED = dict.fromkeys(
        ["tip", "place", "sha256", "size", "shut_at", "shut_by", "lifted_at", "lifted_by"], INTERNAL
    )

    class Meta:
        ordering = ["place", "pk"]
        verbose_name = _("restricted file of a tip")
        verbose_name_plural = _("restricted files of tips")
        constraints = [
            models.UniqueConstraint(
                fields=["tip", "place"], condition=models.Q(lifted_at__isnull=True), name="tips_shut_once"
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | (
                    models.Q(lifted_at__isnull=False, lifted_by__isnull=False)
                    & ~models.Q(lifted_by=models.F("shut_by"))
                ),
                name="tips_lifted_by_another",
            ),
        ]
