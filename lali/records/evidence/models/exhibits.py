"""Exhibits and custody events."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.cases.models import Case
from lali.records.classified import INTERNAL, VICTIM
from lali.records.evidence.vocabulary import CustodyKind, MadeHow, StatedDigest


class ExhibitIsSealed(Exception):
    """Somebody tried to change what was sealed."""


class Exhibit(models.Model):
    """One original. The facts of the bytes never change; how it was acquired can be completed, each time on record."""

    SEALED_FIELDS = (
        "case_id",
        "number",
        "file_name",
        "size",
        "sha256",
        "blake3",
        "address",
        "sealed_at",
        "sealed_by_id",
        "is_physical",
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="exhibits", verbose_name=_("case"))
    number = models.PositiveIntegerField(_("number"))
    file_name = models.CharField(_("file name"), max_length=255)
    size = models.BigIntegerField(_("size in bytes"))
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    blake3 = models.CharField("BLAKE3", max_length=64)
    address = models.CharField(_("where it is stored"), max_length=64)
    sealed_at = models.DateTimeField(_("sealed"))
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("sealed by")
    )
    destroyed_at = models.DateTimeField(_("destroyed"), null=True, blank=True)
    checked_at = models.DateTimeField(_("last read back"), null=True, blank=True, db_index=True)
    broken_at = models.DateTimeField(_("found broken"), null=True, blank=True)
    restricted_at = models.DateTimeField(_("restricted"), null=True, blank=True)
    title = models.CharField(_("what it is"), max_length=200, blank=True)
    acquired_at = models.DateTimeField(_("acquired on"), null=True, blank=True)
    acquired_by = models.CharField(_("acquired by"), max_length=120, blank=True)
    acquired_where = models.CharField(_("acquired where"), max_length=200, blank=True)
    acquired_how = models.CharField(_("acquired how"), max_length=300, blank=True)
    tool = models.CharField(_("tool and version"), max_length=120, blank=True)
    # -- what ISO/IEC 27037 asks besides
    taken_from = models.CharField(_("from whom it was taken"), max_length=160, blank=True)
    device = models.CharField(_("make and model"), max_length=160, blank=True)
    device_serial = models.CharField(_("serial number or IMEI"), max_length=80, blank=True)
    state_found = models.CharField(_("state when found"), max_length=300, blank=True)
    seals_found = models.CharField(_("seals when found"), max_length=120, blank=True)
    write_protection = models.CharField(_("protected against writing by"), max_length=200, blank=True)
    stated_kind = models.CharField(_("kind of the stated digest"), max_length=8, choices=StatedDigest, blank=True)
    stated_digest = models.CharField(_("digest that the giver stated"), max_length=128, blank=True)
    stated_same = models.BooleanField(
        _("whether the stated digest is ours"), null=True, blank=True
    )  # None: not compared
    # -- things, and what was made from what
    is_physical = models.BooleanField(_("a physical thing"), default=False)  # its file is the sheet of taking it in
    description = models.CharField(_("description"), max_length=1000, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="derived", verbose_name=_("made from")
    )
    made_how = models.CharField(_("made how"), max_length=10, choices=MadeHow, blank=True)
    made_with = models.CharField(_("made with tool and version"), max_length=120, blank=True)

    CLASSIFIED = {
        "case": INTERNAL,
        "number": INTERNAL,
        "file_name": VICTIM,
        "size": INTERNAL,
        "sha256": INTERNAL,
        "blake3": INTERNAL,
        "address": INTERNAL,
        "sealed_at": INTERNAL,
        "sealed_by": INTERNAL,
        "destroyed_at": INTERNAL,
        "checked_at": INTERNAL,
        "broken_at": INTERNAL,
        "restricted_at": INTERNAL,
        "title": VICTIM,
        "acquired_at": INTERNAL,
        "acquired_by": VICTIM,
        "acquired_where": VICTIM,
        "acquired_how": VICTIM,
        "tool": INTERNAL,
        "taken_from": VICTIM,
        "device": VICTIM,
        "device_serial": VICTIM,
        "state_found": VICTIM,
        "seals_found": INTERNAL,
        "write_protection": INTERNAL,
        "stated_kind": INTERNAL,
        "stated_digest": INTERNAL,
        "stated_same": INTERNAL,
        "is_physical": INTERNAL,
        "description": VICTIM,
        "parent": INTERNAL,
        "made_how": INTERNAL,
        "made_with": VICTIM,
    }

    class Meta:
        ordering = ["number"]
        verbose_name = _("exhibit")
        verbose_name_plural = _("exhibits")
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="evidence_number_once"),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(made_how="") & ~models.Q(parent=models.F("pk")),
                name="evidence_made_from",
            ),
            models.CheckConstraint(
                condition=models.Q(stated_kind="", stated_digest="", stated_same__isnull=True)
                | ~models.Q(stated_kind="") & ~models.Q(stated_digest=""),
                name="evidence_stated_digest",
            ),
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        """Refuse to change what was sealed."""
        if self.pk:
            before = type(self).objects.values(*self.SEALED_FIELDS).get(pk=self.pk)
            if any(getattr(self, field) != value for field, value in before.items()):
                raise ExhibitIsSealed("What was sealed cannot be changed.")
        super().save(*args, **kwargs)

    @property
    def ref(self) -> str:
        """How people and the journal write this exhibit: `E-003` of its case."""
        return f"E-{self.number:03d}"

    @property
    def subject(self) -> str:
        """How the journal writes this exhibit."""
        return f"{self.case.subject}/exhibit:{self.ref}"

    @property
    def called(self) -> str:
        """What it is called on screen, after its number; of a restricted one nothing but that."""
        return str(_("Restricted exhibit")) if self.restricted_at else self.title or self.file_name

    @property
    def not_written_down(self) -> list[str]:
        """What ISO/IEC 27037 asks of an acquisition and nobody wrote down, in words; the four that count first."""
        asked = ["acquired_at", "acquired_by", "acquired_where", "acquired_how", "taken_from", "device", "state_found"]
        asked += ["seals_found"] if self.is_physical else ["tool", "write_protection", "stated_digest"]
        return [str(self._meta.get_field(name).verbose_name) for name in asked if not getattr(self, name)]

    @property
    def is_described(self) -> bool:
        """Whether a court would find who, when, where and how."""
        return bool(self.acquired_at and self.acquired_by and self.acquired_where and self.acquired_how)


class Intake(models.Model):
    """An original on its way in, noted before its first byte: what a stop in the middle leaves is listed here.

    One whose `size` was announced goes on after a stop; `incoming` names its sealed file in the store until then.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="intakes", verbose_name=_("case"))
    file_name = models.CharField(_("file name"), max_length=255)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("started by")
    )
    exhibit = models.OneToOneField(
        Exhibit, on_delete=models.PROTECT, null=True, blank=True, related_name="intake", verbose_name=_("exhibit")
    )
    given_up_at = models.DateTimeField(_("given up"), null=True, blank=True)
    size = models.BigIntegerField(_("size in bytes"), null=True, blank=True)
    incoming = models.CharField(_("where it lies while it comes in"), max_length=32, blank=True)

    CLASSIFIED = {
        "case": INTERNAL,
        "file_name": VICTIM,
        "started_at": INTERNAL,
        "started_by": INTERNAL,
        "exhibit": INTERNAL,
        "given_up_at": INTERNAL,
        "size": INTERNAL,
        "incoming": INTERNAL,
    }

    class Meta:
        ordering = ["started_at", "pk"]
        verbose_name = _("intake")
        verbose_name_plural = _("intakes")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(exhibit__isnull=True) | models.Q(given_up_at__isnull=True),
                name="evidence_sealed_or_given_up",
            )
        ]


class CustodyQuerySet(models.QuerySet):
    """Points of chains of custody, those of this node and those of others."""

    def ours(self) -> "CustodyQuerySet":
        """What happened here, and stands in this node's journal."""
        return self.filter(origin="")


class CustodyEvent(models.Model):
    """One point of an exhibit's chain of custody; `entry_index` is its place in the journal's log.

    What happened at another node, before the exhibit came from there, names that node as `origin`; its `entry_index`
    counts in the journal there.
    """

    exhibit = models.ForeignKey(Exhibit, on_delete=models.PROTECT, related_name="custody", verbose_name=_("exhibit"))
    kind = models.CharField(_("what"), max_length=12, choices=CustodyKind)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    seal = models.CharField(_("number of the seal now on it"), max_length=60, blank=True)
    broken_seal = models.CharField(_("number of the seal that was broken"), max_length=60, blank=True)
    place = models.CharField(_("where it is kept now"), max_length=200, blank=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("held by"),
    )
    held_outside = models.CharField(_("held outside by"), max_length=300, blank=True)
    entry_index = models.BigIntegerField(_("journal entry"))
    origin = models.CharField(_("node where it happened"), max_length=60, blank=True)

    objects = CustodyQuerySet.as_manager()

    CLASSIFIED = {
        "exhibit": INTERNAL,
        "kind": INTERNAL,
        "at": INTERNAL,
        "by": INTERNAL,
        "note": VICTIM,
        "seal": INTERNAL,
        "broken_seal": INTERNAL,
        "place": VICTIM,
        "held_by": INTERNAL,
        "held_outside": VICTIM,
        "entry_index": INTERNAL,
        "origin": INTERNAL,
    }

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("custody event")
        verbose_name_plural = _("custody events")
