"""Who we are to partners, and who they are to us: cards."""

from django.conf import settings

from lali.engines.exchange import Card, make_card, read_card
from lali.records.agencies.models import Agency
from lali.records.cooperation.models import Partner
from lali.records.keyring import keys


def own_card() -> bytes:
    """This node's card, to be handed to partners; the same bytes each time."""
    home = Agency.objects.order_by("pk").first()
    return make_card(
        agency=home.name,
        country=home.country,
        node=f"{home.country.lower()}-{home.slug}",
        issued=settings.CARD_ISSUED,
        keys=keys().packet,
    )


def our_card() -> Card:
    """This node's card, read."""
    return read_card(own_card())


def partner_cards() -> dict[str, Card]:
    """Cards of the partners we exchange with, by fingerprint."""
    partners = Partner.objects.filter(ended_at__isnull=True)
    return {partner.fingerprint: read_card(bytes(partner.card)) for partner in partners}
