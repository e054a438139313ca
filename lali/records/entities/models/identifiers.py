"""Identifiers with their mentions, their tags, and who watches them."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.models import Agency
from lali.records.classified import INTERNAL, PERSONAL
from lali.records.entities.vocabulary import IdentifierKind

MEMBER = settings.AUTH_USER_MODEL
LONGEST_TAG = 40


class Identifier(models.Model):
    """A phone number, handle, wallet... in its normalised form, once."""

    kind = models.CharField(_("kind"), max_length=20, choices=IdentifierKind)
    value = models.CharField(_("normalised value"), max_length=500)
    weak = models.BooleanField(_("weak: may be something else"), default=False)

    CLASSIFIED = {"kind": INTERNAL, "value": PERSONAL, "weak": INTERNAL}

    class Meta:
        ordering = ["kind", "value"]
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        constraints = [models.UniqueConstraint(fields=["kind", "value"], name="entities_identifier_once")]

    @property
    def subject(self) -> str:
        """How the journal and notices write this identifier: never its value."""
        return f"identifier:{self.pk}"


class MentionQuerySet(models.QuerySet):
    """Mentions, those that stand and those that were removed."""

    def standing(self) -> "MentionQuerySet":
        """Mentions that nobody has removed."""
        return self.filter(removed_at__isnull=True)


class Mention(models.Model):
    """One record speaks of one identifier. The record stands as text, so that a mention never opens a door to it.

    A mention typed by mistake is removed with a reason: it stays on record, and no question counts it any more.
    """

    identifier = models.ForeignKey(
        Identifier, on_delete=models.PROTECT, related_name="mentions", verbose_name=_("identifier")
    )
    record = models.CharField(_("record"), max_length=60, db_index=True)
    raw = models.CharField(_("as written there"), max_length=500)
    at = models.DateTimeField(_("noted"), default=timezone.now)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)
    removed_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("removed by")
    )
    removed_reason = models.CharField(_("why it was removed"), max_length=300, blank=True)

    objects = MentionQuerySet.as_manager()

    CLASSIFIED = {
        "identifier": PERSONAL,
        "record": INTERNAL,
        "raw": PERSONAL,
        "at": INTERNAL,
        "removed_at": INTERNAL,
        "removed_by": INTERNAL,
        "removed_reason": PERSONAL,
    }

    class Meta:
        ordering = ["pk"]
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        indexes = [  # what was removed lately, among hundreds of thousands that stand
            models.Index(
                fields=["removed_at"], condition=models.Q(removed_at__isnull=False), name="entities_mentions_removed"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["identifier", "record"],
                condition=models.Q(removed_at__isnull=True),
                name="entities_mention_stands_once",
            ),
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=True, removed_by__isnull=True, removed_reason="")
                | (models.Q(removed_at__isnull=False, removed_by__isnull=False) & ~models.Q(removed_reason="")),
                name="entities_mention_removed_together",
            ),
        ]


class IdentifierTag(models.Model):
    """A few words by which an agency knows an identifier again; its members who may open the identifier read them."""

    identifier = models.ForeignKey(
        Identifier, on_delete=models.PROTECT, related_name="tags", verbose_name=_("identifier")
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    words = models.CharField(_("tag"), max_length=LONGEST_TAG)
    added_at = models.DateTimeField(_("added"), default=timezone.now)
    added_by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("added by"))

    CLASSIFIED = {
        "identifier": INTERNAL,
        "agency": INTERNAL,
        "words": PERSONAL,
        "added_at": INTERNAL,
        "added_by": INTERNAL,
    }

    class Meta:
        ordering = ["words"]
        verbose_name = _("tag of an identifier")
        verbose_name_plural = _("tags of identifiers")
        constraints = [
            models.UniqueConstraint(fields=["identifier", "agency", "words"], name="entities_identifier_tagged_once")
        ]


class WatchQuerySet(models.QuerySet):
    """Watches that run and those that ended."""

    def running(self) -> "WatchQuerySet":
        """Watches that nobody ended and whose last day is not over."""
        today = models.Q(until__isnull=True) | models.Q(until__gte=timezone.localdate())
        return self.filter(today, ended_at__isnull=True)


class Watch(models.Model):
    """A member wants to be told when an identifier appears again. Nobody else sees that they do."""

    member = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="watches", verbose_name=_("member"))
    identifier = models.ForeignKey(
        Identifier, on_delete=models.PROTECT, related_name="watches", verbose_name=_("identifier")
    )
    reason = models.CharField(_("reason"), max_length=300)
    until = models.DateField(_("last day"), null=True, blank=True)
    began_at = models.DateTimeField(_("begun"), default=timezone.now)
    told_at = models.DateTimeField(_("last told"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = WatchQuerySet.as_manager()

    CLASSIFIED = {
        **dict.fromkeys(["member", "until", "began_at", "told_at", "ended_at"], INTERNAL),
        "identifier": PERSONAL,
        "reason": PERSONAL,
    }

    class Meta:
        ordering = ["-began_at", "-pk"]
        verbose_name = _("watch")
        verbose_name_plural = _("watches")
        constraints = [
            models.UniqueConstraint(
                fields=["member", "identifier"], condition=models.Q(ended_at__isnull=True), name="entities_watched_once"
            )
        ]
