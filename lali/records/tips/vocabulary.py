"""States, sources and reasons of tips."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TipState(TextChoices):
    """Where a tip stands."""

    NEW = "new", pgettext_lazy("state of a tip", "New")
    ACCEPTED = "accepted", _("In a case")
    REFERRED = "referred", _("Referred")
    CLOSED = "closed", pgettext_lazy("state of a tip", "Closed")


class TipSource(TextChoices):
    """How a tip reached us."""

    REPORT = "report", _("Report on the public site")
    PHONE = "phone", _("Telephone")
    VISIT = "visit", _("Visit to a station")
    PARTNER = "partner", _("Partner agency")
    REGISTER = "register", _("Register kept before")

    @classmethod
    def told(cls) -> list[tuple[str, str]]:
        """Those a member chooses from who writes down what somebody tells them."""
        return [(value, label) for value, label in cls.choices if value not in {cls.REPORT, cls.REGISTER}]


class Risk(TextChoices):
    """What the signs say together; a person decides."""

    URGENT = "urgent", _("Urgent: someone may need help now")
    LIKELY = "likely", _("Several signs of a lure")
    WATCH = "watch", _("Some signs")
    NONE = "none", _("No strong sign")


# Signs of words that a reader should not meet unasked.
HARD_TO_READ = frozenset(
    {"violence_threat", "quota_punish", "sold_on", "organ_offer", "asks_images", "threat_publish", "body_photos"}
)

RISK_ORDER = {risk: place for place, risk in enumerate(Risk.values)}


class CopyReason(TextChoices):
    """Why a file is copied out as its sender sent it."""

    DETAIL = "detail", _("The clean copy does not show enough")
    EXPERT = "expert", _("A specialist must look at it")
    EVIDENCE = "evidence", _("It becomes evidence of a case")


class CloseReason(TextChoices):
    """Why a tip is closed without a case."""

    NOT_TRAFFICKING = "not_trafficking", _("Not trafficking in persons")
    NOT_ENOUGH = "not_enough", _("Not enough to act on")
    REPEATED = "repeated", _("Reported before")
    TEST = "test", _("A test or a mistake")
