"""Tips and messages that say nearly the same, folded into families."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.classified import INTERNAL, VICTIM
from lali.records.conversations.models import Conversation
from lali.records.conversations.vocabulary import ReadingState
from lali.records.tips.models import Tip


class FamilyTextQuerySet(models.QuerySet["FamilyText"]):
    """Chainable filters."""

    def readable(self) -> "FamilyTextQuerySet":
        """Tips, and messages of readings that count, of exhibits that are not restricted."""
        counts = models.Q(conversation__exhibit__restricted_at__isnull=True)
        counts &= ~models.Q(conversation__state=ReadingState.BACK)
        return self.filter(models.Q(tip__isnull=False) | counts)


class FamilyText(models.Model):
    """A tip, or a message of a conversation, and the family it was folded into. Its words stay where they stand.

    `family` is the code that the engine gives: the same texts give the same on any machine, and another when more
    come; empty before it was folded. `score` says how like the middle of the family it is, from 0 to 1.
    """

    tip = models.OneToOneField(
        Tip, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("tip")
    )
    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("conversation")
    )
    n = models.BigIntegerField(_("message"), null=True, blank=True)
    family = models.CharField(_("family"), max_length=16, blank=True, db_index=True)
    score = models.FloatField(_("likeness"), default=0)
    at = models.DateTimeField(_("since"), default=timezone.now)

    objects = FamilyTextQuerySet.as_manager()

    CLASSIFIED = dict.fromkeys(["tip", "n", "family", "score", "at"], INTERNAL) | {"conversation": VICTIM}

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
        ]
