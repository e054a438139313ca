"""Packets: what one agency tells another, signed and sealed so that it can travel on a USB stick.

A packet is an age file (age-encryption.org/v1, one X25519 recipient) around a tar of six files:

    packet.json      who tells whom, why, on what legal basis, how far it may travel (TLP 2.0), until when
    bundle.json      the STIX 2.1 bundle: identifiers and lures
    README.txt       how to check all this without Lali
    sender.pem       the sender's Ed25519 key, a hint only: it counts if it is the key on the partner's card
    journal.json     the signed head of the sender's journal, for the partner to compare and countersign
    manifest.sha256  SHA-256 of the files above; `sha256sum -c` checks it
    manifest.sig     raw Ed25519 signature of manifest.sha256; `openssl pkeyutl -verify -rawin` checks it
"""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import pyrage

from lali.engines.custody.keys import load_signing_key
from lali.engines.exchange import archive
from lali.engines.exchange.cards import Card
from lali.engines.exchange.documents import (
    Malformed,
    line,
    passage,
    public_pem,
    read_object,
    read_stamp,
    readable,
    stamp,
)
from lali.engines.exchange.stix import Shared, Tlp, bundle

PACKET_FORMAT = "lali-packet-1"
MAX_PACKET_BYTES = 16 * 1024 * 1024
LONGEST_NOTE = 5000

HEADER, BUNDLE, README, SENDER, MANIFEST, SIGNATURE = (
    "packet.json",
    "bundle.json",
    "README.txt",
    "sender.pem",
    "manifest.sha256",
    "manifest.sig",
)
JOURNAL = "journal.json"
PACKET_FILES = frozenset({HEADER, BUNDLE, README, SENDER, MANIFEST, SIGNATURE})
PERHAPS = frozenset({JOURNAL})  # packets of earlier releases go without
_MOST_CONTENT = MAX_PACKET_BYTES - 256 * 1024  # room for the tar and age framing
_ENVELOPE = frozenset(
    {"format", "id", "created", "expires", "from", "to", "purpose", "legal_basis", "tlp", "case_reference", "note"}
)


class DraftRefused(ValueError):
    """The draft cannot leave as it is; the sentence says why."""

    def __init__(self, why: str) -> None:
        super().__init__(f"This packet cannot be sent: {why}.")


@dataclass(frozen=True, slots=True)
class Draft:
    """All that goes into a packet before it is sealed; `case_reference` is the sender's own."""

    id: uuid.UUID
    created: datetime
    expires: datetime
    sender: Card
    to: Card
    purpose: str
    legal_basis: str
    tlp: Tlp
    case_reference: str
    shared: Shared
    note: str = ""
    journal: bytes = b""  # the sender's log as it shows itself to this partner (`custody.shown_text`)


@dataclass(frozen=True, slots=True)
class Party:
    """Sender or addressee as the packet names them; `mark` is the card's fingerprint or the age recipient."""

    node: str
    name: str
    mark: str


@dataclass(frozen=True, slots=True)
class Header:
    """What packet.json says."""

    id: uuid.UUID
    created: datetime
    expires: datetime
    sender: Party
    to: Party
    purpose: str
    legal_basis: str
    tlp: Tlp
    case_reference: str
    note: str


def contents(draft: Draft) -> dict[str, bytes]:
    """Return every file that will leave, byte for byte, except the signature that approval adds.

    The same draft always gives the same bytes, so that what was approved is what is sealed. Raises `DraftRefused`.
    """
    try:
        files = {
            HEADER: _header_file(draft),
            BUNDLE: readable(_bundle(draft)),
            README: _README.encode(),
            SENDER: public_pem(draft.sender.verifying_key),
            **({JOURNAL: draft.journal} if draft.journal else {}),
        }
        read_header(files[HEADER])
    except Malformed as refusal:
        raise DraftRefused(str(refusal)) from None
    if sum(map(len, files.values())) > _MOST_CONTENT:
        raise DraftRefused(f"it is larger than {MAX_PACKET_BYTES // 1024 // 1024} MiB")
    return {**files, MANIFEST: manifest_of(files)}


def seal_packet(files: Mapping[str, bytes], *, signing_key: bytes, to: Card) -> bytes:
    """Sign the manifest of `files` (as `contents` made them), pack and encrypt them for `to`.

    Raises `DraftRefused` if a file was changed since, the key is not the sender's or `to` is not the addressee.
    """
    if files.keys() - PERHAPS != PACKET_FILES - {SIGNATURE} or files[MANIFEST] != manifest_of(files):
        raise DraftRefused("its files are not those that were approved")
    key = load_signing_key(signing_key)
    if files[SENDER] != public_pem(key.public_key().public_bytes_raw()):
        raise DraftRefused("it would be signed with another key than the sender's")
    if read_header(files[HEADER]).to != _addressee(to):
        raise DraftRefused("it would be sealed for someone else than it names")
    signed = {**files, SIGNATURE: key.sign(files[MANIFEST])}
    sealed: bytes = pyrage.encrypt(archive.pack(signed), [pyrage.x25519.Recipient.from_str(to.recipient)])
    return sealed


def manifest_of(files: Mapping[str, bytes]) -> bytes:
    """Return what `sha256sum` prints for all files but the manifest and its signature, names sorted."""
    names = sorted(files.keys() - {MANIFEST, SIGNATURE})
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in names).encode()


def read_header(data: bytes) -> Header:
    """Return what packet.json says; raise `Malformed`."""
    fields = read_object(data, HEADER)
    if fields.get("format") != PACKET_FORMAT or fields.keys() != _ENVELOPE:
        raise Malformed(f"{HEADER} does not have the members of {PACKET_FORMAT}")
    header = Header(
        id=read_id(fields["id"]),
        created=read_stamp(fields["created"]),
        expires=read_stamp(fields["expires"]),
        sender=_party(fields["from"], "fingerprint"),
        to=_party(fields["to"], "recipient"),
        purpose=line(fields["purpose"], "the purpose"),
        legal_basis=line(fields["legal_basis"], "the legal basis"),
        tlp=_tlp(fields["tlp"]),
        case_reference=line(fields["case_reference"], "the case reference"),
        note=passage(fields["note"], "the note", longest=LONGEST_NOTE),
    )
    if header.expires <= header.created:
        raise Malformed("it expires before it begins")
    return header


def sender_of(card: Card) -> Party:
    """Return how a packet of `card`'s owner names its sender."""
    return Party(card.node, card.agency, card.fingerprint)


def _addressee(card: Card) -> Party:
    return Party(card.node, card.agency, card.recipient)


def _header_file(draft: Draft) -> bytes:
    sender, to = draft.sender, draft.to
    return readable(
        {
            "format": PACKET_FORMAT,
            "id": str(draft.id),
            "created": stamp(draft.created),
            "expires": stamp(draft.expires),
            "from": {"node": sender.node, "name": sender.agency, "fingerprint": sender.fingerprint},
            "to": {"node": to.node, "name": to.agency, "recipient": to.recipient},
            "purpose": line(draft.purpose, "the purpose"),
            "legal_basis": line(draft.legal_basis, "the legal basis"),
            "tlp": str(draft.tlp),
            "case_reference": line(draft.case_reference, "the case reference"),
            "note": passage(draft.note, "the note", longest=LONGEST_NOTE),
        }
    )


def _bundle(draft: Draft) -> dict[str, object]:
    return bundle(
        draft.shared,
        packet=draft.id,
        created=draft.created,
        expires=draft.expires,
        sender=draft.sender,
        tlp=draft.tlp,
        purpose=draft.purpose,
        legal_basis=draft.legal_basis,
    )


def _party(found: object, mark: str) -> Party:
    if not isinstance(found, dict) or found.keys() != {"node", "name", mark}:
        raise Malformed(f"{HEADER} does not name sender and addressee")
    return Party(line(found["node"], "a node"), line(found["name"], "a name"), line(found[mark], f"a {mark}"))


def read_id(text: object) -> uuid.UUID:
    """Return the UUID in its usual spelling; raise `Malformed`."""
    try:
        found = uuid.UUID(str(text))
    except ValueError:
        found = None
    if found is None or str(found) != text:
        raise Malformed("its id is not a UUID")
    return found


def _tlp(text: object) -> Tlp:
    try:
        return Tlp(str(text))
    except ValueError:
        raise Malformed("its marking is not one of TLP 2.0") from None


_README = f"""\
A Lali packet: what one agency tells another about online trafficking in persons.
Handle it as the TLP marking, the purpose and the expiry in {HEADER} say.

You can check it without Lali, with age, tar, sha256sum and openssl:

  age --decrypt --identity YOUR-KEY PACKET.age | tar -x
  sha256sum --check {MANIFEST}
  openssl pkeyutl -verify -pubin -inkey {SENDER} -rawin -in {MANIFEST} -sigfile {SIGNATURE}
  openssl pkey -pubin -in {SENDER} -outform DER | tail -c 32 | base64

The last line must print the verifying_key on the partner card that you hold and whose
fingerprint you compared by phone. A key that only stands in the packet proves nothing.

{BUNDLE} is STIX 2.1 (OASIS) and opens in any tool that reads it. It holds no object about a person.
{JOURNAL}, if it is there, shows the sender's journal: its signed head (C2SP tlog-checkpoint) and proofs that it only
adds to the heads you were shown before (RFC 9162). Your node compares and countersigns it in the receipt.

----

Un paquet Lali : ce qu'un service dit à un autre sur la traite des personnes en ligne.
Respectez le marquage TLP, le but et l'expiration écrits dans {HEADER}.
Les quatre commandes ci-dessus le vérifient sans Lali ; la dernière doit afficher la
verifying_key de la carte du partenaire que vous détenez.
"""
