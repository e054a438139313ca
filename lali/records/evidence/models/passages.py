"""Cited pieces of exhibits, statements and tips."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.cases.models import Case
from lali.records.classified import INTERNAL, VICTIM
from lali.records.evidence.models.exhibits import Exhibit
from lali.records.evidence.models.statements import StatementVersion
from lali.records.tips.models import Tip

MEMBER = settings.AUTH_USER_MODEL


class Passage(models.Model):
    """A piece of a source that something rests on: where it stands in words, its bytes if known, what it says.

    Exactly one of `exhibit`, `statement` (a version) and `tip` is the source; `source_sha256` is its digest at the time
    of citing: the exhibit's, or that of the words in UTF-8. `start` and `end` count bytes of the source, half-open.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="passages", verbose_name=_("case"))
    number = models.PositiveIntegerField(_("number"))
    exhibit = models.ForeignKey(
        Exhibit, on_delete=models.PROTECT, null=True, blank=True, related_name="passages", verbose_name=_("exhibit")
    )
    statement = models.ForeignKey(
        StatementVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="passages",
        verbose_name=_("statement"),
    )
    tip = models.ForeignKey(
        Tip, on_delete=models.PROTECT, null=True, blank=True, related_name="passages", verbose_name=_("tip")
    )
    locator = models.CharField(_("where in it"), max_length=120, blank=True)
    start = models.BigIntegerField(_("first byte"), null=True, blank=True)
    end = models.BigIntegerField(_("byte after the last"), null=True, blank=True)
    quote = models.TextField(_("words cited"), blank=True)
    note = models.CharField(_("note"), max_length=400, blank=True)
    source_sha256 = models.CharField("SHA-256", max_length=64)
    cited_at = models.DateTimeField(_("cited"), default=timezone.now)
    cited_by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("cited by"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("withdrawn by")
    )
    withdrawn_why = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)

    CLASSIFIED = {
        "case": INTERNAL,
        "number": INTERNAL,
        "exhibit": INTERNAL,
        "statement": INTERNAL,
        "tip": INTERNAL,
        "locator": VICTIM,
        "start": INTERNAL,
        "end": INTERNAL,
        "quote": VICTIM,
        "note": VICTIM,
        "source_sha256": INTERNAL,
        "cited_at": INTERNAL,
        "cited_by": INTERNAL,
        "withdrawn_at": INTERNAL,
        "withdrawn_by": INTERNAL,
        "withdrawn_why": VICTIM,
    }

    class Meta:
        ordering = ["number"]
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="evidence_passage_once"),
            models.CheckConstraint(
                condition=models.Q(exhibit__isnull=False, statement__isnull=True, tip__isnull=True)
                | models.Q(exhibit__isnull=True, statement__isnull=False, tip__isnull=True)
                | models.Q(exhibit__isnull=True, statement__isnull=True, tip__isnull=False),
                name="evidence_passage_of_one_source",
            ),
            models.CheckConstraint(
                condition=models.Q(start__isnull=True, end__isnull=True)
                | models.Q(start__isnull=False, end__isnull=False, start__gte=0, end__gt=models.F("start")),
                name="evidence_passage_bytes",
            ),
            models.CheckConstraint(
                condition=~models.Q(locator="") | ~models.Q(quote="") | models.Q(start__isnull=False),
                name="evidence_passage_somewhere",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_why="")
                | (models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~models.Q(withdrawn_why="")),
                name="evidence_passage_withdrawn",
            ),
        ]

    @property
    def ref(self) -> str:
        """How people and the journal write this passage: `P-001` of its case."""
        return f"P-{self.number:03d}"

    @property
    def subject(self) -> str:
        """How the journal writes this passage."""
        return f"{self.case.subject}/passage:{self.ref}"

    @property
    def is_restricted(self) -> bool:
        """Whether it is of an exhibit that is restricted now: then nothing but its number and bytes is said."""
        return bool(self.exhibit_id and self.exhibit.restricted_at)

    @property
    def source_ref(self) -> str:
        """How people write the source: `E-003`, `S-001` or `T-0042`."""
        if self.exhibit_id:
            return self.exhibit.ref
        return self.statement.statement.ref if self.statement_id else self.tip.ref
