"""Imports, the fates of their rows, and the numbers that other registers give to our records."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.cases.models import Case
from lali.records.classified import INTERNAL, PERSONAL, VICTIM
from lali.records.imports.vocabulary import PERSONS_ARE, Fate, Reason, RunState, Target
from lali.records.tips.models import Tip


class ImportRun(models.Model):
    """One file that was looked at. Its words are not kept: only its digest, and what its columns mean."""

    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    system = models.CharField(_("register"), max_length=40)
    target = models.CharField(_("what rows become"), max_length=10, choices=Target)
    persons_are = models.CharField(_("what the persons named are"), max_length=12, choices=PERSONS_ARE, blank=True)
    mapping = models.JSONField(_("columns"), default=dict)
    told = models.JSONField(_("found out about the file"), default=dict)
    adds_rest = models.BooleanField(_("adds columns that have no place"), default=False)
    sealed_rest = models.BinaryField(_("names of the columns that have no place"), default=bytes)
    state = models.CharField(_("state"), max_length=10, choices=RunState, default=RunState.PREVIEWED)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("imported by")
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    undone_why = models.CharField(_("why it was taken back"), max_length=300, blank=True)
    discarded_at = models.DateTimeField(_("discarded"), null=True, blank=True)  # by whoever made it: nobody else can
    wrapped_key = models.BinaryField(_("key of what its rows say, wrapped"), default=bytes)

    CLASSIFIED = dict.fromkeys(
        [
            "sha256",
            "system",
            "target",
            "persons_are",
            "mapping",
            "told",
            "state",
            "by",
            "at",
            "wrapped_key",
            "adds_rest",
            "discarded_at",
        ],
        INTERNAL,
    ) | {
        "sealed_rest": PERSONAL,
        "file_name": PERSONAL,
        "undone_why": PERSONAL,
    }

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="discarded", discarded_at__isnull=False)
                | (~models.Q(state="discarded") & models.Q(discarded_at__isnull=True)),
                name="imports_discarded_together",
            ),
        ]

    @property
    def subject(self) -> str:
        """How the journal writes this import."""
        return f"import:{self.pk}"


class ImportRow(models.Model):
    """A row by its number in the file: what becomes of it, and what it became.

    What it says is sealed under the import's key, and kept only while somebody decides about it.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="rows", verbose_name=_("import"))
    number = models.PositiveIntegerField(_("row"))
    told_number = models.CharField(_("number in the register"), max_length=60, blank=True)
    fate = models.CharField(_("what becomes of it"), max_length=10, choices=Fate)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason, blank=True)
    odd = models.JSONField(_("odd about it"), default=list)
    became = models.CharField(_("became"), max_length=40, blank=True)
    applied_at = models.DateTimeField(_("taken in"), null=True, blank=True)
    entry_index = models.BigIntegerField(_("journal entry"), null=True, blank=True)
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    sealed_contents = models.BinaryField(_("what it says"), default=bytes)

    CLASSIFIED = dict.fromkeys(
        ["run", "number", "fate", "reason", "odd", "became", "applied_at", "entry_index", "taken_back_at"], INTERNAL
    ) | {"told_number": PERSONAL, "sealed_contents": VICTIM}

    class Meta:
        ordering = ["number"]
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="imports_row_once"),
            models.CheckConstraint(
                condition=models.Q(fate="refused") ^ models.Q(reason=""), name="imports_refused_with_reason"
            ),
        ]

    @property
    def case_ref(self) -> str:
        """The reference of the case that it became; empty for anything else."""
        kind, _colon, ref = self.became.partition(":")
        return ref if kind == "case" else ""


class ExternalReferenceQuerySet(models.QuerySet):
    """Numbers of registers, filtered the ways screens need."""

    def standing(self) -> "ExternalReferenceQuerySet":
        """Numbers that were not taken back with their import."""
        return self.filter(taken_back_at__isnull=True)


class ExternalReference(models.Model):
    """The number that a register gives to a tip or a case of ours; free again when its import was taken back."""

    system = models.CharField(_("register"), max_length=40)
    number = models.CharField(_("number"), max_length=60)
    folded = models.CharField(_("number, folded"), max_length=60)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="references", verbose_name=_("case")
    )
    tip = models.ForeignKey(
        Tip, on_delete=models.PROTECT, null=True, blank=True, related_name="references", verbose_name=_("tip")
    )
    noted_at = models.DateTimeField(_("noted"), default=timezone.now)
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = ExternalReferenceQuerySet.as_manager()

    CLASSIFIED = dict.fromkeys(["system", "number", "folded", "case", "tip", "noted_at", "taken_back_at"], INTERNAL)

    class Meta:
        ordering = ["system", "folded"]
        verbose_name = _("number in a register")
        verbose_name_plural = _("numbers in registers")
        constraints = [
            models.UniqueConstraint(
                fields=["system", "folded"],
                condition=models.Q(taken_back_at__isnull=True),
                name="imports_number_once",
            ),
            models.CheckConstraint(
                condition=models.Q(case__isnull=True) ^ models.Q(tip__isnull=True),
                name="imports_number_of_one_record",
            ),
        ]
