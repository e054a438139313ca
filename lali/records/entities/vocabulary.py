"""Roles a person can have in a case. Several at once, and over time."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PersonRole(TextChoices):
    """What a person is in a case."""

    VICTIM = "victim", _("Possible victim")
    SUSPECT = "suspect", _("Suspect")
    WITNESS = "witness", _("Witness")
    REPORTER = "reporter", _("Reporter")


class IdentifierKind(TextChoices):
    """Kinds of identifier, as the engine finds them, with their names for people."""

    PHONE = "phone", _("Phone")
    EMAIL = "email", _("E-mail")
    URL = "url", _("Web address")
    DOMAIN = "domain", _("Domain")
    TELEGRAM = "telegram", "Telegram"
    WHATSAPP = "whatsapp", "WhatsApp"
    VIBER = "viber", "Viber"
    FACEBOOK = "facebook", "Facebook"
    TIKTOK = "tiktok", "TikTok"
    INSTAGRAM = "instagram", "Instagram"
    BITCOIN = "bitcoin", "Bitcoin"
    ETHEREUM = "ethereum", "Ethereum"
    TRON = "tron", "TRON"
    IBAN = "iban", _("Bank account (IBAN)")
    PASSPORT = "passport", _("Passport number")


# Code names for persons who may be victims: birds and trees of the islands, never a name somebody bears.
CODE_NAMES = (
    *("Frigatebird", "Gannet", "Noddy", "Tern", "Petrel", "Heron", "Kingfisher", "Fantail", "Honeyeater", "Finch"),
    *(
        "Lorikeet",
        "Swiftlet",
        "Whistler",
        "Thrush",
        "Plover",
        "Curlew",
        "Turnstone",
        "Banyan",
        "Pandanus",
        "Breadfruit",
    ),
    *("Casuarina", "Mangrove", "Tamanu", "Kauri", "Sandalwood", "Ironwood", "Frangipani", "Gardenia", "Taro", "Papaya"),
)
