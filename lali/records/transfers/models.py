"""Archives of whole cases: those that leave, and those that came."""

import json

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.cases.models import Case
from lali.records.classified import INTERNAL, PERSONAL, VICTIM
from lali.records.cooperation.models import Partner
from lali.records.keyring import open_words, seal_words
from lali.records.transfers.vocabulary import ArchiveState, ArrivalState

_MEMBER = settings.AUTH_USER_MODEL
TOLD = "lali/arrival-answers"  # bound into the sealing, so that these answers cannot pass as something else


class CaseArchive(models.Model):
    """A whole case on its way out. The sealed file is made when it is prepared, so that two members see one thing.

    Sealed to a partner's key, to an age recipient, or (both empty) to a passphrase that is kept nowhere. `as_of` says
    how the case stood: once it is changed, the archive is one of a case that is no more, and does not leave.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="archives", verbose_name=_("case"))
    archive_id = models.UUIDField(_("number of the archive"), unique=True)
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("partner")
    )
    recipient = models.CharField(_("age recipient"), max_length=200, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    counts = models.JSONField(_("what is in it"), default=dict)
    contents = models.JSONField(_("names of what is in it"), default=dict)
    victims = models.PositiveIntegerField(_("possible victims in it"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=ArchiveState, default=ArchiveState.DRAFT)
    prepared_at = models.DateTimeField(_("prepared"), default=timezone.now)
    prepared_by = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("prepared by"))
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    approved_by = models.ForeignKey(
        _MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    taken_out_at = models.DateTimeField(_("taken out first"), null=True, blank=True)
    size = models.BigIntegerField(_("size in bytes"))
    digest = models.CharField(_("SHA-256 of the sealed file"), max_length=64)
    as_of = models.BigIntegerField(_("newest journal entry of the case in it"), null=True, blank=True)

    CLASSIFIED = {
        **dict.fromkeys(["case", "archive_id", "partner", "recipient", "counts", "victims", "state"], INTERNAL),
        **dict.fromkeys(["prepared_at", "prepared_by", "approved_at", "approved_by", "taken_out_at"], INTERNAL),
        **dict.fromkeys(["contents", "size", "digest", "as_of"], INTERNAL),
        "reason": VICTIM,
    }

    class Meta:
        ordering = ["-prepared_at", "-pk"]
        verbose_name = _("archive of a case")
        verbose_name_plural = _("archives of cases")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(approved_at__isnull=True, approved_by__isnull=True)
                | models.Q(approved_at__isnull=False, approved_by__isnull=False),
                name="transfers_approved_together",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True) | ~models.Q(approved_by=models.F("prepared_by")),
                name="transfers_two_persons",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="approved") | models.Q(approved_by__isnull=False),
                name="transfers_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_out_at__isnull=True) | models.Q(approved_by__isnull=False),
                name="transfers_out_only_when_approved",
            ),
        ]

    @property
    def ref(self) -> str:
        """How people and the journal write this archive."""
        return f"A-{self.pk:04d}"

    @property
    def subject(self) -> str:
        """How notices write this archive."""
        return f"archive:{self.ref}"


class ArrivedCase(models.Model):
    """An archive that came from another node: looked at first, then taken in as a case here. At most once.

    `told` holds counts, who is named, which numbers are taken; `sealed_answers` what the extra fields said in the words
    of the sender's configuration, under the case's key.
    """

    archive_id = models.UUIDField(_("number of the archive"))
    sender = models.CharField(_("node"), max_length=60)
    sender_name = models.CharField(_("agency"), max_length=300)
    fingerprint = models.CharField(_("fingerprint"), max_length=120)
    reference = models.CharField(_("reference there"), max_length=40)
    purpose = models.CharField(_("purpose"), max_length=300)
    by_passphrase = models.BooleanField(_("sealed to a passphrase"))
    digest = models.CharField(_("SHA-256 of the sealed file"), max_length=64)
    size = models.BigIntegerField(_("size in bytes"))
    told = models.JSONField(_("found out about it"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=ArrivalState, default=ArrivalState.LOOKED_AT)
    looked_at = models.DateTimeField(_("looked at"), default=timezone.now)
    looked_by = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("looked at by"))
    case = models.OneToOneField(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="arrival", verbose_name=_("case")
    )
    taken_in_at = models.DateTimeField(_("taken in"), null=True, blank=True)
    taken_in_by = models.ForeignKey(
        _MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("taken in by")
    )
    sealed_answers = models.BinaryField(_("answers in the sender's words"), default=bytes)

    CLASSIFIED = {
        **dict.fromkeys(["archive_id", "sender", "sender_name", "fingerprint", "reference"], INTERNAL),
        **dict.fromkeys(["by_passphrase", "digest", "size", "state", "looked_at", "looked_by"], INTERNAL),
        **dict.fromkeys(["case", "taken_in_at", "taken_in_by"], INTERNAL),
        "purpose": VICTIM,
        "told": PERSONAL,
        "sealed_answers": VICTIM,
    }

    class Meta:
        ordering = ["-looked_at", "-pk"]
        verbose_name = _("case from another node")
        verbose_name_plural = _("cases from other nodes")
        constraints = [
            models.UniqueConstraint(
                fields=["archive_id"], condition=models.Q(state="taken_in"), name="transfers_taken_in_once"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state="taken_in", case__isnull=False, taken_in_at__isnull=False, taken_in_by__isnull=False
                )
                | (~models.Q(state="taken_in") & models.Q(case__isnull=True, taken_in_by__isnull=True)),
                name="transfers_taken_in_together",
            ),
        ]

    @property
    def ref(self) -> str:
        """How people write this arrival."""
        return f"N-{self.pk:04d}"

    @property
    def subject(self) -> str:
        """How the journal writes this arrival."""
        return f"arrival:{self.ref}"

    def forget(self) -> None:
        """Keep nothing of what it said that is about anybody: it was not taken in. The caller saves."""
        self.told, self.purpose = {"counts": self.told.get("counts", {})}, ""

    def answers(self) -> list[tuple[str, str]]:
        """What the extra fields said, in the words of the sender; nothing where it was erased."""
        if not self.sealed_answers or not self.case or not self.case.wrapped_key:
            return []
        words = open_words(self.sealed_answers, key=self.case.key(), about=TOLD)
        return [(str(question), str(answer)) for question, answer in json.loads(words)]

    def seal(self, answers: list[list[str]]) -> None:
        """Keep what the extra fields said, under the key of the case that this became."""
        words = json.dumps(answers, ensure_ascii=False)
        self.sealed_answers = seal_words(words, key=self.case.key(), about=TOLD) if answers else b""
