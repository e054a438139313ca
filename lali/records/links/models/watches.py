"""Watching a person or a family: to be told when it is met again."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.classified import INTERNAL, VICTIM
from lali.records.entities.models import Person
from lali.records.entities.models.identifiers import WatchQuerySet
from lali.records.links.models.families import Family

MEMBER = settings.AUTH_USER_MODEL


class WideWatch(models.Model):
    """A member wants to be told when a person or a family is met again. Nobody else sees that they do.

    What came until `looked_at` was compared; `told_at` is when something was met last.
    """

    member = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("member"))
    family = models.ForeignKey(
        Family, on_delete=models.CASCADE, null=True, blank=True, related_name="watches", verbose_name=_("family")
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    reason = models.CharField(_("reason"), max_length=300)
    until = models.DateField(_("last day"), null=True, blank=True)
    began_at = models.DateTimeField(_("begun"), default=timezone.now)
    looked_at = models.DateTimeField(_("compared until"), default=timezone.now)
    told_at = models.DateTimeField(_("last told"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = WatchQuerySet.as_manager()

    CLASSIFIED = {
        **dict.fromkeys(["member", "family", "until", "began_at", "looked_at", "told_at", "ended_at"], INTERNAL),
        "person": VICTIM,
        "reason": VICTIM,
    }

    class Meta:
        ordering = ["-began_at", "-pk"]
        verbose_name = _("watch on a person or a family")
        verbose_name_plural = _("watches on persons and families")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(family__isnull=True) ^ models.Q(person__isnull=True), name="links_watches_one_thing"
            ),
            models.UniqueConstraint(
                fields=["member", "family"], condition=models.Q(ended_at__isnull=True), name="links_family_watched_once"
            ),
            models.UniqueConstraint(
                fields=["member", "person"], condition=models.Q(ended_at__isnull=True), name="links_person_watched_once"
            ),
        ]
