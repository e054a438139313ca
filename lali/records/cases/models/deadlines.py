"""Statutory and request clocks, and each time one was extended or paused."""

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.cases.models.case import MEMBER, Case
from lali.records.cases.vocabulary import ClockChange, DeadlineKind, DeadlineState, LengthUnit
from lali.records.classified import INTERNAL, PERSONAL, VICTIM

OPEN = models.Q(met_at__isnull=True, removed_at__isnull=True)


class DeadlineQuerySet(models.QuerySet):
    """Deadlines, filtered the ways screens need."""

    def standing(self) -> "DeadlineQuerySet":
        """Deadlines that nobody removed."""
        return self.filter(removed_at__isnull=True)

    def open(self) -> "DeadlineQuerySet":
        """Deadlines not met yet; missed ones are among them until somebody meets them."""
        return self.filter(OPEN)

    def running(self) -> "DeadlineQuerySet":
        """Open ones whose clock is not paused."""
        return self.open().filter(paused_at__isnull=True)


class Deadline(models.Model):
    """A moment by which something must have happened. `due_at` counts every extension and pause already."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deadlines", verbose_name=_("case"))
    kind = models.CharField(_("kind"), max_length=20, choices=DeadlineKind)
    started_at = models.DateTimeField(_("clock started"))
    length = models.PositiveIntegerField(_("length"), null=True, blank=True)
    unit = models.CharField(_("counted in"), max_length=12, choices=LengthUnit, blank=True)
    due_at = models.DateTimeField(_("due"))
    basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed with a prosecutor"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who noted that")
    )
    assignee = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="deadlines", verbose_name=_("who")
    )
    note = models.TextField(_("note"), blank=True)
    paused_at = models.DateTimeField(_("paused"), null=True, blank=True)
    met_at = models.DateTimeField(_("met"), null=True, blank=True)
    met_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("met by")
    )
    created_at = models.DateTimeField(_("added"), default=timezone.now)
    created_by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("added by"))
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)
    removed_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("removed by")
    )
    removed_because = models.CharField(_("why it was removed"), max_length=300, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = DeadlineQuerySet.as_manager()

    CLASSIFIED = {
        "case": INTERNAL,
        "kind": INTERNAL,
        "started_at": INTERNAL,
        "length": INTERNAL,
        "unit": INTERNAL,
        "due_at": INTERNAL,
        "basis": PERSONAL,
        "confirmed_at": INTERNAL,
        "confirmed_by": INTERNAL,
        "assignee": INTERNAL,
        "note": VICTIM,
        "paused_at": INTERNAL,
        "met_at": INTERNAL,
        "met_by": INTERNAL,
        "created_at": INTERNAL,
        "created_by": INTERNAL,
        "removed_at": INTERNAL,
        "removed_by": INTERNAL,
        "removed_because": VICTIM,
        "version": INTERNAL,
    }

    class Meta:
        ordering = [models.F("met_at").asc(nulls_first=True), "due_at", "pk"]
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        indexes = [
            models.Index(fields=["assignee", "due_at", "id", "case"], condition=OPEN, name="cases_deadline_mine"),
            models.Index(fields=["due_at", "id", "case"], condition=OPEN, name="cases_deadline_open"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(met_at__isnull=True, met_by__isnull=True)
                | models.Q(met_at__isnull=False, met_by__isnull=False),
                name="cases_deadline_met_together",
            ),
            models.CheckConstraint(
                condition=models.Q(length__isnull=True, unit="")
                | (models.Q(length__isnull=False) & ~models.Q(unit="")),
                name="cases_deadline_length_has_unit",
            ),
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=True, removed_by__isnull=True, removed_because="")
                | (models.Q(removed_at__isnull=False, removed_by__isnull=False) & ~models.Q(removed_because="")),
                name="cases_deadline_removed_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | models.Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="cases_deadline_confirmed_together",
            ),
        ]

    @property
    def subject(self) -> str:
        """How the journal and notices write this deadline."""
        return f"{self.case.subject}/deadline:{self.pk}"

    @property
    def first_words(self) -> str:
        """The first line of the note: of a clock that a template set going, what must have happened."""
        return self.note.partition("\n")[0]

    @property
    def is_called_by_note(self) -> bool:
        """Whether its note says better what it is than its kind, which is none of those we have words for."""
        return self.kind == DeadlineKind.OTHER and bool(self.first_words.strip())

    def state_at(self, now: datetime) -> DeadlineState:
        """Where it stands; computed, never kept."""
        if self.met_at:
            return DeadlineState.MET if self.met_at <= self.due_at else DeadlineState.MET_LATE
        if self.paused_at:
            return DeadlineState.PAUSED
        return DeadlineState.RUNNING if now <= self.due_at else DeadlineState.MISSED


class DeadlineChange(models.Model):
    """One time a deadline was extended, paused or set going again, with why. Each is kept."""

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="changes", verbose_name=_("deadline"))
    what = models.CharField(_("what"), max_length=10, choices=ClockChange)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    reason = models.CharField(_("reason"), max_length=300)
    due_before = models.DateTimeField(_("due before"))
    due_after = models.DateTimeField(_("due after"))

    CLASSIFIED = {
        "deadline": INTERNAL,
        "what": INTERNAL,
        "at": INTERNAL,
        "by": INTERNAL,
        "reason": VICTIM,
        "due_before": INTERNAL,
        "due_after": INTERNAL,
    }

    class Meta:
        ordering = ["pk"]
        verbose_name = _("change of a deadline")
        verbose_name_plural = _("changes of deadlines")
