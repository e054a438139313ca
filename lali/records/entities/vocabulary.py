"""Roles a person can have in a case, several at once and over time; and the lists of what is known of a person."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PersonRole(TextChoices):
    """What a person is in a case."""

    VICTIM = "victim", _("Possible victim")
    SUSPECT = "suspect", _("Suspect")
    WITNESS = "witness", _("Witness")
    REPORTER = "reporter", _("Reporter")
    CONCERNED = "concerned", _("Otherwise concerned")


class PersonKind(TextChoices):
    """What stands behind a code name."""

    PERSON = "person", pgettext_lazy("kind", "Person")
    ORGANISATION = "organisation", _("Organisation")


class NameKind(TextChoices):
    """What a name is to its bearer."""

    NAME = "name", _("Name")
    ALIAS = "alias", _("Also called")
    SCRIPT = "script", _("In another script")
    BIRTH = "birth", _("Name before marriage")
    SCREEN = "screen", _("Screen name")


class Sex(TextChoices):
    """Sex as it was recorded."""

    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    ANOTHER = "another", pgettext_lazy("sex as recorded", "Another")
    UNKNOWN = "unknown", pgettext_lazy("sex as recorded", "Not known")


class BirthBasis(TextChoices):
    """How we know when somebody was born."""

    DOCUMENT = "document", _("A document")
    SAID = "said", _("The person said so")
    RELATIVE = "relative", _("A relative said so")
    LOOKS = "looks", _("From how they look")
    MEDICAL = "medical", _("A medical assessment")
    OTHER = "other", pgettext_lazy("how a birth is known", "Otherwise")


class PaperKind(TextChoices):
    """Documents that say who somebody is."""

    PASSPORT = "passport", _("Passport")
    IDENTITY_CARD = "identity_card", _("Identity card")
    BIRTH_CERTIFICATE = "birth_certificate", _("Birth certificate")
    DRIVING_LICENCE = "driving_licence", _("Driving licence")
    WORK_PERMIT = "work_permit", _("Work permit")
    VISA = "visa", _("Visa")
    OTHER = "other", pgettext_lazy("document", "Another document")


class OrganisationKind(TextChoices):
    """What an organisation is."""

    COMPANY = "company", _("Company")
    RECRUITER = "recruiter", _("Recruitment agency")
    TRANSPORT = "transport", _("Transport")
    LODGING = "lodging", _("Lodging")
    SERVICE = "service", _("Service or charity")
    PUBLIC = "public", _("Public body")
    GROUP = "group", _("Group without a form")
    OTHER = "other", pgettext_lazy("organisation", "Another")


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
    BANK_ACCOUNT = "bank", _("Bank account (without IBAN)")
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


class Confidence(TextChoices):
    """How sure whoever says it is that an account, a number or a name is somebody's."""

    LOW = "low", _("Low")
    MODERATE = "moderate", _("Moderate")
    HIGH = "high", _("High")
