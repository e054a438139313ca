"""Notices to members."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.classified import INTERNAL
from lali.records.notices.vocabulary import NoticeKind


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

    CLASSIFIED = dict.fromkeys(["member", "kind", "subject", "at", "seen_at", "mailed_at"], INTERNAL)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [
            models.Index(fields=["member", "seen_at", "-at"], name="notices_waiting"),
            models.Index(fields=["mailed_at", "member"], name="notices_to_mail"),
        ]
