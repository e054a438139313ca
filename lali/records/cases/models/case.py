"""Cases, their teams and their tips."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.models import Agency
from lali.records.cases.vocabulary import CaseKind, CaseState, Level
from lali.records.classified import INTERNAL, VICTIM
from lali.records.tips.models import Tip

MEMBER = settings.AUTH_USER_MODEL


class CaseQuerySet(models.QuerySet):
    """Cases, filtered by who may see them."""

    def seen_by(self, member_id: int) -> "CaseQuerySet":
        """Cases on whose team the member is."""
        place = TeamPlace.objects.filter(case=models.OuterRef("pk"), member_id=member_id, left_at__isnull=True)
        return self.filter(models.Exists(place))  # measured: with a join, long lists cost ten times as much

    def annotate_level(self, member_id: int) -> "CaseQuerySet":
        """Add `my_level`, the member's level on each case's team (None when not on it)."""
        place = TeamPlace.objects.filter(case=models.OuterRef("pk"), member_id=member_id, left_at__isnull=True)
        return self.annotate(my_level=models.Subquery(place.values("level")[:1]))

    def without_lead(self) -> "CaseQuerySet":
        """Cases that no active member leads any more."""
        leads = TeamPlace.objects.leads().filter(case=models.OuterRef("pk"))
        return self.exclude(models.Exists(leads))


class Case(models.Model):
    """One case of one agency."""

    ref = models.CharField(_("reference"), max_length=20, unique=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    title = models.CharField(_("title"), max_length=160)
    kind = models.CharField(_("kind"), max_length=20, choices=CaseKind, default=CaseKind.OTHER)
    summary = models.TextField(_("summary"), blank=True)
    state = models.CharField(_("state"), max_length=12, choices=CaseState, default=CaseState.OPEN)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    opened_by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("opened by"))
    changed_at = models.DateTimeField(_("last change"), default=timezone.now)
    version = models.PositiveIntegerField(_("version"), default=1)
    tips = models.ManyToManyField(Tip, through="CaseTip", related_name="cases", verbose_name=_("tips"))

    objects = CaseQuerySet.as_manager()

    CLASSIFIED = {
        "ref": INTERNAL,
        "agency": INTERNAL,
        "title": VICTIM,
        "kind": INTERNAL,
        "summary": VICTIM,
        "state": INTERNAL,
        "opened_at": INTERNAL,
        "opened_by": INTERNAL,
        "changed_at": INTERNAL,
        "version": INTERNAL,
        "tips": INTERNAL,
    }

    class Meta:
        ordering = ["-changed_at"]
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        indexes = [models.Index(fields=["-changed_at"], name="cases_changed")]

    @property
    def subject(self) -> str:
        """How the journal and mentions write this case."""
        return f"case:{self.ref}"

    def has_lead(self, *, besides: int | None = None) -> bool:
        """Whether an active member leads the case, the member `besides` not counted."""
        return self.team.leads().exclude(member_id=besides).exists()


class TeamPlaceQuerySet(models.QuerySet):
    """Places, filtered the ways actions need."""

    def leads(self) -> "TeamPlaceQuerySet":
        """Present places of active members who lead."""
        return self.filter(level=Level.LEAD, left_at__isnull=True, member__is_active=True)


class TeamPlace(models.Model):
    """A member's place on a team, with a level; the past stays."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="team", verbose_name=_("case"))
    member = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="places", verbose_name=_("member"))
    level = models.CharField(_("level"), max_length=12, choices=Level)
    added_at = models.DateTimeField(_("added"), default=timezone.now)
    added_by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("added by"))
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    objects = TeamPlaceQuerySet.as_manager()

    CLASSIFIED = dict.fromkeys(["case", "member", "level", "added_at", "added_by", "left_at"], INTERNAL)

    class Meta:
        ordering = ["added_at", "pk"]
        verbose_name = _("place on a team")
        verbose_name_plural = _("places on teams")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "member"], condition=models.Q(left_at__isnull=True), name="cases_one_place_each"
            )
        ]


class CaseTip(models.Model):
    """A tip that belongs to a case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tip_places", verbose_name=_("case"))
    tip = models.OneToOneField(Tip, on_delete=models.PROTECT, related_name="case_place", verbose_name=_("tip"))
    added_at = models.DateTimeField(_("added"), default=timezone.now)

    CLASSIFIED = {"case": INTERNAL, "tip": INTERNAL, "added_at": INTERNAL}

    class Meta:
        verbose_name = _("tip of a case")
        verbose_name_plural = _("tips of cases")
