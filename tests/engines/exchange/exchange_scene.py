"""Three nodes of the fictional scene: Fiji writes to Vanuatu, and a third party that both know would like to interfere."""

import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property

import pyrage

from lali.engines.custody.keys import load_signing_key
from lali.engines.exchange import (
    Card,
    Draft,
    PacketKeys,
    Shared,
    SharedIdentifier,
    Tlp,
    archive,
    contents,
    make_card,
    new_packet_keys,
    open_packet,
    packets,
    read_card,
    seal_packet,
)

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
LURE = "Golden Lagoon Careers: customer service in Bangkok, no experience! 🙂\nWrite to @golden_lagoon_jobs"
SHARED = Shared(
    (
        SharedIdentifier("phone", "+6790000001"),
        SharedIdentifier("telegram", "golden_lagoon_jobs"),
        SharedIdentifier("tron", "TFictiona1Wa11etXXXXXXXXXXXXXXXXXX"),
        SharedIdentifier("email", "jobs@golden-lagoon.example"),
        SharedIdentifier("url", "https://golden-lagoon.example/apply"),
        SharedIdentifier("domain", "golden-lagoon.example"),
    ),
    (LURE,),
)


@dataclass(frozen=True)
class Node:
    keys: PacketKeys
    card: Card
    card_file: bytes

    @classmethod
    def new(cls, agency: str, country: str, node: str) -> "Node":
        keys = new_packet_keys()
        data = make_card(agency=agency, country=country, node=node, issued=NOW - timedelta(days=9), keys=keys)
        return cls(keys, read_card(data), data)


@dataclass(frozen=True)
class Scene:
    fiji: Node
    vanuatu: Node
    third: Node

    def draft(self, **changes) -> Draft:
        draft = Draft(
            id=uuid.UUID("6f1c7a52-3f0e-4c84-9c3a-0d5f0e4f1a77"),
            created=NOW,
            expires=NOW + timedelta(days=30),
            sender=self.fiji.card,
            to=self.vanuatu.card,
            purpose="Find whether the same recruiter works in Vanuatu",
            legal_basis="Fictional memorandum, article 4",
            tlp=Tlp.AMBER_STRICT,
            case_reference="FJ-2026-0007",
            shared=SHARED,
            note="Please acknowledge.",
        )
        return replace(draft, **changes)

    def sealed(self, **changes) -> bytes:
        draft = self.draft(**changes)
        return seal_packet(contents(draft), signing_key=self.fiji.keys.signing_key, to=draft.to)

    @cached_property
    def packet(self) -> bytes:
        """One sealed packet: age adds padding of random length, and Hypothesis wants the same bytes each time."""
        return self.sealed()

    def signed(self, files: dict[str, bytes], signer: Node | None = None) -> dict[str, bytes]:
        """Sign any files as they are, as a careless or hostile holder of a key could."""
        key = load_signing_key((signer or self.fiji).keys.signing_key)
        manifest = files.get(packets.MANIFEST, packets.manifest_of(files))
        return {**files, packets.MANIFEST: manifest, packets.SIGNATURE: key.sign(manifest)}

    def encrypted(self, files: dict[str, bytes], to: Node | None = None) -> bytes:
        return self.wrapped(archive.pack(files), to)

    def wrapped(self, plain: bytes, to: Node | None = None) -> bytes:
        recipient = (to or self.vanuatu).card.recipient
        return pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(recipient)])

    def open(self, data: bytes, **changes):
        """Open as Vanuatu, which holds the cards of Fiji and of the third party."""
        known = {node.card.fingerprint: node.card for node in (self.fiji, self.third)}
        facts = {
            "identity": self.vanuatu.keys.identity,
            "me": self.vanuatu.card,
            "partners": known,
            "now": NOW + timedelta(hours=1),
            "seen": set().__contains__,
        }
        return open_packet(data, **{**facts, **changes})
