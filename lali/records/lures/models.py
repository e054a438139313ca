"""A lure of the week while it is written and released."""

import hashlib
import json

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.models import Agency
from lali.records.classified import INTERNAL, PUBLIC
from lali.records.lures.vocabulary import LureState

_MEMBER = {"on_delete": models.PROTECT, "null": True, "related_name": "+"}


class Lure(models.Model):
    """One pattern. `about` is the case or tip it was seen in, for who may open that; it never leaves this database."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    about = models.CharField(_("seen in"), max_length=80)
    title = models.CharField(_("title"), max_length=80)
    words = models.TextField(_("what they say"), max_length=600)
    signs = models.JSONField(_("signs"), default=list)
    ask = models.CharField(_("what to ask"), max_length=120)
    country = models.CharField(_("where seen"), max_length=2)
    state = models.CharField(_("state"), max_length=12, choices=LureState, default=LureState.WRITTEN)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("written by"), **_MEMBER)
    written_at = models.DateTimeField(_("written at"), auto_now=True)
    first_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("first released by"), **_MEMBER)
    second_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("then released by"), **_MEMBER)
    released_on = models.DateField(_("released on"), null=True)
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("taken back by"), **_MEMBER)
    taken_back_why = models.CharField(_("why it was taken back"), max_length=300, blank=True)

    CLASSIFIED = {
        **dict.fromkeys(("title", "words", "signs", "ask", "country", "released_on"), PUBLIC),
        **dict.fromkeys(("agency", "about", "state", "written_by", "written_at", "first_by", "second_by"), INTERNAL),
        **dict.fromkeys(("taken_back_by", "taken_back_why"), INTERNAL),
    }

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("lure of the week")
        verbose_name_plural = _("lures of the week")
        constraints = [
            models.CheckConstraint(
                condition=~Q(first_by=F("written_by")) & ~Q(second_by=F("written_by")) & ~Q(second_by=F("first_by")),
                name="lure_three_persons",
            ),
            models.CheckConstraint(
                condition=~Q(state=LureState.RELEASED)
                | Q(first_by__isnull=False, second_by__isnull=False, released_on__isnull=False),
                name="lure_released_by_two",
            ),
        ]

    @property
    def subject(self) -> str:
        """How the journal writes it."""
        return f"lure:{self.pk}"

    @property
    def version(self) -> str:
        """What the public would read, as a digest: who releases a lure says by it which words they have read."""
        said = [self.title, self.words, self.signs, self.ask, self.country]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]

    @property
    def is_open(self) -> bool:
        """Whether its words can still be changed."""
        return self.state in {LureState.WRITTEN, LureState.SECONDED}
