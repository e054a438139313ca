"""Events of the matter and what they are known from."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.cases.models import Case
from lali.records.chronology.vocabulary import EventKind, Means, Precision
from lali.records.chronology.when import When
from lali.records.classified import INTERNAL, PERSONAL, VICTIM
from lali.records.entities.models import Person

MEMBER = settings.AUTH_USER_MODEL
LONGEST_TEXT, LONGEST_PLACE, LONGEST_SOURCE = 1_000, 200, 200


class EventQuerySet(models.QuerySet):
    """Events, those that stand and those that were removed."""

    def standing(self) -> "EventQuerySet":
        """Events that nobody has removed."""
        return self.filter(removed_at__isnull=True)


class Event(models.Model):
    """Something that happened in the matter itself: a payment, a flight, a call.

    `at` and `until` hold the first and the last moment it may have been; `zone` is the one it was given in, `on` the
    first day there. Beside the words of a place stands its code, where the words name a place we know.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events", verbose_name=_("case"))
    kind = models.CharField(_("kind"), max_length=12, choices=EventKind, default=EventKind.OTHER)
    at = models.DateTimeField(_("when"))
    until = models.DateTimeField(_("until when"))
    on = models.DateField(_("first day, in the zone given"))
    precision = models.CharField(_("how exactly"), max_length=8, choices=Precision, default=Precision.MINUTE)
    zone = models.CharField(_("time zone"), max_length=40, default="UTC")
    text = models.CharField(_("what happened"), max_length=LONGEST_TEXT)
    place = models.CharField(_("place"), max_length=LONGEST_PLACE, blank=True)
    place_code = models.CharField(_("code of the place"), max_length=10, blank=True)
    gone_from = models.CharField(_("from where"), max_length=LONGEST_PLACE, blank=True)
    gone_from_code = models.CharField(_("code of from where"), max_length=10, blank=True)
    gone_to = models.CharField(_("to where"), max_length=LONGEST_PLACE, blank=True)
    gone_to_code = models.CharField(_("code of to where"), max_length=10, blank=True)
    means = models.CharField(_("by what means"), max_length=8, choices=Means, blank=True)
    persons = models.ManyToManyField(Person, related_name="events", verbose_name=_("persons"))
    source = models.CharField(_("source"), max_length=LONGEST_SOURCE, blank=True)
    noted_by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("noted by"))
    noted_at = models.DateTimeField(_("noted"), default=timezone.now)
    version = models.PositiveIntegerField(_("version"), default=1)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)
    removed_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("removed by")
    )
    removed_reason = models.CharField(_("why it was removed"), max_length=300, blank=True)

    objects = EventQuerySet.as_manager()

    CLASSIFIED = {
        **dict.fromkeys(["case", "kind", "at", "until", "on", "precision", "zone", "means", "persons"], INTERNAL),
        **dict.fromkeys(["place_code", "gone_from_code", "gone_to_code", "noted_by", "noted_at", "version"], INTERNAL),
        **dict.fromkeys(["removed_at", "removed_by"], INTERNAL),
        **dict.fromkeys(["text", "place", "gone_from", "gone_to", "removed_reason"], VICTIM),
        "source": PERSONAL,
    }

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [models.Index(fields=["case", "at"], name="chronology_in_order")]
        constraints = [
            models.CheckConstraint(condition=models.Q(until__gte=models.F("at")), name="chronology_ends_after_start"),
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=True, removed_by__isnull=True, removed_reason="")
                | (models.Q(removed_at__isnull=False, removed_by__isnull=False) & ~models.Q(removed_reason="")),
                name="chronology_removed_together",
            ),
        ]

    @property
    def when(self) -> When:
        """When it happened, as exactly as it is known."""
        return When(self.at, self.until, Precision(self.precision), self.zone)


class Citation(models.Model):
    """What an event is known from: a record of the case by its reference (`E-003`), and where in it."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="citations", verbose_name=_("event"))
    cited = models.CharField(_("what is cited"), max_length=20)
    locator = models.CharField(_("where in it"), max_length=100, blank=True)

    CLASSIFIED = {"event": INTERNAL, "cited": INTERNAL, "locator": PERSONAL}

    class Meta:
        ordering = ["pk"]
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        constraints = [models.UniqueConstraint(fields=["event", "cited", "locator"], name="chronology_cited_once")]

    @property
    def words(self) -> str:
        """The citation as people write it: `E-003, page 2`."""
        return f"{self.cited}, {self.locator}" if self.locator else self.cited
