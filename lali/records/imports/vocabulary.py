"""States of an import, fates of its rows, fields that columns can be mapped to."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lali.records.entities.vocabulary import PersonRole


class RunState(TextChoices):
    """Where an import stands."""

    PREVIEWED = "previewed", _("Looked at, nothing taken in yet")
    APPLYING = "applying", _("Begun, not finished")
    APPLIED = "applied", _("Taken in")
    UNDOING = "undoing", _("Being taken back")
    UNDONE = "undone", _("Taken back")
    DISCARDED = "discarded", pgettext_lazy("state of an import", "Discarded, nothing was taken in")


UNDOABLE = {RunState.APPLYING, RunState.APPLIED, RunState.UNDOING}


class Target(TextChoices):
    """What each row becomes."""

    TIP = "tip", _("A tip in the queue")
    CASE = "case", _("A case that you lead")


class Fate(TextChoices):
    """What becomes, or became, of a row."""

    NEW = "new", _("New here")
    MATCHES = "matches", _("Here already, by its number")
    REPEATED = "repeated", _("Same number as an earlier row")
    REFUSED = "refused", _("Refused")


class Rest(TextChoices):
    """What becomes of columns that have no place."""

    ADD = "add", _("Add them to the text, as lines “Heading: value”")
    LEAVE = "leave", _("Leave them out")


class Reason(TextChoices):
    """Why a row is refused."""

    NO_NUMBER = "no_number", _("It has no number")
    LONG_NUMBER = "long_number", _("Its number is too long")
    NO_WORDS = "no_words", _("It says nothing of what happened")
    NO_DAY = "no_day", _("Its day cannot be read")
    FUTURE = "future", _("Its day is still to come")


class Field(TextChoices):
    """To what a column can be mapped."""

    NUMBER = "number", _("Number in the register")
    TITLE = "title", _("Title")
    TEXT = "text", _("What happened")
    KIND = "kind", _("Kind")
    DAY = "day", _("Day")
    STATE = "state", pgettext_lazy("of a case in a register", "State")
    PERSON = "person", _("Name of a person (cases only)")


LEFT_OUT = "left_out"  # instead of a role: the names of the column are not taken in
PERSONS_ARE = [*PersonRole.choices, (LEFT_OUT, _("Leave these names out"))]
VICTIM_NAMED = "victim_named"  # odd about a row: its words hold the name of somebody who becomes a possible victim

PLACELESS = {Target.TIP: (Field.KIND, Field.STATE), Target.CASE: ()}  # fields that a record has no place for
NEEDED = (Field.NUMBER, Field.TEXT)
# Headings as registers write them, in small letters.
HEADINGS = {
    Field.NUMBER: ("number", "no", "no.", "reference", "ref", "ref no", "report no", "case number", "incident number",
                   "pims number", "fair number", "numéro", "référence"),
    Field.TITLE: ("title", "subject", "offence", "titre", "objet"),
    Field.TEXT: ("what happened", "details", "summary", "description", "narrative", "facts", "text", "résumé", "faits"),
    Field.KIND: ("kind", "type", "category", "offence type", "catégorie"),
    Field.DAY: ("day", "date", "date reported", "reported", "incident date", "opened", "jour"),
    Field.STATE: ("state", "status", "outcome", "statut", "état"),
    Field.PERSON: ("person", "name", "complainant", "victim", "personne", "nom"),
}  # fmt: skip
ENDED = {"closed", "close", "finalised", "finalized", "complete", "completed", "ended", "clos", "fermé", "classé"}
