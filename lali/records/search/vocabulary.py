"""What can be found, and how a word of a search met a record."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

APART = "lead:"  # doors whose names are keyed with the door itself: equal names behind two of them look different


class FoundKind(TextChoices):
    """Kinds of record that can be found."""

    CASE = "case", _("Case")
    TIP = "tip", _("Tip")
    PERSON = "person", _("Person")
    ORGANISATION = "organisation", _("Organisation")
    IDENTIFIER = "identifier", _("Identifier")
    EXHIBIT = "exhibit", _("Exhibit")
    STATEMENT = "statement", _("Statement")
    PASSAGE = "passage", _("Passage")
    OFFENCE = "offence", _("Suspected offence")
    TASK = "task", _("Task")
    EVENT = "event", _("Event")
    CONVERSATION = "conversation", _("Conversation")
    FILE = "file", _("Words of a file")


class How(TextChoices):
    """How a word met, from the surest to the loosest; the words stand after the quoted word."""

    WHOLE = "whole", _("its number or reference")
    PHRASE = "phrase", _("these words together")
    EXACT = "exact", pgettext_lazy("how a word was found", "exactly")
    PART = "part", _("part of a number")
    NEAR = "near", _("one letter differs")
    SOUND = "sound", _("sounds alike")


WEIGHTS = {How.WHOLE: 99, How.PHRASE: 9, How.EXACT: 8, How.PART: 6, How.NEAR: 4, How.SOUND: 3}
BY_WEIGHT = {weight: how for how, weight in WEIGHTS.items()}
