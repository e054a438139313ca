"""Trust in a source and in what it said (the Admiralty system), how sure we are, and what people say of two records."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lali.records.entities.vocabulary import Confidence

__all__ = ["BasisKind", "Confidence", "Credibility", "Reliability", "RestsOn", "Thing", "Tied", "Verdict"]


class Reliability(TextChoices):
    """Of the source, by what it was worth before."""

    A = "A", _("A: completely reliable")
    B = "B", _("B: usually reliable")
    C = "C", _("C: fairly reliable")
    D = "D", _("D: not usually reliable")
    E = "E", _("E: unreliable")
    F = "F", _("F: cannot be judged")


class Credibility(TextChoices):
    """Of what was said, whoever said it."""

    CONFIRMED = "1", _("1: confirmed by other sources")
    PROBABLE = "2", _("2: probably true")
    POSSIBLE = "3", _("3: possibly true")
    DOUBTFUL = "4", _("4: doubtful")
    IMPROBABLE = "5", _("5: improbable")
    UNJUDGED = "6", _("6: cannot be judged")


class BasisKind(TextChoices):
    """Why two records are proposed as belonging together."""

    IDENTIFIER = "identifier", _("The same phone, account, wallet or address")
    PERSON = "person", _("May be the same person")
    PICTURE = "picture", _("Nearly the same picture")


class RestsOn(TextChoices):
    """What possible links rest on: by which the queue of them is narrowed."""

    PHONE = "phone", _("Phones")
    ACCOUNT = "account", _("Accounts")
    MONEY = "money", _("Wallets and bank accounts")
    MAIL = "mail", _("E-mail addresses")
    WEB = "web", _("Web addresses")
    PAPER = "paper", _("Passports")
    PICTURE = "picture", _("Pictures")
    TEXTS = "texts", _("Texts")
    PEOPLE = "people", _("People")
    GONE = "gone", _("Nothing any more")


class Verdict(TextChoices):
    """What a member says of two records that were proposed."""

    TOGETHER = "together", pgettext_lazy("two records", "They belong together")
    APART = "apart", pgettext_lazy("two records", "They have nothing to do with each other")
    UNSURE = "unsure", pgettext_lazy("two records", "It cannot be said yet")


class Tied(TextChoices):
    """How two things in the network are tied, read from the first to the second."""

    STANDS_IN = "stands_in", _("stands in")
    PART_OF = "part_of", _("is part of")
    IN_CASE = "in_case", _("is a person of")
    USED_BY = "used_by", _("is used by")
    HOLDS = "holds", _("holds a text of")
    NAMES = "names", pgettext_lazy("texts of a family", "names")
    RELATED = "related", _("has to do with")
    SAME = "same", _("may be the same person as")
    LINKED = "linked", _("was linked with")
    HIDDEN = "hidden", _("also stands elsewhere")


class Thing(TextChoices):
    """What stands in the network."""

    CASE = "case", _("Case")
    TIP = "tip", _("Tip")
    CONVERSATION = "conversation", _("Conversation")
    PACKET = "packet", _("Packet received")
    PERSON = "person", _("Person")
    ORGANISATION = "organisation", _("Organisation")
    PHONE = "phone", _("Phone")
    ACCOUNT = "account", _("Account")
    MAIL = "mail", _("E-mail")
    WEB = "web", _("Web address")
    MONEY = "money", _("Wallet or bank account")
    PAPER = "paper", _("Passport number")
    FAMILY = "family", _("Family of texts")
    PILE = "pile", _("Identifiers")
    ELSEWHERE = "elsewhere", _("Elsewhere: ask your supervisor")
