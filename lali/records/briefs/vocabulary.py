"""Kinds, states and reasons of briefs."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BriefKind(TextChoices):
    """For whom a brief is."""

    EVIDENCE = "evidence", _("Brief of evidence")
    DISCLOSURE = "disclosure", _("Disclosure bundle")


class BriefState(TextChoices):
    """Where a brief stands."""

    DRAFT = "draft", pgettext_lazy("state of a brief", "Draft")
    READY = "ready", _("Waits for a second person")
    FIXED = "fixed", pgettext_lazy("state of a brief", "Fixed")


class Language(TextChoices):
    """The language of a brief, whatever its reader's."""

    ENGLISH = "en", _("English")
    FRENCH = "fr", _("French")


class ItemKind(TextChoices):
    """What an item of a brief is."""

    EXHIBIT = "exhibit", _("Exhibit")
    STATEMENT = "statement", _("Statement")
    PASSAGE = "passage", _("Passage")
    EVENT = "event", _("Event")
    TEXT = "text", _("Text of a tip")


class Decision(TextChoices):
    """What becomes of an item."""

    INCLUDED = "included", pgettext_lazy("item of a brief", "Included")
    WITHHELD = "withheld", pgettext_lazy("item of a brief", "Withheld")
    UNUSED = "unused", pgettext_lazy("item of a brief", "Unused")


class CoverReason(TextChoices):
    """Why something is covered; it stands beside the block."""

    VICTIM = "victim", _("victim’s identity")
    THIRD_PARTY = "third_party", _("third party")
    PRIVILEGE = "privilege", _("legal privilege")
    PUBLIC_INTEREST = "public_interest", _("public interest")
    SAFETY = "safety", _("safety of a person")
    CHANGED = "changed", _("changed since it was covered, nobody has looked yet")  # laid by the platform, never chosen

    @classmethod
    def to_choose(cls) -> list[tuple[str, object]]:
        """What a member can say."""
        return [choice for choice in cls.choices if choice[0] != cls.CHANGED]
