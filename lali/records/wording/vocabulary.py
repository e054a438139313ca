"""How far a string has come, where words come from, and in which languages."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    """How far a string has come in one language."""

    MISSING = "missing", pgettext_lazy("state of a translation", "Missing")
    DRAFT = "draft", pgettext_lazy("state of a translation", "Draft")
    SIGNED = "signed", pgettext_lazy("state of a translation", "Signed")


class Which(TextChoices):
    """Which lines somebody wants to see: those in one state, or those that somebody should do something about."""

    MISSING = "missing", pgettext_lazy("state of a translation", "Missing")
    DRAFT = "draft", pgettext_lazy("state of a translation", "Draft")
    SIGNED = "signed", pgettext_lazy("state of a translation", "Signed")
    WAITING = "waiting", pgettext_lazy("lines of words", "Waiting for me")
    CHANGED = "changed", pgettext_lazy("lines of words", "Changed since they were signed or shipped")
    SENT_BACK = "sent_back", pgettext_lazy("lines of words", "Sent back")


class Origin(TextChoices):
    """Where words come from."""

    TYPED = "typed", _("typed here")
    FILE = "file", _("out of a file")
    SHIPPED = "shipped", _("came with the program")


class Sound(TextChoices):
    """Kinds of recordings, known by their first bytes."""

    MP3 = "mp3", "MP3"
    OGG = "ogg", "Ogg"
    M4A = "m4a", "M4A"


NAMES = {"bi": "Bislama", "fj": "Vosa Vakaviti", "fr": "Français", "hif": "Fiji Baat", "vi": "Tiếng Việt"}
LANGUAGES = tuple(NAMES)
SHIP_AS_DRAFTS = frozenset({"bi", "fj", "hif", "vi"})  # no speaker has looked; French was reviewed before it shipped
FORMS = {"fr": (2, "(n > 1)"), "vi": (1, "0")}  # forms of the plural, and which one is said of n
OTHER_FORMS = (2, "(n != 1)")
MOST_SOUND = 1_000_000  # bytes of a recording
SOUND_TYPES = {Sound.MP3: "audio/mpeg", Sound.OGG: "audio/ogg", Sound.M4A: "audio/mp4"}


def forms_of(language: str) -> int:
    """How many forms the plural of a language has."""
    return FORMS.get(language, OTHER_FORMS)[0]
