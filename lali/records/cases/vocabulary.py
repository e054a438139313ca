"""Levels of access, states and kinds."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lali.records.configuration.vocabulary import DeadlineKind  # noqa: F401 - templates name it; cases are asked for it


class Level(TextChoices):
    """What a member of the team may do in a case."""

    READ = "read", _("Reads")
    CONTRIBUTE = "contribute", _("Contributes")
    LEAD = "lead", _("Leads")


LEVEL_ORDER = {Level.READ: 0, Level.CONTRIBUTE: 1, Level.LEAD: 2}


class PlaceKind(TextChoices):
    """How a member came to a place on a team."""

    TEAM = "team", _("On the team")
    OVERSIGHT = "oversight", _("Oversight, from outside the chain of command")
    EMERGENCY = "emergency", _("Opened in an emergency")


class WallKind(TextChoices):
    """Why a member must not come near a case."""

    NAMED = "named", _("Is named in the case")
    RELATED = "related", _("Is a relative or close friend of somebody in the case")
    INTEREST = "interest", _("Has another interest in the case")


class OfferState(TextChoices):
    """What became of a case that was offered to another agency or unit."""

    WAITING = "waiting", _("Waiting")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class CaseState(TextChoices):
    """Where a case stands."""

    OPEN = "open", pgettext_lazy("state of a case", "Open")
    PROSECUTOR = "prosecutor", _("With the prosecutor")
    CLOSED = "closed", pgettext_lazy("state of a case", "Closed")
    DISPOSED = "disposed", _("Disposed of")  # nothing but a skeleton is left; only a disposal leads here


class CaseKind(TextChoices):
    """The usual kinds of online trafficking case."""

    FAKE_JOB = "fake_job", _("Fake job abroad")
    SEASONAL_FRAUD = "seasonal_fraud", _("Seasonal-work fraud")
    SCAM_CENTRE = "scam_centre", _("Held in a scam centre")
    SEXTORTION = "sextortion", _("Sextortion or false lover")
    CHILD_ONLINE = "child_online", _("Child exploited online")
    OTHER = "other", _("Other")


class RequestState(TextChoices):
    """What became of a request for access."""

    WAITING = "waiting", _("Waiting")
    GRANTED = "granted", _("Granted")
    DECLINED = "declined", _("Declined")


class RelationKind(TextChoices):
    """How a person or organisation stands to another; read from the first to the second."""

    RECRUITED = "recruited", _("recruited")
    CONTROLS = "controls", _("controls")
    TRANSPORTED = "transported", _("transported")
    PAID = "paid", _("paid")
    INTRODUCED = "introduced", _("introduced")
    EMPLOYS = "employs", _("employs")
    OWNS_ACCOUNT = "owns_account", _("uses an account of")
    MARRIED_TO = "married_to", _("is married to")
    CHILD_OF = "child_of", _("is a child of")
    RELATIVE_OF = "relative_of", _("is a relative of")
    OTHER = "other", _("has to do with")


class Likeness(TextChoices):
    """Whether two records speak of one person, as a member judged."""

    SAME = "same", pgettext_lazy("two persons", "The same")
    DIFFERENT = "different", pgettext_lazy("two persons", "Different persons")
    UNSURE = "unsure", pgettext_lazy("two persons", "Not to be said yet")


class Priority(TextChoices):
    """How a task stands beside others of the same day."""

    NORMAL = "normal", pgettext_lazy("priority of a task", "Normal")
    URGENT = "urgent", pgettext_lazy("priority of a task", "Urgent")


class LengthUnit(TextChoices):
    """What the length of a clock is counted in; the engine's own words."""

    HOURS = "hours", _("hours")
    DAYS = "days", _("days")
    WORKING_DAYS = "working_days", _("working days (no Saturday, no Sunday)")


class DeadlineState(TextChoices):
    """Where a deadline stands now."""

    RUNNING = "running", pgettext_lazy("state of a deadline", "Running")
    PAUSED = "paused", pgettext_lazy("state of a deadline", "Paused")
    MISSED = "missed", pgettext_lazy("state of a deadline", "Missed")
    MET = "met", pgettext_lazy("state of a deadline", "Met")
    MET_LATE = "met_late", pgettext_lazy("state of a deadline", "Met late")


class ClockChange(TextChoices):
    """What was done to a clock."""

    EXTENDED = "extended", pgettext_lazy("what was done to a clock", "Extended")
    SHORTENED = "shortened", pgettext_lazy("what was done to a clock", "Brought forward")
    PAUSED = "paused", pgettext_lazy("what was done to a clock", "Paused")
    RESUMED = "resumed", pgettext_lazy("what was done to a clock", "Going again")
