"""What can stand on the noticeboard, and in which state."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    """What a listing is about."""

    AGENCY = "agency", _("Licensed agency")
    ROUTE = "route", _("Official route")
    OPPORTUNITY = "opportunity", _("Opportunity near home")


class State(TextChoices):
    """How far a listing has come. STANDING and SHIPPED are shown to the public."""

    WAITING = "waiting", pgettext_lazy("state of a listing", "Waits for a second person")
    SHIPPED = "shipped", pgettext_lazy("state of a listing", "Came with the program, to be confirmed")
    STANDING = "standing", pgettext_lazy("state of a listing", "Shown")
    REPLACED = "replaced", pgettext_lazy("state of a listing", "Replaced")
    ENDED = "ended", pgettext_lazy("state of a listing", "Ended")


class Offer(TextChoices):
    """What an opportunity is."""

    VACANCY = "vacancy", _("Work")
    COURSE = "course", _("Course")


SHOWN = (State.STANDING, State.SHIPPED)
OVER = (State.REPLACED, State.ENDED)
OLD_AFTER = timedelta(days=180)
