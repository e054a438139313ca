"""What persons said, as it was taken down."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.cases.models import Case
from lali.records.classified import INTERNAL, PERSONAL, VICTIM
from lali.records.entities.models import Person
from lali.records.evidence.models.exhibits import Exhibit

MEMBER = settings.AUTH_USER_MODEL


class StatementIsKept(Exception):
    """Somebody tried to change a version of a statement."""


class Statement(models.Model):
    """What one person said on one occasion. `current` is its newest version; a correction never changes an old one."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="statements", verbose_name=_("case"))
    number = models.PositiveIntegerField(_("number"))
    current = models.OneToOneField(
        "StatementVersion", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("newest version")
    )

    CLASSIFIED = dict.fromkeys(["case", "number", "current"], INTERNAL)

    class Meta:
        ordering = ["number"]
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="evidence_statement_once")]

    @property
    def ref(self) -> str:
        """How people and the journal write this statement: `S-001` of its case."""
        return f"S-{self.number:03d}"

    @property
    def subject(self) -> str:
        """How the journal writes this statement."""
        return f"{self.case.subject}/statement:{self.ref}"


class StatementVersion(models.Model):
    """A statement as of one writing, whole: who, when, where, in which language, which words. Never changed.

    Of whom: a person of the case, or in words (`of_whom`) who is not one of its persons.
    """

    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, related_name="versions", verbose_name=_("statement")
    )
    number = models.PositiveIntegerField(_("version"))
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    of_whom = models.CharField(_("of whom"), max_length=160, blank=True)
    taken_at = models.DateTimeField(_("taken on"), null=True, blank=True)
    taken_by = models.CharField(_("taken by"), max_length=120, blank=True)
    taken_where = models.CharField(_("taken where"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=60, blank=True)
    interpreter = models.CharField(_("interpreter"), max_length=120, blank=True)
    words = models.TextField(_("words"))
    paper = models.ForeignKey(
        Exhibit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed paper")
    )
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    written_by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by"))
    why = models.CharField(_("why"), max_length=300, blank=True)

    CLASSIFIED = {
        "statement": INTERNAL,
        "number": INTERNAL,
        "person": INTERNAL,
        "of_whom": VICTIM,
        "taken_at": INTERNAL,
        "taken_by": PERSONAL,
        "taken_where": VICTIM,
        "language": VICTIM,
        "interpreter": PERSONAL,
        "words": VICTIM,
        "paper": INTERNAL,
        "written_at": INTERNAL,
        "written_by": INTERNAL,
        "why": VICTIM,
    }

    class Meta:
        ordering = ["statement", "number"]
        verbose_name = _("version of a statement")
        verbose_name_plural = _("versions of statements")
        constraints = [
            models.UniqueConstraint(fields=["statement", "number"], name="evidence_statement_version_once"),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, of_whom="")
                | (models.Q(person__isnull=True) & ~models.Q(of_whom="")),
                name="evidence_statement_of_somebody",
            ),
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        """Refuse to change a version that stands."""
        if self.pk:
            raise StatementIsKept("A version of a statement is never changed: write a new one.")
        super().save(*args, **kwargs)
