"""Whom a campaign is for, by what it reaches them, where it meets them, and what a trial can compare."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Gender(TextChoices):
    """Of people in a hall, as somebody counts them; nobody is asked for it on paper."""

    WOMEN = "women", _("Women and girls")
    MEN = "men", _("Men and boys")
    OTHER = "other", _("Another, or not said")


class AgeBand(TextChoices):
    """Ages as somebody can count them in a hall."""

    UNDER_18 = "0-17", _("Under 18")
    TO_25 = "18-25", _("18 to 25")
    TO_35 = "26-35", _("26 to 35")
    TO_59 = "36-59", _("36 to 59")
    OVER_60 = "60+", _("60 and over")


class Channel(TextChoices):
    """By what a campaign reaches people."""

    POSTER = "poster", _("Posters")
    SESSION = "session", pgettext_lazy("of a campaign", "Meetings")
    RADIO = "radio", _("Radio")
    SMS = "sms", _("Text messages")
    SOCIAL = "social", _("Facebook and chats")


class Setting(TextChoices):
    """Where a session was held."""

    VILLAGE = "village", _("Village")
    SCHOOL = "school", _("School")
    CHURCH = "church", _("Church")
    NAKAMAL = "nakamal", _("Nakamal")
    WORKPLACE = "workplace", _("Workplace")
    OTHER = "other", pgettext_lazy("place of a session", "Somewhere else")


class Form(TextChoices):
    """Which form of the paper test was given first; the other one came after."""

    A = "A", _("A before, B after")
    B = "B", _("B before, A after")


class Letter(TextChoices):
    """Which of two messages."""

    A = "A", "A"
    B = "B", "B"


class Outcome(TextChoices):
    """What a trial compares: how many, of those who opened the page of a code, did this."""

    BEGAN = "began", _("began the lesson")
    FINISHED = "finished", _("finished the lesson")
    CHECKED = "checked", _("went on to check an offer")


class State(TextChoices):
    """Where a campaign stands today, by its days."""

    PLANNED = "planned", pgettext_lazy("state of a campaign", "Planned")
    RUNNING = "running", pgettext_lazy("state of a campaign", "Running")
    OVER = "over", pgettext_lazy("state of a campaign", "Over")


class Standing(TextChoices):
    """How far a trial has come."""

    DECLARED = "declared", pgettext_lazy("state of a trial", "Declared")
    RUNNING = "running", pgettext_lazy("state of a trial", "Running")
    OVER = "over", pgettext_lazy("state of a trial", "Over")
    GIVEN_UP = "given_up", pgettext_lazy("state of a trial", "Given up")


LANGUAGES = ("en", "fr", "bi", "fj", "hif", "vi")  # of the public site
EVERYBODY = ""  # of every age, or every sex


class Twice(TextChoices):
    """What stands twice in messages of a language, as it is said after saving."""

    LETTERS = "letters", _("Messages A and B say the same. A trial of them would show nothing.")
    TEXT = "text", _("The text and what to do are the same: whoever reads it reads it twice.")
