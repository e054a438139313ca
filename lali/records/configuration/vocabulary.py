"""What a configuration can say: kinds of record and of field, who does a step, how secret an answer is."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

FORMAT = "lali-configuration/1"
NEEDED_LANGUAGES = ("en", "fr")  # the workspace's own
LANGUAGES = {
    "en": _("English"),
    "fr": _("French"),
    "bi": "Bislama",
    "fj": "Vosa Vakaviti",
    "hif": "Fiji Baat",
    "vi": "Tiếng Việt",
}

CASE_KINDS = "case_kinds"  # the list that says which kinds of case there are
REFERENCE_SYSTEMS = "reference_systems"  # the list of registers whose numbers we keep: FAIR, PIMS


class Group(TextChoices):
    """The three groups of a configuration."""

    LISTS = "lists", _("Lists")
    FIELDS = "fields", _("Extra fields")
    TEMPLATES = "templates", _("Case templates")


class Inside(TextChoices):
    """What stands inside a list or a template."""

    ENTRIES = "entries", pgettext_lazy("of a list", "Entries")
    STEPS = "steps", _("First steps")
    DEADLINES = "deadlines", _("Deadlines")
    QUESTIONS = "questions", _("Questions to ask")
    OFFENCES = "offences", _("Offences to consider")


class RecordKind(TextChoices):
    """To which records a field can be added. Cases and persons ask them; the others are kept for later."""

    CASE = "case", _("Case")
    PERSON = "person", _("Person")
    EXHIBIT = "exhibit", _("Exhibit (not asked yet)")
    EVENT = "event", _("Event (not asked yet)")
    TASK = "task", _("Task (not asked yet)")


class FieldType(TextChoices):
    """What an extra field holds."""

    TEXT = "text", _("Text")
    NUMBER = "number", _("Number")
    DAY = "day", _("Day")
    YES_NO = "yes_no", _("Yes, no or unknown")
    CHOICE = "choice", _("One of a list")
    CHOICES = "choices", _("Several of a list")


class Secrecy(TextChoices):
    """How secret an answer is; what is personal or a victim's stands sealed, in the record and in the journal."""

    INTERNAL = "internal", _("For members: stands in clear")
    PERSONAL = "personal", _("About a person: sealed")
    VICTIM = "victim", _("About a possible victim: sealed")


class Who(TextChoices):
    """Whose a first step is."""

    LEAD = "lead", _("Whoever leads the case")
    ANY = "any", _("Anybody on the team")


class YesNo(TextChoices):
    """Answers to a question that may stay open."""

    YES = "yes", pgettext_lazy("answer", "Yes")
    NO = "no", pgettext_lazy("answer", "No")
    UNKNOWN = "unknown", pgettext_lazy("answer", "Unknown")


class DeadlineKind(TextChoices):
    """The usual clocks. What the law says of each, a prosecutor confirms."""

    PRESERVATION = "preservation", _("Preservation of data ends")
    PRODUCTION = "production", _("Answer to a production order")
    PLATFORM = "platform", _("Answer of a platform or a 24/7 contact")
    MLA = "mla", _("Answer to a request for mutual legal assistance")
    DETENTION = "detention", _("Limit of detention or charge")
    COURT = "court", _("Day in court")
    REFLECTION = "reflection", _("Reflection period ends")
    PERMIT = "permit", _("Permit of stay ends")
    PROMISE = "promise", _("Answer promised to a reporter")
    OTHER = "other", pgettext_lazy("kind of deadline", "Other")
