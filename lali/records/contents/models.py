"""What was read of an exhibit, and its pages with their words under seal."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.classified import INTERNAL, VICTIM
from lali.records.contents.vocabulary import WHY, WordsState
from lali.records.evidence.models import Exhibit
from lali.records.keyring import derived_key, open_words, seal_words


class FileWords(models.Model):
    """That the words of an exhibit were read, and what came of it: one row for each exhibit that was looked through."""

    exhibit = models.OneToOneField(
        Exhibit, on_delete=models.PROTECT, related_name="words", verbose_name=_("exhibit")
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=8, choices=WordsState)
    why = models.CharField(_("why not, or not all"), max_length=20, blank=True)
    pages = models.PositiveIntegerField(_("pages with words"), default=0)
    read_at = models.DateTimeField(_("read"), default=timezone.now)

    CLASSIFIED = dict.fromkeys(["exhibit", "state", "why", "pages", "read_at"], INTERNAL)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("words of a file")
        verbose_name_plural = _("words of files")

    @property
    def why_in_words(self) -> object:
        """Why it was not read, or not to its end."""
        return WHY.get(self.why, "")


class WordsPage(models.Model):
    """One page of a file: `part` and `page` as the viewer counts them, its words sealed under a key of the node."""

    words = models.ForeignKey(
        FileWords, on_delete=models.CASCADE, related_name="page_rows", verbose_name=_("words of a file")
    )
    number = models.PositiveIntegerField(_("number"))
    part = models.PositiveIntegerField(_("part"), default=0)
    page = models.PositiveIntegerField(_("page"), default=1)
    sealed = models.BinaryField(_("words"), default=bytes)

    CLASSIFIED = {"words": VICTIM, "sealed": VICTIM} | dict.fromkeys(["number", "part", "page"], INTERNAL)

    class Meta:
        ordering = ["number"]
        verbose_name = _("page of a file")
        verbose_name_plural = _("pages of files")
        constraints = [models.UniqueConstraint(fields=["words", "number"], name="contents_page_once")]

    def seal(self, text: str) -> None:
        """Keep the words of the page."""
        self.sealed = seal_words(text, key=derived_key("file-words"), about=self._about)

    def text(self) -> str:
        """The words of the page."""
        return open_words(self.sealed, key=derived_key("file-words"), about=self._about) if self.sealed else ""

    @property
    def _about(self) -> str:
        return f"lali/words/{self.words_id}/{self.number}"
