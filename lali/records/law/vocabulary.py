"""Families of elements, how sure we are of an offence, and what offences are about."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Family(TextChoices):
    """What kind of thing an element is. Act, means and purpose are those of the Palermo Protocol, article 3."""

    ACT = "act", pgettext_lazy("element of an offence", "Act")
    MEANS = "means", pgettext_lazy("element of an offence", "Means")
    PURPOSE = "purpose", pgettext_lazy("element of an offence", "Purpose")
    MOVEMENT = "movement", pgettext_lazy("element of an offence", "Movement")
    ENTRY = "entry", pgettext_lazy("element of an offence", "Entry")
    AGE = "age", pgettext_lazy("element of an offence", "Age")
    MENTAL = "mental", pgettext_lazy("element of an offence", "State of mind")
    OTHER = "other", pgettext_lazy("element of an offence", "Circumstance")


class Confidence(TextChoices):
    """How much of an offence was read, as a sentence for the screen."""

    READ = "read", _("Title and penalty were read in the source.")
    RANGE = "range", _("The range of penalties was read; this section's own figure is from memory.")
    TEXT = "text", _("The text was read; the penalty was not.")
    TITLE = "title", _("The title was read; the penalty and the text were not.")
    BILL = "bill", _("The title was read; the penalty is that of the Bill as reported.")
    MEMORY = "memory", _("From memory: nothing was read.")
    UNVERIFIED = "unverified", _("From a weak source: nothing is verified.")
    HERE = "here", _("Written here by a member.")


class Basis(TextChoices):
    """Where an element comes from."""

    TEXT = "text", _("read in the source")
    TITLE = "title", _("from the title: confirm with a prosecutor")
    PALERMO = "palermo", _("from the Palermo Protocol: confirm with a prosecutor")
    MEMORY = "memory", _("from memory: confirm with a prosecutor")
    HERE = "here", _("written here by a member")


class Topic(TextChoices):
    """What an offence is about: for the filter, and for suggesting offences to a case."""

    TIP = "tip", _("Trafficking in persons")
    CHILD = "child", _("Children")
    SLAVERY = "slavery", _("Slavery")
    SEXUAL = "sexual", _("Sexual exploitation")
    LABOUR = "labour", _("Forced labour")
    DEBT = "debt", _("Debt bondage")
    RECRUITMENT = "recruitment", _("Recruiting")
    SMUGGLING = "smuggling", _("Smuggling of migrants")
    EXTORTION = "extortion", _("Extortion")
    SEXTORTION = "sextortion", _("Sextortion")
    IMAGE = "image", _("Intimate images")
    CSAM = "csam", _("Child sexual abuse material")
    GROOMING = "grooming", _("Grooming")
    HARM = "harm", _("Online harm")
    FRAUD = "fraud", _("Fraud")
    IMPERSONATION = "impersonation", _("Impersonation and identity theft")
    MONEY = "money", _("Money")
    CYBER = "cyber", _("Computer access")
    PROCEDURE = "procedure", _("Procedure")
    DEFINITIONS = "definitions", _("Definitions")
