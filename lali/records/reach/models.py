"""A code and its words; numbers by day."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lali.records.classified import INTERNAL, PUBLIC
from lali.records.reach.vocabulary import LETTERS, Step


class PlaceCodeQuerySet(models.QuerySet):
    """Codes by whether they lead anywhere."""

    def open_on(self, day: date) -> "PlaceCodeQuerySet":
        """Those that lead to their message on a day."""
        ends = Q(open_until__isnull=True) | Q(open_until__gte=day)
        return self.filter(ends, open_from__lte=day, closed_on__isnull=True)


class PlaceCode(models.Model):
    """A code of one school, village or radio spot. `campaign` refers to one (`campaign:3`) that lives elsewhere.

    `said`: by language, then by variant, the headline and the text. Variants shown are those of `language`, the code's
    own; another language that lacks one falls back to it.
    """

    code = models.CharField(_("place code"), max_length=6, unique=True)
    campaign = models.CharField(_("campaign"), max_length=40, db_index=True)
    place = models.CharField(_("place"), max_length=160)
    language = models.CharField(_("language"), max_length=8)
    said = models.JSONField(_("message"))
    open_from = models.DateField(_("open from"))
    open_until = models.DateField(_("open until"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = PlaceCodeQuerySet.as_manager()

    CLASSIFIED = {
        "code": PUBLIC,
        "campaign": INTERNAL,
        "place": INTERNAL,
        "language": PUBLIC,
        "said": PUBLIC,
        "open_from": INTERNAL,
        "open_until": INTERNAL,
        "closed_on": INTERNAL,
    }

    class Meta:
        ordering = ["pk"]
        verbose_name = _("place code")
        verbose_name_plural = _("place codes")

    @property
    def subject(self) -> str:
        """How the journal writes it."""
        return f"{self.campaign}/place-code:{self.code}"

    @property
    def letters(self) -> tuple[str, ...]:
        """Variants of its message."""
        return tuple(letter for letter in LETTERS if letter in self.said[self.language])

    def is_open_on(self, day: date) -> bool:
        """Whether it leads to its message on a day."""
        ended = self.open_until is not None and self.open_until < day
        return self.closed_on is None and self.open_from <= day and not ended


class Tally(models.Model):
    """How often a step was loaded under a code on a day. One more than MOST_A_DAY stands for all that came after."""

    code = models.ForeignKey(PlaceCode, on_delete=models.PROTECT, related_name="tallies")
    letter = models.CharField(_("variant"), max_length=1)
    day = models.DateField(_("day"), db_index=True)
    step = models.CharField(_("step"), max_length=8, choices=Step)
    number = models.PositiveIntegerField(_("number"), default=0)

    CLASSIFIED = {"code": INTERNAL, "letter": INTERNAL, "day": INTERNAL, "step": INTERNAL, "number": INTERNAL}

    class Meta:
        ordering = ["pk"]
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints = [
            models.UniqueConstraint(fields=["code", "letter", "day", "step"], name="reach_one_tally"),
        ]
