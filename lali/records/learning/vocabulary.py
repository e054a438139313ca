"""When in the course of the lesson somebody answered, and in which channel its messages came."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Phase(TextChoices):
    """When a test was taken."""

    BEFORE = "before", _("Before the lesson")
    AFTER = "after", _("After the lesson")
    DAY_10 = "day10", _("Ten days later")
    DAY_30 = "day30", _("Thirty days later")


class Channel(TextChoices):
    """Where the learner meets messages; chosen on the first page."""

    CHAT = "chat", _("Chat")
    SMS = "sms", _("SMS")
    POST = "post", _("Facebook")
    PROFILE = "profile", _("Dating")


COME_BACK = {Phase.DAY_10: timedelta(days=10), Phase.DAY_30: timedelta(days=30)}
OPEN_FROM = {Phase.DAY_10: timedelta(days=7), Phase.DAY_30: timedelta(days=25)}  # a few days sooner is soon enough
