"""Offences, their versions, and the elements of each version."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lali.records.classified import INTERNAL
from lali.records.law.texts import ElementText, OffenceText, Words
from lali.records.law.vocabulary import Basis, Confidence, Family

MEMBER = settings.AUTH_USER_MODEL


class VersionIsKept(Exception):
    """Somebody tried to change what a version of an offence says."""


def in_language(english: str, french: str) -> str:
    """The words in the reader's language; English where French is missing."""
    return french if french and (get_language() or "").startswith("fr") else english


class Offence(models.Model):
    """One offence of one country over all versions of its text. `current` is the newest."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    country = models.CharField(_("country"), max_length=2)
    place = models.PositiveIntegerField(_("place in the list"), default=0)
    current = models.OneToOneField(
        "OffenceVersion", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("newest version")
    )
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)
    retired_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("retired by")
    )
    retired_why = models.CharField(_("why it was retired"), max_length=300, blank=True)

    CLASSIFIED = dict.fromkeys(
        ["code", "country", "place", "current", "retired_at", "retired_by", "retired_why"], INTERNAL
    )

    class Meta:
        ordering = ["country", "place", "pk"]
        verbose_name = _("offence")
        verbose_name_plural = _("offences")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(retired_at__isnull=True, retired_by__isnull=True, retired_why="")
                | (models.Q(retired_at__isnull=False, retired_by__isnull=False) & ~models.Q(retired_why="")),
                name="law_retired_together",
            )
        ]

    @property
    def subject(self) -> str:
        """How the journal writes this offence."""
        return f"law:{self.code}"


class OffenceVersion(models.Model):
    """What an offence says, as of one edit. Never changed; only a prosecutor's confirmation is added.

    `made_by` is empty for what came with the program; `shipped` is then the digest of the data it came from.
    """

    MARKS = {"confirmed_with", "confirmed_on", "confirmed_at", "confirmed_by", "confirmed_by_id"}

    offence = models.ForeignKey(Offence, on_delete=models.PROTECT, related_name="versions", verbose_name=_("offence"))
    number = models.PositiveIntegerField(_("version"))
    act = models.CharField(pgettext_lazy("a law", "Act"), max_length=160)
    section = models.CharField(_("section"), max_length=40)
    title_en = models.CharField(_("title in English"), max_length=200)
    title_fr = models.CharField(_("title in French"), max_length=200, blank=True)
    penalty_en = models.CharField(_("highest penalty in English"), max_length=200, blank=True)
    penalty_fr = models.CharField(_("highest penalty in French"), max_length=200, blank=True)
    note_en = models.CharField(_("note in English"), max_length=400, blank=True)
    note_fr = models.CharField(_("note in French"), max_length=400, blank=True)
    source = models.TextField(_("source"), blank=True)
    confidence = models.CharField(_("how sure"), max_length=12, choices=Confidence)
    tags = models.JSONField(_("about"), default=list)
    shipped = models.CharField(_("digest of the shipped data"), max_length=64, blank=True)
    made_at = models.DateTimeField(_("written"), default=timezone.now)
    made_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("written by")
    )
    why = models.CharField(_("why"), max_length=300, blank=True)
    confirmed_with = models.CharField(_("prosecutor"), max_length=120, blank=True)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmation entered"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("entered by")
    )

    CLASSIFIED = dict.fromkeys(
        [
            *("offence", "number", "act", "section", "title_en", "title_fr", "penalty_en", "penalty_fr"),
            *("note_en", "note_fr", "source", "confidence", "tags", "shipped", "made_at", "made_by", "why"),
            *("confirmed_with", "confirmed_on", "confirmed_at", "confirmed_by"),
        ],
        INTERNAL,
    )

    class Meta:
        ordering = ["offence", "number"]
        verbose_name = _("version of an offence")
        verbose_name_plural = _("versions of offences")
        constraints = [
            models.UniqueConstraint(fields=["offence", "number"], name="law_version_once"),
            models.CheckConstraint(
                condition=(models.Q(made_by__isnull=True) & ~models.Q(shipped=""))
                | (models.Q(made_by__isnull=False, shipped="") & ~models.Q(why="")),
                name="law_shipped_or_written",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    confirmed_with="", confirmed_on__isnull=True, confirmed_at__isnull=True, confirmed_by__isnull=True
                )
                | (
                    models.Q(confirmed_on__isnull=False, confirmed_at__isnull=False, confirmed_by__isnull=False)
                    & ~models.Q(confirmed_with="")
                ),
                name="law_confirmed_together",
            ),
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        """Refuse to change a version that stands."""
        if self.pk and not set(kwargs.get("update_fields") or {"everything"}) <= self.MARKS:
            raise VersionIsKept("A version of an offence is never changed: write a new one.")
        super().save(*args, **kwargs)

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return in_language(self.title_en, self.title_fr)

    @property
    def penalty(self) -> str:
        """The highest penalty in the reader's language; empty when it was not read."""
        return in_language(self.penalty_en, self.penalty_fr)

    @property
    def note(self) -> str:
        """The note in the reader's language."""
        return in_language(self.note_en, self.note_fr)

    @property
    def needs_confirmation(self) -> bool:
        """Whether no prosecutor has confirmed this version yet."""
        return self.confirmed_at is None

    def as_text(self) -> OffenceText:
        """All that this version says, as plain values."""
        return OffenceText(
            act=self.act,
            section=self.section,
            title=Words(self.title_en, self.title_fr),
            penalty=Words(self.penalty_en, self.penalty_fr),
            note=Words(self.note_en, self.note_fr),
            source=self.source,
            confidence=self.confidence,
            tags=tuple(self.tags),
            elements=tuple(element.as_text() for element in self.elements.all()),
        )


class Element(models.Model):
    """One element of one version. Those with the same `one_of` are alternatives: one of them is enough."""

    version = models.ForeignKey(
        OffenceVersion, on_delete=models.PROTECT, related_name="elements", verbose_name=_("version of an offence")
    )
    code = models.SlugField(_("code"), max_length=60)
    place = models.PositiveIntegerField(_("place in the list"))
    family = models.CharField(_("family"), max_length=10, choices=Family)
    words_en = models.CharField(_("words in English"), max_length=300)
    words_fr = models.CharField(_("words in French"), max_length=300, blank=True)
    basis = models.CharField(_("where it comes from"), max_length=10, choices=Basis)
    one_of = models.CharField(_("alternatives"), max_length=40, blank=True)
    optional_for_child = models.BooleanField(_("not needed for a child"), default=False)

    CLASSIFIED = dict.fromkeys(
        ["version", "code", "place", "family", "words_en", "words_fr", "basis", "one_of", "optional_for_child"],
        INTERNAL,
    )

    class Meta:
        ordering = ["version", "place"]
        verbose_name = _("element of an offence")
        verbose_name_plural = _("elements of offences")
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="law_element_once")]

    @property
    def words(self) -> str:
        """The words in the reader's language."""
        return in_language(self.words_en, self.words_fr)

    @property
    def needs_confirmation(self) -> bool:
        """Whether this element was not read in a source."""
        return self.basis != Basis.TEXT

    def as_text(self) -> ElementText:
        """This element as plain values."""
        words = Words(self.words_en, self.words_fr)
        return ElementText(self.code, self.family, words, self.basis, self.one_of, self.optional_for_child)
