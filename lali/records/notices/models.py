"""Notices to members."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.classified import INTERNAL
from lali.records.notices.vocabulary import MailChoice, NoticeKind


class NoticeQuerySet(models.QuerySet):
    """Notices, filtered the ways letters and reminders need."""

    def to_mail(self) -> "NoticeQuerySet":
        """Those that nobody has seen or was told of by e-mail."""
        return self.filter(seen_at__isnull=True, mailed_at__isnull=True)

    def told_after(self, since: datetime) -> "NoticeQuerySet":
        """Those that wait, whenever they came, and those that came after `since`."""
        return self.filter(models.Q(seen_at__isnull=True) | models.Q(at__gte=since))


class Notice(models.Model):
    """Something concerns a member. `subject` is a text reference such as `case:FJ-2026-00001`; nothing more is kept."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices", verbose_name=_("member")
    )
    kind = models.CharField(_("what"), max_length=20, choices=NoticeKind)
    subject = models.CharField(_("about"), max_length=160)
    at = models.DateTimeField(_("when"), default=timezone.now)
    seen_at = models.DateTimeField(_("seen"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("told by e-mail"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    CLASSIFIED = dict.fromkeys(["member", "kind", "subject", "at", "seen_at", "mailed_at"], INTERNAL)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [
            models.Index(fields=["member", "seen_at", "-at"], name="notices_waiting"),
            models.Index(fields=["mailed_at", "member"], name="notices_to_mail"),
        ]

    @property
    def reference(self) -> str:
        """What of the subject may stand in a message: a case's reference; empty for anything else."""
        record, _slash, _part = self.subject.partition("/")
        return record.removeprefix("case:") if record.startswith("case:") else ""


class MailPreference(models.Model):
    """How a member wants notices by e-mail, and the last day a digest went out. Without a row: once a day."""

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mail_preference", verbose_name=_("member")
    )
    choice = models.CharField(_("by e-mail"), max_length=10, choices=MailChoice, default=MailChoice.DAILY)
    digest_on = models.DateField(_("last digest"), null=True, blank=True)

    CLASSIFIED = dict.fromkeys(["member", "choice", "digest_on"], INTERNAL)

    class Meta:
        verbose_name = _("preference for e-mail")
        verbose_name_plural = _("preferences for e-mail")
