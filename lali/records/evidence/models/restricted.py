"""Exhibits that may show a child or an intimate image: what is withheld of them, and who opened them with whom."""

import json
from collections.abc import Mapping
from datetime import timedelta

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.classified import INTERNAL, VICTIM
from lali.records.evidence.models.exhibits import Exhibit
from lali.records.evidence.vocabulary import Basis, Purpose
from lali.records.keyring import open_words, seal_words

WHY = "why it was restricted"  # the name of those words under seal
ABOUT_OPENING = "lali/restricted-opening"
MEMBER = settings.AUTH_USER_MODEL
ABOUT = "lali/restricted-exhibit"  # bound into the sealing of what an exhibit is called


class Restriction(models.Model):
    """An exhibit is restricted from one moment until two persons lift it.

    `sealed_details` holds what the exhibit's own row no longer says (name of the file, title, how it was acquired),
    under the case's key: whoever lists, searches or exports exhibits cannot give away what is not there.
    """

    exhibit = models.ForeignKey(
        Exhibit, on_delete=models.PROTECT, related_name="restrictions", verbose_name=_("exhibit")
    )
    basis = models.CharField(_("how it came to it"), max_length=12, choices=Basis)
    why = models.CharField(_("why"), max_length=300, blank=True)
    sealed_details = models.BinaryField(_("what it is called, sealed"), default=bytes)
    set_at = models.DateTimeField(_("set"), default=timezone.now)
    set_by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("set by"))
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lifted by")
    )

    CLASSIFIED = {
        **dict.fromkeys(["exhibit", "basis", "set_at", "set_by", "lifted_at", "lifted_by"], INTERNAL),
        "why": VICTIM,
        "sealed_details": VICTIM,
    }

    class Meta:
        ordering = ["set_at", "pk"]
        verbose_name = _("restriction")
        verbose_name_plural = _("restrictions")
        constraints = [
            models.UniqueConstraint(
                fields=["exhibit"], condition=models.Q(lifted_at__isnull=True), name="evidence_one_restriction"
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | models.Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="evidence_lifted_together",
            ),
        ]

    def seal(self, details: Mapping[str, str]) -> None:
        """Put what the exhibit is called under the key of its case."""
        self.sealed_details = seal_words(json.dumps(dict(details)), key=self.exhibit.case.key(), about=ABOUT)

    def details(self) -> dict[str, str]:
        """What the exhibit is called: for who leads its case, and for lifting."""
        try:
            details = json.loads(open_words(self.sealed_details, key=self.exhibit.case.key(), about=ABOUT))
        except (InvalidTag, ValueError):  # it came from another node, and was not made as we make it
            return {}
        return {name: words for name, words in details.items() if isinstance(words, str)}


class RestrictedOpeningQuerySet(models.QuerySet):
    """Openings: those that wait, run, are over."""

    def waiting(self) -> "RestrictedOpeningQuerySet":
        """Asked for, and nobody has decided yet; what waits longer than a day has lapsed."""
        since = timezone.now() - RestrictedOpening.WAITS
        return self.filter(decided_at__isnull=True, ended_at__isnull=True, asked_at__gt=since)

    def running(self) -> "RestrictedOpeningQuerySet":
        """Allowed, and neither over nor ended."""
        return self.filter(allowed=True, ended_at__isnull=True, ends_at__gt=timezone.now())


class RestrictedOpening(models.Model):
    """One person asks to open a restricted exhibit for one purpose and some minutes; another allows it or not.

    It is the asker's, in the session in which it was asked (`session` is a digest of that session's key).
    """

    WAITS = timedelta(days=1)

    exhibit = models.ForeignKey(Exhibit, on_delete=models.PROTECT, related_name="openings", verbose_name=_("exhibit"))
    purpose = models.CharField(_("what for"), max_length=12, choices=Purpose)
    why = models.CharField(_("why"), max_length=300, blank=True)
    sealed_why = models.BinaryField(_("why, sealed"), default=bytes)
    minutes = models.PositiveIntegerField(_("minutes"))
    session = models.CharField(_("digest of the session"), max_length=64, blank=True)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    asked_by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    allowed = models.BooleanField(_("allowed"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended before its time"), null=True, blank=True)
    ended_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )

    objects = RestrictedOpeningQuerySet.as_manager()

    CLASSIFIED = {
        **dict.fromkeys(["exhibit", "purpose", "minutes", "session", "asked_at", "asked_by", "decided_at"], INTERNAL),
        **dict.fromkeys(["decided_by", "allowed", "ends_at", "ended_at", "ended_by"], INTERNAL),
        **dict.fromkeys(["why", "sealed_why"], VICTIM),
    }

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("opening of a restricted exhibit")
        verbose_name_plural = _("openings of restricted exhibits")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_at__isnull=True, decided_by__isnull=True, allowed__isnull=True)
                | models.Q(decided_at__isnull=False, decided_by__isnull=False, allowed__isnull=False),
                name="evidence_opening_decided_together",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("asked_by")),
                name="evidence_opening_by_two",
            ),
        ]

    def seal_why(self, why: str) -> None:
        """Put what the asker wrote under the key of the case."""
        self.sealed_why = seal_words(why, key=self.exhibit.case.key(), about=ABOUT_OPENING)

    @property
    def said(self) -> str:
        """Why it was asked for: for the asker, and for who decides. Openings of earlier releases keep it as typed."""
        if not self.sealed_why:
            return self.why
        return open_words(self.sealed_why, key=self.exhibit.case.key(), about=ABOUT_OPENING)

    @property
    def is_waiting(self) -> bool:
        """Whether somebody still has to decide."""
        return not (self.decided_at or self.ended_at) and self.asked_at > timezone.now() - self.WAITS

    @property
    def is_running(self) -> bool:
        """Whether it is open now."""
        return bool(self.allowed and not self.ended_at and self.ends_at and self.ends_at > timezone.now())

    @property
    def minutes_left(self) -> int:
        """Whole minutes until it ends by itself, the one that runs counted."""
        return -(-self.seconds_left // 60)

    @property
    def seconds_left(self) -> int:
        """Seconds until it ends by itself."""
        left = self.ends_at - timezone.now() if self.is_running else timedelta()
        return int(left.total_seconds())
