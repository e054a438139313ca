"""One table, of answers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lali.records.classified import INTERNAL
from lali.records.learning.vocabulary import Channel, Phase


class Attempt(models.Model):
    """One small test, taken to its end. `answers`: "1" for "I would stop and check", "0" for "I would trust it".

    `press`: digest of a random token of the page, wiped when the day is over; `lookup`: derived from the learner's six
    words, where they asked for them. `code` and `letter`: the place code they came by and the variant they saw there.
    """

    language = models.CharField(_("language"), max_length=8)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel)
    country = models.CharField(_("country"), max_length=2)
    form = models.CharField(_("form"), max_length=1)
    phase = models.CharField(_("phase"), max_length=8, choices=Phase)
    answers = models.CharField(_("answers"), max_length=12)
    day = models.DateField(_("day"), db_index=True)
    press = models.BinaryField(_("of the page, until the day is over"), null=True)
    lookup = models.BinaryField(_("derived from the code"), null=True)
    code = models.CharField(_("place code"), max_length=6, blank=True, default="", db_index=True)
    letter = models.CharField(_("variant"), max_length=1, blank=True, default="")

    CLASSIFIED = {
        "language": INTERNAL,
        "channel": INTERNAL,
        "country": INTERNAL,
        "form": INTERNAL,
        "phase": INTERNAL,
        "answers": INTERNAL,
        "day": INTERNAL,
        "press": INTERNAL,
        "lookup": INTERNAL,
        "code": INTERNAL,
        "letter": INTERNAL,
    }

    class Meta:
        ordering = ["pk"]
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        constraints = [
            models.UniqueConstraint(fields=["press", "phase"], name="learning_a_page_counts_once"),
            models.UniqueConstraint(fields=["lookup", "phase"], name="learning_a_phase_counts_once"),
        ]
