"""Briefs, their items, what is covered in them, the files they became, to whom they went."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.briefs.vocabulary import BriefKind, BriefState, CoverReason, Decision, ItemKind, Language
from lali.records.cases.models import Case
from lali.records.chronology.vocabulary import Precision
from lali.records.chronology.when import When, exact
from lali.records.classified import INTERNAL, PERSONAL, VICTIM
from lali.records.entities.models import Person
from lali.records.evidence.models import Exhibit

MEMBER = settings.AUTH_USER_MODEL


class Brief(models.Model):
    """One brief of a case. A draft can be changed; once two persons fixed it, nothing of it can."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="briefs", verbose_name=_("case"))
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=160)
    kind = models.CharField(_("kind"), max_length=12, choices=BriefKind, default=BriefKind.EVIDENCE)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.ENGLISH)
    state = models.CharField(_("state"), max_length=6, choices=BriefState, default=BriefState.DRAFT)
    classification = models.CharField(_("classification line"), max_length=80, blank=True)
    summary = models.TextField(_("summary of facts"), blank=True)
    witness_note = models.TextField(_("note to the list of witnesses"), blank=True)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    version = models.PositiveIntegerField(_("version"), default=1)
    begun_at = models.DateTimeField(_("begun"), default=timezone.now)
    begun_by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("begun by"))
    ready_at = models.DateTimeField(_("handed to a second person"), null=True, blank=True)
    ready_by = models.ForeignKey(
        MEMBER,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handed to a second person by"),
    )
    sent_back_why = models.CharField(_("why it was sent back"), max_length=300, blank=True)
    pages = models.PositiveIntegerField(_("pages"), default=0)
    fixed_at = models.DateTimeField(_("fixed"), null=True, blank=True)
    fixed_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("fixed by")
    )
    manifest_sha256 = models.CharField(_("SHA-256 of the manifest"), max_length=64, blank=True)
    shield = models.JSONField(_("digests of the names that were covered"), default=list, blank=True)

    CLASSIFIED = {
        "case": INTERNAL,
        "number": INTERNAL,
        "title": VICTIM,
        "kind": INTERNAL,
        "language": INTERNAL,
        "state": INTERNAL,
        "classification": INTERNAL,
        "summary": VICTIM,
        "witness_note": VICTIM,
        "replaces": INTERNAL,
        "version": INTERNAL,
        "begun_at": INTERNAL,
        "begun_by": INTERNAL,
        "ready_at": INTERNAL,
        "ready_by": INTERNAL,
        "sent_back_why": VICTIM,
        "pages": INTERNAL,
        "fixed_at": INTERNAL,
        "fixed_by": INTERNAL,
        "manifest_sha256": INTERNAL,
        "shield": INTERNAL,
    }

    class Meta:
        ordering = ["-number"]
        verbose_name = _("brief")
        verbose_name_plural = _("briefs")
        indexes = [
            models.Index(fields=["ready_at"], name="briefs_waiting", condition=models.Q(state=BriefState.READY)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="briefs_number_once"),
            models.CheckConstraint(
                condition=models.Q(state="draft", ready_at__isnull=True, ready_by__isnull=True)
                | models.Q(state__in=["ready", "fixed"], ready_at__isnull=False, ready_by__isnull=False),
                name="briefs_put_up_together",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["draft", "ready"], fixed_at__isnull=True, fixed_by__isnull=True, manifest_sha256=""
                )
                | (
                    models.Q(state="fixed", fixed_at__isnull=False, fixed_by__isnull=False)
                    & ~models.Q(manifest_sha256="")
                ),
                name="briefs_fixed_together",
            ),
            models.CheckConstraint(
                condition=models.Q(fixed_by__isnull=True) | ~models.Q(fixed_by=models.F("ready_by")),
                name="briefs_two_persons",
            ),
        ]

    @property
    def ref(self) -> str:
        """How people write this brief: `B-001` of its case."""
        return f"B-{self.number:03d}"

    @property
    def full_ref(self) -> str:
        """How it is written outside its case."""
        return f"{self.case.ref}/{self.ref}"

    @property
    def subject(self) -> str:
        """How the journal writes this brief."""
        return f"{self.case.subject}/brief:{self.ref}"


class KeptFile(models.Model):
    """A file of a brief, sealed write-once in the store of briefs."""

    brief = models.ForeignKey(Brief, on_delete=models.PROTECT, related_name="files", verbose_name=_("brief"))
    name = models.CharField(_("name"), max_length=200)
    size = models.BigIntegerField(_("size in bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    address = models.CharField(_("where it is stored"), max_length=64)
    kept_at = models.DateTimeField(_("kept"), default=timezone.now)
    shield = models.JSONField(_("digests of the names that were covered"), default=list, blank=True)

    CLASSIFIED = dict.fromkeys(["brief", "name", "size", "sha256", "address", "kept_at", "shield"], INTERNAL)

    class Meta:
        ordering = ["name"]
        verbose_name = _("file of a brief")
        verbose_name_plural = _("files of briefs")
        constraints = [models.UniqueConstraint(fields=["brief", "name"], name="briefs_file_once")]


class Item(models.Model):
    """Something of the case about which a brief decided. It is kept as it stood when it was chosen, texts and moments.

    `told` holds what else is said about it, by kind: see `told.py`.
    """

    brief = models.ForeignKey(Brief, on_delete=models.PROTECT, related_name="items", verbose_name=_("brief"))
    place = models.PositiveIntegerField(_("place"), default=0)
    kind = models.CharField(_("kind"), max_length=10, choices=ItemKind)
    exhibit = models.ForeignKey(
        Exhibit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("exhibit")
    )
    source = models.CharField(_("source"), max_length=40)
    title = models.CharField(_("title"), max_length=200, blank=True)
    text = models.TextField(_("text"), blank=True)
    citation = models.CharField(_("where it is from"), max_length=300, blank=True)
    at = models.DateTimeField(_("when"), null=True, blank=True)
    until = models.DateTimeField(_("until when"), null=True, blank=True)
    precision = models.CharField(_("how exactly"), max_length=8, choices=Precision, blank=True)
    zone = models.CharField(_("time zone"), max_length=40, blank=True)
    told = models.JSONField(_("what else is said about it"), default=dict, blank=True)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    sensitive = models.BooleanField(_("on the sensitive schedule"), default=False)
    copy = models.OneToOneField(
        KeptFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("covered copy")
    )

    CLASSIFIED = {
        "brief": INTERNAL,
        "place": INTERNAL,
        "kind": INTERNAL,
        "exhibit": INTERNAL,
        "source": INTERNAL,
        "title": VICTIM,
        "text": VICTIM,
        "citation": VICTIM,
        **dict.fromkeys(["at", "until", "precision", "zone"], INTERNAL),
        "told": VICTIM,
        "decision": INTERNAL,
        "reason": VICTIM,
        "sensitive": INTERNAL,
        "copy": INTERNAL,
    }

    class Meta:
        ordering = ["place", "pk"]
        verbose_name = _("item of a brief")
        verbose_name_plural = _("items of briefs")
        constraints = [
            models.UniqueConstraint(fields=["brief", "source"], name="briefs_item_once"),
            models.CheckConstraint(
                condition=models.Q(decision="included") | ~models.Q(reason=""), name="briefs_left_out_with_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="exhibit", exhibit__isnull=False)
                | (~models.Q(kind="exhibit") & models.Q(exhibit__isnull=True)),
                name="briefs_exhibit_named",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True, precision="", zone="")
                | (
                    models.Q(at__isnull=False, until__isnull=False, until__gte=models.F("at"))
                    & ~models.Q(precision="")
                    & ~models.Q(zone="")
                ),
                name="briefs_when_whole",
            ),
        ]

    @property
    def when(self) -> When | None:
        """When it happened, as exactly as was known when it was chosen; None where nothing has a moment.

        An item from before this was kept is an exact moment in the zone of this node.
        """
        if self.at is None:
            return None
        if self.until is None:
            return exact(self.at, timezone.get_default_timezone_name())
        return When(self.at, self.until, Precision(self.precision), self.zone)


class Redaction(models.Model):
    """What is covered in an item: from one letter to another, or a box on a page in ten-thousandths."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="redactions", verbose_name=_("item"))
    page = models.PositiveIntegerField(_("page"), default=0)
    start = models.PositiveIntegerField(_("from"), default=0)
    end = models.PositiveIntegerField(_("to"), default=0)
    left = models.PositiveSmallIntegerField(_("left"), default=0)
    top = models.PositiveSmallIntegerField(_("top"), default=0)
    width = models.PositiveSmallIntegerField(_("width"), default=0)
    height = models.PositiveSmallIntegerField(_("height"), default=0)
    reason = models.CharField(_("reason"), max_length=16, choices=CoverReason)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))

    CLASSIFIED = dict.fromkeys(
        ["item", "page", "start", "end", "left", "top", "width", "height", "reason", "at", "by"], INTERNAL
    )

    class Meta:
        ordering = ["page", "start", "top", "left", "pk"]
        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(page=0, end__gt=models.F("start"), width=0)
                | models.Q(page__gt=0, end=0, width__gt=0, height__gt=0),
                name="briefs_words_or_box",
            )
        ]


class Phrase(models.Model):
    """Words that are covered wherever they stand in a brief: also in what is written or chosen after."""

    brief = models.ForeignKey(Brief, on_delete=models.PROTECT, related_name="phrases", verbose_name=_("brief"))
    words = models.CharField(_("words"), max_length=200)
    reason = models.CharField(_("reason"), max_length=16, choices=CoverReason)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))

    CLASSIFIED = {"brief": INTERNAL, "words": VICTIM, "reason": INTERNAL, "at": INTERNAL, "by": INTERNAL}

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("words covered everywhere")
        verbose_name_plural = _("words covered everywhere")


class NameRelease(models.Model):
    """A lead released a possible victim's name for one brief, and why."""

    brief = models.ForeignKey(Brief, on_delete=models.PROTECT, related_name="releases", verbose_name=_("brief"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))

    CLASSIFIED = {"brief": INTERNAL, "person": INTERNAL, "reason": VICTIM, "at": INTERNAL, "by": INTERNAL}

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("release of a name")
        verbose_name_plural = _("releases of names")
        constraints = [models.UniqueConstraint(fields=["brief", "person"], name="briefs_name_released_once")]


class HandOver(models.Model):
    """A fixed brief went to somebody outside, who signed for it."""

    brief = models.ForeignKey(Brief, on_delete=models.PROTECT, related_name="hand_overs", verbose_name=_("brief"))
    to = models.CharField(_("to whom"), max_length=160)
    at = models.DateTimeField(_("when"))
    receipt = models.CharField(_("receipt"), max_length=300, blank=True)
    noted_at = models.DateTimeField(_("noted"), default=timezone.now)
    noted_by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("noted by"))

    CLASSIFIED = {
        "brief": INTERNAL,
        "to": PERSONAL,
        "at": INTERNAL,
        "receipt": PERSONAL,
        "noted_at": INTERNAL,
        "noted_by": INTERNAL,
    }

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
