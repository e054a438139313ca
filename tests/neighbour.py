"""A partner country's node, played by the engine alone: nothing of ours but the card is needed."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from lali.engines.exchange import (
    Card,
    Draft,
    PacketKeys,
    Shared,
    SharedIdentifier,
    Tlp,
    contents,
    make_card,
    make_receipt,
    new_packet_keys,
    open_packet,
    read_card,
    seal_packet,
)

PHONE = "+679 410 0142"  # unallocated
LURE = f"Golden Lagoon Careers: customer service in Bangkok, no experience. Ticket paid by us. WhatsApp {PHONE}"


@dataclass
class Neighbour:
    """A partner's node, played by the engine: its keys, its card, and what it writes."""

    keys: PacketKeys
    card_file: bytes
    us: Card

    @property
    def card(self) -> Card:
        return read_card(self.card_file)

    def packet(self, *identifiers, lures=(LURE,), days=7, to=None, **header):
        now = timezone.now().replace(microsecond=0)
        created = now - timedelta(days=30)
        facts = {"purpose": "To stop a recruiter", "legal_basis": "Palermo Protocol, article 10", "note": ""}
        draft = Draft(
            id=uuid.uuid4(),
            created=created,
            expires=now + timedelta(days=days),
            sender=self.card,
            to=to or self.us,
            tlp=Tlp.AMBER,
            case_reference="VU-2026-00007",
            shared=Shared(tuple(SharedIdentifier(kind, value) for kind, value in identifiers), tuple(lures)),
            **(facts | header),
        )
        return seal_packet(contents(draft), signing_key=self.keys.signing_key, to=to or self.us)

    def receipt(self, sealed, **other):
        """The receipt for a packet of ours, with what a dishonest partner would change in `other`."""
        opened = open_packet(
            sealed,
            identity=self.keys.identity,
            me=self.card,
            partners={self.us.fingerprint: self.us},
            now=timezone.now(),
            seen=lambda _id: False,
        )
        for name, value in other.items():
            object.__setattr__(opened, name, value)
        return make_receipt(opened, signing_key=self.keys.signing_key, me=self.card, now=timezone.now())


def make_neighbour(us: Card, *, node="vu-tcu", agency="TCU (fictional)") -> Neighbour:
    keys = new_packet_keys()
    card = make_card(agency=agency, country="VU", node=node, issued=timezone.now().replace(microsecond=0), keys=keys)
    return Neighbour(keys, card, us)
