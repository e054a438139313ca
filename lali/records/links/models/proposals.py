"""Pairs of records that may belong together, what speaks for each, and what members said of them."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.cases.models import Case
from lali.records.classified import INTERNAL, PERSONAL, VICTIM
from lali.records.entities.models import Identifier
from lali.records.links.models.case_links import CaseLink
from lali.records.links.models.families import FamilyJudgement
from lali.records.links.vocabulary import BasisKind, Verdict
from lali.records.tips.models import Tip

MEMBER = settings.AUTH_USER_MODEL


WAS_JUDGED = models.Q(judged_at__gte=models.F("renewed_at"))


class ProposalQuerySet(models.QuerySet):
    """Proposals, by what became of them."""

    def waiting(self) -> "ProposalQuerySet":
        """Those nobody judged, and those for which something new speaks since."""
        return self.filter(models.Q(judged_at__isnull=True) | models.Q(judged_at__lt=models.F("renewed_at")))

    def judged(self) -> "ProposalQuerySet":
        """Those judged, for which nothing new speaks."""
        return self.filter(WAS_JUDGED, judged_at__isnull=False)  # the second for the index of those alone


def _end(model: type[models.Model], words: object) -> models.ForeignKey:
    return models.ForeignKey(
        model, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=words
    )


class Proposal(models.Model):
    """Two records that may belong together. Each end is a case, or a tip that is in no case.

    `one` and `other` are the ends as the journal writes them, the lesser first. `strength` is what its bases weigh
    together; `renewed_at` when the newest of them came. `answered_by` is what was said of a family whose texts both
    hold, where nothing speaks for the pair but what these name: derived, and told to whoever reads that judgement.
    """

    one = models.CharField(_("one"), max_length=60)
    other = models.CharField(_("other"), max_length=60)
    one_case = _end(Case, _("one, a case"))
    one_tip = _end(Tip, _("one, a tip"))
    other_case = _end(Case, _("other, a case"))
    other_tip = _end(Tip, _("other, a tip"))
    strength = models.FloatField(_("strength"), default=0)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    renewed_at = models.DateTimeField(_("newest basis"), default=timezone.now)
    judged_at = models.DateTimeField(_("judged"), null=True, blank=True)
    answered_by = models.ForeignKey(
        FamilyJudgement,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="answers",
        verbose_name=_("answered by what was said of a family"),
    )

    objects = ProposalQuerySet.as_manager()

    CLASSIFIED = dict.fromkeys(["one", "other", "one_case", "one_tip", "other_case", "other_tip"], INTERNAL) | (
        dict.fromkeys(["strength", "made_at", "renewed_at", "judged_at", "answered_by"], INTERNAL)
    )

    class Meta:
        ordering = ["-strength", "pk"]
        verbose_name = _("proposed link")
        verbose_name_plural = _("proposed links")
        indexes = [
            models.Index(fields=["-strength", "id"], name="links_proposals_by_strength"),
            models.Index(
                fields=["-judged_at"], condition=models.Q(judged_at__isnull=False), name="links_judged_newest"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="links_proposed_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="links_lesser_end_first"),
            models.CheckConstraint(
                condition=(models.Q(one_case__isnull=True) ^ models.Q(one_tip__isnull=True))
                & (models.Q(other_case__isnull=True) ^ models.Q(other_tip__isnull=True)),
                name="links_each_end_one_record",
            ),
        ]


class Basis(models.Model):
    """One thing that speaks for a proposal, and how much: less, the more records it stands in.

    An identifier stands in its own column; of every other kind `key` says what it is, in the words of that kind's part.
    """

    proposal = models.ForeignKey(
        Proposal, on_delete=models.CASCADE, related_name="bases", verbose_name=_("proposed link")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=BasisKind)
    identifier = models.ForeignKey(
        Identifier, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("identifier")
    )
    key = models.CharField(_("what they share"), max_length=80, blank=True)
    weight = models.FloatField(_("weight"))
    at = models.DateTimeField(_("since"), default=timezone.now)

    CLASSIFIED = {"identifier": PERSONAL} | dict.fromkeys(["proposal", "kind", "key", "weight", "at"], INTERNAL)

    class Meta:
        ordering = ["-weight", "pk"]
        verbose_name = _("basis of a proposed link")
        verbose_name_plural = _("bases of proposed links")
        indexes = [models.Index(fields=["kind", "key"], name="links_bases_by_key")]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "identifier"], name="links_basis_once"),
            models.UniqueConstraint(
                fields=["proposal", "kind", "key"], condition=~models.Q(key=""), name="links_keyed_basis_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind=BasisKind.IDENTIFIER, identifier__isnull=False, key="")
                | (models.Q(identifier__isnull=True) & ~models.Q(key="") & ~models.Q(kind=BasisKind.IDENTIFIER)),
                name="links_basis_is_one_thing",
            ),
        ]


class LinkJudgement(models.Model):
    """What a member said of a proposal and went by. Taken back, it stays; `link` is the one it made between cases.

    `said_at_once` is the same in all that were said in one go, of several pairs that rest on one thing.
    """

    proposal = models.ForeignKey(
        Proposal, on_delete=models.CASCADE, related_name="judgements", verbose_name=_("proposed link")
    )
    verdict = models.CharField(_("said"), max_length=10, choices=Verdict)
    reason = models.CharField(_("what it goes by"), max_length=400)
    by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    link = models.ForeignKey(
        CaseLink, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("link made")
    )
    said_at_once = models.UUIDField(_("said at once with others"), null=True, blank=True, db_index=True)
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    undone_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("taken back by")
    )
    undone_reason = models.CharField(_("why it was taken back"), max_length=400, blank=True)

    CLASSIFIED = dict.fromkeys(
        ["proposal", "verdict", "by", "at", "link", "said_at_once", "undone_at", "undone_by"], INTERNAL
    ) | {"reason": VICTIM, "undone_reason": VICTIM}  # fmt: skip

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("judgement on a proposed link")
        verbose_name_plural = _("judgements on proposed links")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=True, undone_by__isnull=True, undone_reason="")
                | (models.Q(undone_at__isnull=False, undone_by__isnull=False) & ~models.Q(undone_reason="")),
                name="links_judgement_undone_together",
            ),
        ]


class Proposed(models.Model):
    """How far mentions, tips put into cases, and texts of tips and messages were looked at for proposals. One row.

    On PostgreSQL a row may be committed after a later one. `sure` says up to where none can come any more; `mark`
    where each stood at a long round, and the transaction (`until`) before which all must have ended for that to hold.
    """

    mentions = models.BigIntegerField(_("mentions"), default=0)
    places = models.BigIntegerField(_("tips in cases"), default=0)
    removals_at = models.DateTimeField(_("removals until"), null=True, blank=True)
    tips = models.BigIntegerField(_("tips"), default=0)
    messages = models.BigIntegerField(_("messages"), default=0)

    sure = models.JSONField(_("sure up to"), default=dict, blank=True)
    mark = models.JSONField(_("stood at"), default=dict, blank=True)

    CLASSIFIED = dict.fromkeys(["mentions", "places", "removals_at", "tips", "messages", "sure", "mark"], INTERNAL)

    class Meta:
        verbose_name = _("how far proposals came")
        verbose_name_plural = _("how far proposals came")
