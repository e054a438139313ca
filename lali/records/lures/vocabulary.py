"""How far a lure of the week has come."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class LureState(TextChoices):
    """States of a lure of the week."""

    WRITTEN = "written", pgettext_lazy("state of a lure", "Written, nobody has released it")
    SECONDED = "seconded", pgettext_lazy("state of a lure", "One released it, one more must")
    RELEASED = "released", pgettext_lazy("state of a lure", "Shown")
    TAKEN_BACK = "taken_back", pgettext_lazy("state of a lure", "Taken back")
