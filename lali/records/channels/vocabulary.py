"""Which channels there are, and where a conversation can stand."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """How somebody reaches us."""

    SMS = "sms", _("SMS")
    RAPIDPRO = "rapidpro", "RapidPro"
    WHATSAPP = "whatsapp", "WhatsApp"
    MESSENGER = "messenger", "Messenger"


FORGOTTEN_AFTER = timedelta(days=30)  # without a word
REPLAYED_WITHIN = timedelta(days=1)  # a gateway asks again soon or never
STOPPED_WITHIN = timedelta(days=7)  # Meta brings again what was not taken for seven days at most
SENT_WITHIN = timedelta(days=1)  # a platform takes no answer later than that after the last word of a person
HOP_DAYS = 3
MOST_WAITING = 5  # answers to one person, while their platform takes none
MOST_A_DAY = 60  # answers to one number: two machines that answer one another must come to an end


@dataclass(frozen=True, slots=True)
class Place:
    """Where a conversation stands. `flow`: a story, or what we asked last; `answered`: how often today."""

    language: str = ""
    flow: str = ""
    node: str = ""
    stopped: bool = False
    answered: int = 0


@dataclass(frozen=True, slots=True)
class Hop:
    """Words on their way from a text message to the web, sealed to the key of a one-time code."""

    lookup: bytes = field(repr=False)
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Parcel:
    """An answer on its way to a platform, with whom it goes to; `sealed` under the key of its channel."""

    pk: int
    channel: Channel
    token: bytes = field(repr=False)
    sealed: bytes = field(repr=False)
    tries: int
