"""Who may do what in a case: places on its team, and walls that keep somebody out."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.cases.vocabulary import Level, PlaceKind, WallKind
from lali.records.classified import INTERNAL, VICTIM

MEMBER = settings.AUTH_USER_MODEL


class TeamPlaceQuerySet(models.QuerySet):
    """Places, filtered the ways actions need."""

    def present(self) -> "TeamPlaceQuerySet":
        """Places that were neither left nor have ended by their date."""
        not_over = models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=timezone.now())
        return self.filter(not_over, left_at__isnull=True)

    def leads(self) -> "TeamPlaceQuerySet":
        """Present places of active members who lead and whom no wall keeps out."""
        return self.present().before_no_wall().filter(level=Level.LEAD, member__is_active=True)

    def before_no_wall(self) -> "TeamPlaceQuerySet":
        """Places whose member no standing wall keeps from the case."""
        walls = Wall.objects.standing().filter(case=models.OuterRef("case"), member=models.OuterRef("member"))
        return self.filter(~models.Exists(walls))


class TeamPlace(models.Model):
    """A member's place on a team, with a level; the past stays.

    `may_remove` is apart from every level: whoever leads may grant it, and has it by no other way. A place of
    oversight, and one opened in an emergency, only reads and always has an end.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="team", verbose_name=_("case"))
    member = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="places", verbose_name=_("member"))
    kind = models.CharField(_("kind of place"), max_length=12, choices=PlaceKind, default=PlaceKind.TEAM)
    level = models.CharField(_("level"), max_length=12, choices=Level)
    may_remove = models.BooleanField(_("may remove"), default=False)
    added_at = models.DateTimeField(_("added"), default=timezone.now)
    added_by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("added by"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=400, blank=True)

    objects = TeamPlaceQuerySet.as_manager()

    CLASSIFIED = {
        **dict.fromkeys(["case", "member", "kind", "level", "may_remove", "added_at", "added_by"], INTERNAL),
        "ends_at": INTERNAL,
        "left_at": INTERNAL,
        "reason": VICTIM,
    }

    class Meta:
        ordering = ["added_at", "pk"]
        verbose_name = _("place on a team")
        verbose_name_plural = _("places on teams")
        indexes = [
            models.Index(fields=["level", "left_at", "member", "case", "ends_at"], name="cases_leads"),
            models.Index(  # all that counting a member's cases asks
                fields=["member", "case", "ends_at", "left_at"],
                condition=models.Q(left_at__isnull=True),
                name="cases_places_now",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "member"], condition=models.Q(left_at__isnull=True), name="cases_one_place_each"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="team")
                | models.Q(level="read", may_remove=False, ends_at__isnull=False) & ~models.Q(reason=""),
                name="cases_special_place_reads_and_ends",
            ),
        ]


class WallQuerySet(models.QuerySet):
    """Walls, those that stand and those that were lifted."""

    def standing(self) -> "WallQuerySet":
        """Walls that nobody has lifted."""
        return self.filter(lifted_at__isnull=True)


class Wall(models.Model):
    """A member is kept out of a case because of a conflict of interest: to them it looks like one that never was."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="walls", verbose_name=_("case"))
    member = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("member"))
    kind = models.CharField(_("why"), max_length=12, choices=WallKind)
    reason = models.CharField(_("reason"), max_length=400)
    set_at = models.DateTimeField(_("set"), default=timezone.now)
    set_by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("set by"))
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lifted by")
    )
    lifted_reason = models.CharField(_("why it was lifted"), max_length=400, blank=True)

    objects = WallQuerySet.as_manager()

    CLASSIFIED = {
        **dict.fromkeys(["case", "member", "kind", "set_at", "set_by", "lifted_at", "lifted_by"], INTERNAL),
        "reason": VICTIM,
        "lifted_reason": VICTIM,
    }

    class Meta:
        ordering = ["set_at", "pk"]
        verbose_name = _("wall")
        verbose_name_plural = _("walls")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "member"], condition=models.Q(lifted_at__isnull=True), name="cases_one_wall_each"
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | models.Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="cases_wall_lifted_together",
            ),
        ]


class EmergencyOpening(models.Model):
    """Somebody opened a case in an emergency ("break-glass"): why, for how long, and what its lead thought of it."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="openings", verbose_name=_("case"))
    member = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("member"))
    reason = models.CharField(_("reason"), max_length=400)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    ends_at = models.DateTimeField(_("ends"))
    judged_at = models.DateTimeField(_("judged"), null=True, blank=True)
    judged_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("judged by")
    )
    justified = models.BooleanField(_("was justified"), null=True, blank=True)
    judgement = models.CharField(_("judgement"), max_length=400, blank=True)

    CLASSIFIED = {
        **dict.fromkeys(["case", "member", "opened_at", "ends_at", "judged_at", "judged_by", "justified"], INTERNAL),
        "reason": VICTIM,
        "judgement": VICTIM,
    }

    class Meta:
        ordering = ["-opened_at", "-pk"]
        verbose_name = _("emergency opening")
        verbose_name_plural = _("emergency openings")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(judged_at__isnull=True, judged_by__isnull=True, justified__isnull=True)
                | models.Q(judged_at__isnull=False, judged_by__isnull=False, justified__isnull=False),
                name="cases_opening_judged_together",
            ),
        ]
