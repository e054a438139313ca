"""Tips and messages that say nearly the same, folded into families, and what members said of a family."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.classified import INTERNAL, PERSONAL, VICTIM
from lali.records.conversations.models import Conversation
from lali.records.conversations.vocabulary import ReadingState
from lali.records.links.models.case_links import CaseLink
from lali.records.links.vocabulary import Verdict
from lali.records.tips.models import Tip

MEMBER = settings.AUTH_USER_MODEL


class Family(models.Model):
    """Texts that say nearly the same. It stays the same family when others come, though the engine's code changes.

    `renewed_at` is when it was made, or last grew together with another: what was said before is then asked again.
    """

    made_at = models.DateTimeField(_("made"), default=timezone.now)
    renewed_at = models.DateTimeField(_("grew together"), default=timezone.now)

    CLASSIFIED = dict.fromkeys(["made_at", "renewed_at"], INTERNAL)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("family")
        verbose_name_plural = _("families")

    @property
    def subject(self) -> str:
        """How the journal and notices write this family."""
        return f"family:{self.pk}"


class FamilyTextQuerySet(models.QuerySet["FamilyText"]):
    """Chainable filters."""

    def readable(self) -> "FamilyTextQuerySet":
        """Tips, and messages of readings that count, of exhibits that are not restricted."""
        counts = models.Q(conversation__exhibit__restricted_at__isnull=True)
        counts &= ~models.Q(conversation__state=ReadingState.BACK)
        return self.filter(models.Q(tip__isnull=False) | counts)

    def with_end(self) -> "FamilyTextQuerySet":
        """Each with `end`: the number of the case that it is in, or of the tip that is in none, below zero."""
        case = models.functions.Coalesce("conversation__case", "tip__case_place__case", -models.F("tip"))
        return self.annotate(end=case)


class FamilyText(models.Model):
    """A tip, or a message of a conversation, and the family it was folded into. Its words stay where they stand.

    `code` is what the engine gives its family: the same texts give the same on any machine, and another when more come;
    empty before it was folded. `score` says how like the middle of the family it is, from 0 to 1. `names` are the
    identifiers in it, each as kind and value. One that a member took out says of which family, and is in none.
    """

    tip = models.OneToOneField(
        Tip, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("tip")
    )
    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("conversation")
    )
    n = models.BigIntegerField(_("message"), null=True, blank=True)
    code = models.CharField(_("code of the family"), max_length=16, blank=True, db_index=True)
    family = models.ForeignKey(
        Family, on_delete=models.SET_NULL, null=True, blank=True, related_name="texts", verbose_name=_("family")
    )
    score = models.FloatField(_("likeness"), default=0)
    names = models.JSONField(_("identifiers in it"), default=list, blank=True)
    at = models.DateTimeField(_("since"), default=timezone.now)
    folded_at = models.DateTimeField(_("came to be compared"), default=timezone.now)
    out_of = models.ForeignKey(
        Family,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="taken_out",
        verbose_name=_("taken out of"),
    )
    out_at = models.DateTimeField(_("taken out"), null=True, blank=True)
    out_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("taken out by")
    )
    out_reason = models.CharField(_("why it was taken out"), max_length=400, blank=True)

    objects = FamilyTextQuerySet.as_manager()

    CLASSIFIED = dict.fromkeys(["tip", "n", "code", "family", "score", "at", "folded_at"], INTERNAL) | (
        dict.fromkeys(["out_of", "out_at", "out_by"], INTERNAL)
        | {"conversation": VICTIM, "names": PERSONAL, "out_reason": VICTIM}
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("text of a family")
        verbose_name_plural = _("texts of families")
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "n"],
                condition=models.Q(conversation__isnull=False),
                name="links_family_text_once",
            ),
            models.CheckConstraint(
                condition=models.Q(tip__isnull=False, conversation__isnull=True, n__isnull=True)
                | models.Q(tip__isnull=True, conversation__isnull=False, n__isnull=False),
                name="links_family_text_is_one",
            ),
            models.CheckConstraint(
                condition=models.Q(out_at__isnull=True, out_by__isnull=True, out_reason="")
                | (
                    models.Q(out_at__isnull=False, out_by__isnull=False, family__isnull=True) & ~models.Q(out_reason="")
                ),
                name="links_family_text_out_together",
            ),
        ]


class FamilyJudgement(models.Model):
    """What a member said of the texts of a family that they had before them, and went by. Taken back, it stays.

    It rests on those `texts`: whoever may open all of them reads it, and for others it was never said. `links` are
    those that it made between cases.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="judgements", verbose_name=_("family"))
    verdict = models.CharField(_("said"), max_length=10, choices=Verdict)
    reason = models.CharField(_("what it goes by"), max_length=400)
    by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    texts = models.ManyToManyField(FamilyText, related_name="judgements", verbose_name=_("texts judged"))
    links = models.ManyToManyField(CaseLink, related_name="+", blank=True, verbose_name=_("links made"))
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    undone_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("taken back by")
    )
    undone_reason = models.CharField(_("why it was taken back"), max_length=400, blank=True)

    CLASSIFIED = dict.fromkeys(["family", "verdict", "by", "at", "texts", "links"], INTERNAL) | (
        dict.fromkeys(["undone_at", "undone_by"], INTERNAL) | {"reason": VICTIM, "undone_reason": VICTIM}
    )

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("judgement on a family")
        verbose_name_plural = _("judgements on families")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=True, undone_by__isnull=True, undone_reason="")
                | (models.Q(undone_at__isnull=False, undone_by__isnull=False) & ~models.Q(undone_reason="")),
                name="links_family_judgement_undone_together",
            ),
        ]
