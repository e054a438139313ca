"""Kinds of event, how exactly a moment is known, how somebody was moved."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EventKind(TextChoices):
    """What sort of thing happened."""

    RECRUITMENT = "recruitment", _("Recruitment")
    MESSAGE = "message", _("Message or call")
    PAYMENT = "payment", _("Payment")
    MOVEMENT = "movement", _("Movement")
    BORDER = "border", _("Entry or exit")
    HARM = "harm", _("Harm")
    RESCUE = "rescue", _("Rescue or escape")
    STATEMENT = "statement", _("Statement taken")
    POLICE = "police", _("Step of the police")
    OTHER = "other", pgettext_lazy("kind of event", "Other")


class Precision(TextChoices):
    """How exactly we know when."""

    MINUTE = "minute", _("To the minute")
    DAY = "day", _("The day")
    MONTH = "month", _("The month")
    ABOUT = "about", _("About that day")
    BETWEEN = "between", _("Between two days")


class Means(TextChoices):
    """How somebody went from one place to another."""

    AIR = "air", _("By air")
    SEA = "sea", _("By sea")
    ROAD = "road", _("By road")
    RIVER = "river", _("Across a river")
    FOOT = "foot", _("On foot")
    OTHER = "other", pgettext_lazy("means of movement", "Other")
