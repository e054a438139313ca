"""What is to be done."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.cases.models.case import MEMBER, Case
from lali.records.cases.vocabulary import Priority
from lali.records.classified import INTERNAL, VICTIM

OPEN = models.Q(done_at__isnull=True, removed_at__isnull=True)


class TaskQuerySet(models.QuerySet):
    """Tasks, filtered the ways screens need."""

    def standing(self) -> "TaskQuerySet":
        """Tasks that nobody removed."""
        return self.filter(removed_at__isnull=True)

    def open(self) -> "TaskQuerySet":
        """Tasks still to be done."""
        return self.filter(OPEN)


class Task(models.Model):
    """Something to do in a case, by a day. One that was removed stays, with why, until the case is disposed of."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks", verbose_name=_("case"))
    title = models.CharField(_("what is to be done"), max_length=200)
    note = models.TextField(_("note"), blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    priority = models.CharField(_("priority"), max_length=10, choices=Priority, default=Priority.NORMAL)
    assignee = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name=_("who")
    )
    waiting_for = models.CharField(_("waits for"), max_length=200, blank=True)
    waiting_since = models.DateField(_("waits since"), null=True, blank=True)
    look_again_on = models.DateField(_("look again on"), null=True, blank=True)
    after = models.ManyToManyField(
        "self", symmetrical=False, related_name="before", blank=True, verbose_name=_("comes after")
    )
    created_at = models.DateTimeField(_("added"), default=timezone.now)
    created_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("added by")
    )
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("done by")
    )
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)
    removed_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("removed by")
    )
    removed_because = models.CharField(_("why it was removed"), max_length=300, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = TaskQuerySet.as_manager()

    CLASSIFIED = {
        "case": INTERNAL,
        "title": VICTIM,
        "note": VICTIM,
        "due_on": INTERNAL,
        "priority": INTERNAL,
        "assignee": INTERNAL,
        "waiting_for": VICTIM,
        "waiting_since": INTERNAL,
        "look_again_on": INTERNAL,
        "after": INTERNAL,
        "created_at": INTERNAL,
        "created_by": INTERNAL,
        "done_at": INTERNAL,
        "done_by": INTERNAL,
        "removed_at": INTERNAL,
        "removed_by": INTERNAL,
        "removed_because": VICTIM,
        "version": INTERNAL,
    }

    class Meta:
        ordering = [models.F("done_at").asc(nulls_first=True), models.F("due_on").asc(nulls_last=True), "pk"]
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        indexes = [  # of open tasks only; measured with 60,000: the board walks them in order and stops after a page
            models.Index(
                fields=["assignee", "due_on", "id", "case", "done_at", "removed_at"],  # all that counting them asks
                condition=OPEN,
                name="cases_task_mine",
            ),
            models.Index(fields=["due_on", "id", "case"], condition=OPEN, name="cases_task_open"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True, done_by__isnull=True)
                | models.Q(done_at__isnull=False, done_by__isnull=False),
                name="cases_task_done_together",
            ),
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=True, removed_by__isnull=True, removed_because="")
                | (models.Q(removed_at__isnull=False, removed_by__isnull=False) & ~models.Q(removed_because="")),
                name="cases_task_removed_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(waiting_for="", waiting_since__isnull=True)
                | (~models.Q(waiting_for="") & models.Q(waiting_since__isnull=False)),
                name="cases_task_waits_since",
            ),
        ]

    @property
    def subject(self) -> str:
        """How the journal and notices write this task."""
        return f"{self.case.subject}/task:{self.pk}"
