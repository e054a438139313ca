"""Words, recordings, and the number that tells the servers that something changed."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lali.records.classified import INTERNAL, PUBLIC
from lali.records.wording.vocabulary import Origin, Sound

_WRITTEN = {
    **dict.fromkeys(("written_by", "written_name", "written_at"), INTERNAL),
    **dict.fromkeys(("signed_by", "signed_name", "signed_at"), INTERNAL),
}
MOST_WHY = 500  # characters


class Written(models.Model):
    """Written by one, signed by another. References and names (`member:7`), for members live elsewhere."""

    written_by = models.CharField(_("written by"), max_length=40)
    written_name = models.CharField(_("written by"), max_length=120, blank=True)
    written_at = models.DateTimeField(_("written at"), auto_now_add=True)
    signed_by = models.CharField(_("signed by"), max_length=40, blank=True)
    signed_name = models.CharField(_("signed by"), max_length=120, blank=True)
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_by="") | ~Q(signed_by=F("written_by")), name="%(class)s_second_person"
            ),
            models.CheckConstraint(
                condition=Q(signed_by="", signed_at=None) | (~Q(signed_by="") & Q(signed_at__isnull=False)),
                name="%(class)s_signed_whole",
            ),
        ]


class WordingQuerySet(models.QuerySet):
    """Wordings by what they are to the public and to translators."""

    def newest(self) -> "WordingQuerySet":
        """What stands last for each string."""
        return self.filter(stands=True)

    def shown(self, language: str) -> "WordingQuerySet":
        """What the public reads."""
        return self.filter(language=language, shown=True)


class Wording(Written):
    """What one string says in one language. Its words never change; other words are a row of their own.

    `stands`: the newest of its string. `shown`: signed, and what the public reads; a newer draft may wait above it.
    """

    language = models.CharField(_("language"), max_length=8)
    key = models.CharField(_("string"), max_length=32)
    context = models.CharField(_("context"), max_length=200, blank=True)
    source = models.JSONField(_("English"))
    texts = models.JSONField(_("words"))
    origin = models.CharField(_("where from"), max_length=8, choices=Origin, default=Origin.TYPED)
    stands = models.BooleanField(_("newest"), default=True)
    shown = models.BooleanField(_("shown"), default=False)
    sent_back_by = models.CharField(_("sent back by"), max_length=40, blank=True)
    sent_back_name = models.CharField(_("sent back by"), max_length=120, blank=True)
    sent_back_at = models.DateTimeField(_("sent back at"), null=True, blank=True)
    why = models.CharField(_("why"), max_length=MOST_WHY, blank=True)

    objects = WordingQuerySet.as_manager()

    CLASSIFIED = (
        _WRITTEN
        | dict.fromkeys(("language", "key", "context", "source", "texts", "origin", "stands", "shown"), PUBLIC)
        | dict.fromkeys(("sent_back_by", "sent_back_name", "sent_back_at", "why"), INTERNAL)
    )

    class Meta(Written.Meta):
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        constraints = [
            *Written.Meta.constraints,
            models.UniqueConstraint(
                fields=["language", "key"], condition=Q(stands=True), name="wording_one_stands_last"
            ),
            models.UniqueConstraint(fields=["language", "key"], condition=Q(shown=True), name="wording_one_is_shown"),
            models.CheckConstraint(condition=Q(shown=False) | ~Q(signed_by=""), name="wording_shown_is_signed"),
            models.CheckConstraint(
                condition=Q(sent_back_by="", sent_back_at=None, why="")
                | (~Q(sent_back_by="") & ~Q(sent_back_by=F("written_by")) & Q(sent_back_at__isnull=False) & ~Q(why="")),
                name="wording_sent_back_whole",
            ),
        ]

    @property
    def subject(self) -> str:
        """How the journal writes it."""
        return f"wording:{self.language}-{self.pk}"

    @property
    def is_sent_back(self) -> bool:
        """Whether it waits for its author and not for a signature."""
        return bool(self.sent_back_by and not self.signed_by)


class Recording(Written):
    """A page of the site read aloud in one language. `words`: digest of what the page said when it was recorded."""

    language = models.CharField(_("language"), max_length=8)
    page = models.CharField(_("page"), max_length=20)
    kind = models.CharField(_("kind"), max_length=4, choices=Sound)
    content = models.BinaryField(_("sound"))
    size = models.PositiveIntegerField(_("bytes"))
    words = models.CharField(_("words it reads"), max_length=64)

    CLASSIFIED = _WRITTEN | dict.fromkeys(("language", "page", "kind", "content", "size", "words"), PUBLIC)

    class Meta(Written.Meta):
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")

    @property
    def subject(self) -> str:
        """How the journal writes it."""
        return f"recording:{self.language}-{self.pk}"


class Edition(models.Model):
    """Counts what the public was given anew in one language: a server that sees another number reads it again."""

    language = models.CharField(_("language"), max_length=8, unique=True)
    number = models.PositiveBigIntegerField(_("number"), default=0)

    CLASSIFIED = dict.fromkeys(("language", "number"), PUBLIC)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
