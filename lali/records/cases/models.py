"""Cases, teams, persons in roles, tasks, events, requests for access."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.models import Agency
from lali.records.cases.vocabulary import CaseKind, CaseState, Level, RequestState
from lali.records.classified import INTERNAL, PERSONAL, VICTIM
from lali.records.entities.models import Person
from lali.records.entities.vocabulary import PersonRole
from lali.records.tips.models import Tip

_MEMBER = settings.AUTH_USER_MODEL


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
    opened_by = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("opened by"))
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
    member = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="places", verbose_name=_("member"))
    level = models.CharField(_("level"), max_length=12, choices=Level)
    added_at = models.DateTimeField(_("added"), default=timezone.now)
    added_by = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("added by"))
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


class PersonInCase(models.Model):
    """A person of a case in one role; several rows, several roles, over time."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="persons", verbose_name=_("case"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="places", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=10, choices=PersonRole)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    since = models.DateTimeField(_("since"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)

    CLASSIFIED = {
        "case": INTERNAL,
        "person": INTERNAL,
        "role": VICTIM,
        "reason": VICTIM,
        "since": INTERNAL,
        "until": INTERNAL,
    }

    class Meta:
        ordering = ["since", "pk"]
        verbose_name = _("person in a case")
        verbose_name_plural = _("persons in cases")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person", "role"],
                condition=models.Q(until__isnull=True),
                name="cases_role_once_at_a_time",
            )
        ]


class NameReading(models.Model):
    """A lead read a possible victim's name, and why. The journal points here: it keeps no free text."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="name_readings", verbose_name=_("case"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    by = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    reason = models.CharField(_("reason"), max_length=300)

    CLASSIFIED = {"case": INTERNAL, "person": INTERNAL, "by": INTERNAL, "at": INTERNAL, "reason": VICTIM}

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("reading of a name")
        verbose_name_plural = _("readings of names")


class Task(models.Model):
    """Something to do in a case, by a day."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks", verbose_name=_("case"))
    title = models.CharField(_("what is to be done"), max_length=200)
    due_on = models.DateField(_("due"), null=True, blank=True)
    assignee = models.ForeignKey(
        _MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name=_("who")
    )
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(
        _MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("done by")
    )

    CLASSIFIED = {
        "case": INTERNAL,
        "title": VICTIM,
        "due_on": INTERNAL,
        "assignee": INTERNAL,
        "done_at": INTERNAL,
        "done_by": INTERNAL,
    }

    class Meta:
        ordering = [models.F("done_at").asc(nulls_first=True), models.F("due_on").asc(nulls_last=True), "pk"]
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        indexes = [models.Index(fields=["assignee", "done_at", "due_on"], name="cases_task_due")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True, done_by__isnull=True)
                | models.Q(done_at__isnull=False, done_by__isnull=False),
                name="cases_task_done_together",
            )
        ]


class Event(models.Model):
    """Something that happened in the matter itself: a payment, a flight, a call."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events", verbose_name=_("case"))
    at = models.DateTimeField(_("when"))
    text = models.CharField(_("what happened"), max_length=400)
    source = models.CharField(_("source"), max_length=200, blank=True)
    noted_by = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("noted by"))

    CLASSIFIED = {"case": INTERNAL, "at": INTERNAL, "text": VICTIM, "source": PERSONAL, "noted_by": INTERNAL}

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")


class AccessRequest(models.Model):
    """A member asks to join a case. Kept for any reference typed, whether such a case exists or not."""

    member = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("member"))
    case_ref = models.CharField(_("case asked for"), max_length=20)
    reason = models.CharField(_("reason"), max_length=400)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=RequestState, default=RequestState.WAITING)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        _MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )

    CLASSIFIED = dict.fromkeys(
        ["member", "case_ref", "reason", "asked_at", "state", "decided_at", "decided_by"], INTERNAL
    )

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("request for access")
        verbose_name_plural = _("requests for access")
        constraints = [
            models.UniqueConstraint(
                fields=["member", "case_ref"],
                condition=models.Q(state="waiting"),
                name="cases_one_waiting_request_each",
            ),
            models.CheckConstraint(
                condition=models.Q(state="waiting", decided_at__isnull=True, decided_by__isnull=True)
                | (~models.Q(state="waiting") & models.Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="cases_request_decided_together",
            ),
        ]
