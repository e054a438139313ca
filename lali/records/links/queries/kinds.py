"""Kinds of identifiers as the network draws them, and as the queue of possible links is narrowed by them."""

from lali.engines.network import Kind
from lali.records.entities.vocabulary import IdentifierKind
from lali.records.links.vocabulary import RestsOn

I = IdentifierKind  # noqa: E741 - a table follows
KIND_OF = {
    **dict.fromkeys([I.PHONE, I.WHATSAPP, I.VIBER], Kind.PHONE),
    **dict.fromkeys([I.TELEGRAM, I.FACEBOOK, I.TIKTOK, I.INSTAGRAM], Kind.ACCOUNT),
    I.EMAIL: Kind.MAIL,
    **dict.fromkeys([I.URL, I.DOMAIN], Kind.WEB),
    **dict.fromkeys([I.BITCOIN, I.ETHEREUM, I.TRON, I.IBAN, I.BANK_ACCOUNT], Kind.MONEY),
    I.PASSPORT: Kind.PAPER,
}
RESTS_ON = {
    Kind.PHONE: RestsOn.PHONE,
    Kind.ACCOUNT: RestsOn.ACCOUNT,
    Kind.MONEY: RestsOn.MONEY,
    Kind.MAIL: RestsOn.MAIL,
    Kind.WEB: RestsOn.WEB,
    Kind.PAPER: RestsOn.PAPER,
}
