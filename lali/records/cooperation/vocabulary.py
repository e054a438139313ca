"""States of packets, TLP markings and legal bases."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PacketState(TextChoices):
    """Where an outgoing packet stands."""

    DRAFT = "draft", _("Waiting for a second person")
    SEALED = "sealed", _("Approved and sealed")
    RECEIPTED = "receipted", _("Opened by the partner")
    WITHDRAWN = "withdrawn", _("Withdrawn before sealing")


class HeadSeen(TextChoices):
    """What a node finds about the head of a partner's journal (`custody.Seen`); the first two are countersigned."""

    FIRST = "first", _("Countersigned: the first head of this journal that was seen")
    ADDS = "adds", _("Countersigned: it begins with all that was seen before")
    UNREADABLE = "unreadable", _("Not countersigned: it cannot be read")
    UNSIGNED = "unsigned", _("Not countersigned: its signature does not hold")
    OTHER_KEY = "other_key", _("Not countersigned: another key than before signed it. Exchange cards anew.")
    NOT_COMPARED = "not_compared", _("Not countersigned: nothing proves that it begins with what was seen before")
    REWRITTEN = "rewritten", _("Not countersigned: it says something else of entries that were seen before")


class Tlp(TextChoices):
    """Traffic Light Protocol 2.0 (FIRST, August 2022)."""

    RED = "red", _("TLP:RED, for the named recipients only")
    AMBER_STRICT = "amber+strict", _("TLP:AMBER+STRICT, for the partner's unit only")
    AMBER = "amber", _("TLP:AMBER, for the partner's agency and those it must involve")
    GREEN = "green", _("TLP:GREEN, for the law-enforcement community")


class LegalBasis(TextChoices):
    """On what the sharing rests. A prosecutor of each country must confirm before first use."""

    FJ_CYBERCRIME_26 = "fj-cybercrime-26", _("Fiji Cybercrime Act 2021, section 26 (spontaneous information)")
    VU_CYBERCRIME_26 = "vu-cybercrime-26", _("Vanuatu Cybercrime Act 2021, section 26 (foreign law enforcement)")
    PALERMO_10 = "palermo-10", _("Palermo Protocol, article 10 (information exchange)")
    UNTOC_27 = "untoc-27", _("UN Convention against Transnational Organized Crime, article 27")
