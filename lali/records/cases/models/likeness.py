"""Whether two records of persons are of one person: what members judged, and what they merged."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.cases.models.case import MEMBER
from lali.records.cases.vocabulary import Likeness
from lali.records.classified import INTERNAL, VICTIM
from lali.records.entities.models import Person


class PersonMerge(models.Model):
    """`other` was found to be the same person as `keep`. Undone, both stand as before: nothing was moved or lost.

    `followed`: numbers of persons that stood together with `other` and came along.
    """

    keep = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("kept"))
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("the same as"))
    followed = models.JSONField(_("came along"), default=list)
    reason = models.CharField(_("reason"), max_length=300)
    merged_at = models.DateTimeField(_("merged"), default=timezone.now)
    merged_by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("merged by"))
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("undone by")
    )
    undone_reason = models.CharField(_("why undone"), max_length=300, blank=True)

    CLASSIFIED = {
        "keep": INTERNAL,
        "other": INTERNAL,
        "followed": INTERNAL,
        "reason": VICTIM,
        "merged_at": INTERNAL,
        "merged_by": INTERNAL,
        "undone_at": INTERNAL,
        "undone_by": INTERNAL,
        "undone_reason": VICTIM,
    }

    class Meta:
        ordering = ["merged_at", "pk"]
        verbose_name = _("merge of persons")
        verbose_name_plural = _("merges of persons")
        constraints = [
            models.UniqueConstraint(
                fields=["other"], condition=models.Q(undone_at__isnull=True), name="cases_merged_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=True, undone_by__isnull=True)
                | models.Q(undone_at__isnull=False, undone_by__isnull=False),
                name="cases_merge_undone_together",
            ),
        ]


class PersonJudgementQuerySet(models.QuerySet):
    """Judgements, by what became of them."""

    def standing(self) -> "PersonJudgementQuerySet":
        """Those that nobody took back."""
        return self.filter(undone_at__isnull=True)


class PersonJudgement(models.Model):
    """A member judged whether two persons are one. The pair is not proposed again; `one` is the lower number.

    `merge` is what "the same" made of them; parted again, the judgement is taken back with it. Taken back, it stays.
    """

    one = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("one"))
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("other"))
    likeness = models.CharField(_("judged"), max_length=10, choices=Likeness)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    merge = models.ForeignKey(
        PersonMerge, on_delete=models.PROTECT, null=True, blank=True, related_name="judgements", verbose_name=_("merge")
    )
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    undone_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("taken back by")
    )
    undone_reason = models.CharField(_("why it was taken back"), max_length=300, blank=True)

    objects = PersonJudgementQuerySet.as_manager()

    CLASSIFIED = dict.fromkeys(
        ["one", "other", "likeness", "by", "at", "merge", "undone_at", "undone_by"], INTERNAL
    ) | {"reason": VICTIM, "undone_reason": VICTIM}  # fmt: skip

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("judgement on two persons")
        verbose_name_plural = _("judgements on two persons")
        indexes = [
            models.Index(fields=["one", "other"], name="cases_judged_pair"),
            models.Index(fields=["-at", "-id"], name="cases_judged_newest"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="cases_judged_lower_first"),
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=True, undone_by__isnull=True, undone_reason="")
                | (models.Q(undone_at__isnull=False, undone_by__isnull=False) & ~models.Q(undone_reason="")),
                name="cases_judged_undone_together",
            ),
        ]
