"""A partner country's node, played by the engine alone: nothing of ours but the card is needed."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from lali.engines.custody import countersign, read_shown, witness_name
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

    def opened(self, sealed):
        return open_packet(
            sealed,
            identity=self.keys.identity,
            me=self.card,
            partners={self.us.fingerprint: self.us},
            now=timezone.now(),
            seen=lambda _id: False,
        )

    def signs(self, head):
        """A head of ours with this partner's countersignature."""
        name = witness_name(self.card.node)
        return countersign(head, name=name, signing_key=self.keys.signing_key, at=timezone.now())

    def answer(self, sealed, *, countersigned=None, why_not=""):
        """The receipt of a node that compares journals: it countersigns the head of the packet, or what is given."""
        opened = self.opened(sealed)
        if countersigned is None and not why_not:
            countersigned = self.signs(read_shown(opened.journal).head)
        return make_receipt(
            opened,
            signing_key=self.keys.signing_key,
            me=self.card,
            now=timezone.now(),
            countersigned=countersigned or "",
            not_countersigned=why_not,
        )

    def receipt(self, sealed, **other):
        """The receipt of an earlier release for a packet of ours, with what a dishonest partner changes in `other`."""
        opened = self.opened(sealed)
        for name, value in other.items():
            object.__setattr__(opened, name, value)
        return make_receipt(opened, signing_key=self.keys.signing_key, me=self.card, now=timezone.now())


def make_neighbour(us: Card, *, node="vu-tcu", agency="TCU (fictional)") -> Neighbour:
    keys = new_packet_keys()
    card = make_card(agency=agency, country="VU", node=node, issued=timezone.now().replace(microsecond=0), keys=keys)
    return Neighbour(keys, card, us)
