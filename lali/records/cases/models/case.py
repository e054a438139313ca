"""Cases and their tips."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.models import Agency, Unit
from lali.records.cases.kinds import kind_word
from lali.records.cases.models.team import MEMBER, TeamPlace, Wall
from lali.records.cases.vocabulary import CaseKind, CaseState
from lali.records.classified import INTERNAL, VICTIM
from lali.records.keyring import new_wrapped_key, unwrapped
from lali.records.tips.models import Tip


class CaseQuerySet(models.QuerySet):
    """Cases, filtered by who may see them."""

    def seen_by(self, member_id: int) -> "CaseQuerySet":
        """Cases on whose team the member is now, and from which no wall keeps them."""
        # Measured: with a join instead of the subquery, long lists cost ten times as much.
        return self.kept().filter(models.Exists(_own_place(member_id))).not_walled(member_id)

    def kept(self) -> "CaseQuerySet":
        """Cases that were not disposed of."""
        return self.exclude(state=CaseState.DISPOSED)

    def not_walled(self, member_id: int) -> "CaseQuerySet":
        """Cases that no standing wall keeps from the member."""
        return self.exclude(pk__in=Wall.objects.standing().filter(member_id=member_id).values("case"))

    def annotate_level(self, member_id: int) -> "CaseQuerySet":
        """Add `my_level` (None when not on the team), `my_kind` of place and `i_may_remove`, of the member's place."""
        place = _own_place(member_id)
        return self.annotate(
            my_level=models.Subquery(place.values("level")[:1]),
            my_kind=models.Subquery(place.values("kind")[:1]),
            i_may_remove=models.Subquery(place.values("may_remove")[:1]),
        )

    def in_unit(self, unit_id: int) -> "CaseQuerySet":
        """Cases of a unit, and those of no unit."""
        return self.filter(models.Q(unit_id=unit_id) | models.Q(unit__isnull=True))

    def without_lead(self) -> "CaseQuerySet":
        """Cases that no active member leads any more."""
        # Measured: as a question asked for each case, SQLite walks through all leads each time, half a minute in all.
        return self.exclude(pk__in=TeamPlace.objects.leads().values("case"))


def _own_place(member_id: int) -> models.QuerySet:
    return TeamPlace.objects.present().filter(case=models.OuterRef("pk"), member_id=member_id)


class Case(models.Model):
    """One case of one agency."""

    ref = models.CharField(_("reference"), max_length=20, unique=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    title = models.CharField(_("title"), max_length=160)
    kind = models.CharField(_("kind"), max_length=20, default=CaseKind.OTHER)
    summary = models.TextField(_("summary"), blank=True)
    state = models.CharField(_("state"), max_length=12, choices=CaseState, default=CaseState.OPEN)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    opened_by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("opened by"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    changed_at = models.DateTimeField(_("last change"), default=timezone.now)
    version = models.PositiveIntegerField(_("version"), default=1)
    wrapped_key = models.BinaryField(_("case's key, wrapped"), default=bytes)
    tips = models.ManyToManyField(Tip, through="CaseTip", related_name="cases", verbose_name=_("tips"))

    objects = CaseQuerySet.as_manager()

    CLASSIFIED = {
        "ref": INTERNAL,
        "agency": INTERNAL,
        "unit": INTERNAL,
        "wrapped_key": INTERNAL,
        "title": VICTIM,
        "kind": INTERNAL,
        "summary": VICTIM,
        "state": INTERNAL,
        "opened_at": INTERNAL,
        "opened_by": INTERNAL,
        "closed_at": INTERNAL,
        "changed_at": INTERNAL,
        "version": INTERNAL,
        "tips": INTERNAL,
    }

    class Meta:
        ordering = ["-changed_at"]
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        indexes = [
            models.Index(fields=["-changed_at"], name="cases_changed"),
            models.Index(fields=["state", "changed_at", "opened_at"], name="cases_board"),
            models.Index(fields=["opened_at"], name="cases_opened"),
        ]

    @property
    def subject(self) -> str:
        """How the journal and mentions write this case."""
        return f"case:{self.ref}"

    def get_kind_display(self) -> str:
        """The kind in words, as the node's configuration has them."""
        return kind_word(self.kind)

    def key(self) -> bytes:
        """The case's own key, under which the journal's values about it are sealed; made when first needed.

        Erasing `wrapped_key` at disposal erases those values in every copy of the journal.
        """
        if not self.wrapped_key:
            cases = type(self).objects
            cases.filter(pk=self.pk, wrapped_key=b"").update(wrapped_key=new_wrapped_key())
            self.wrapped_key = cases.values_list("wrapped_key", flat=True).get(pk=self.pk)
        return unwrapped(self.wrapped_key)

    def walled_members(self) -> set[int]:
        """Members whom a standing wall keeps from the case."""
        return set(self.walls.standing().values_list("member", flat=True))

    def has_lead(self, *, besides: int | None = None) -> bool:
        """Whether an active member leads the case, the member `besides` not counted."""
        return self.team.leads().exclude(member_id=besides).exists()


class CaseTip(models.Model):
    """A tip that belongs to a case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tip_places", verbose_name=_("case"))
    tip = models.OneToOneField(Tip, on_delete=models.PROTECT, related_name="case_place", verbose_name=_("tip"))
    added_at = models.DateTimeField(_("added"), default=timezone.now)

    CLASSIFIED = {"case": INTERNAL, "tip": INTERNAL, "added_at": INTERNAL}

    class Meta:
        verbose_name = _("tip of a case")
        verbose_name_plural = _("tips of cases")
