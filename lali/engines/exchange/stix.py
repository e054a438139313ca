"""STIX 2.1 bundles (OASIS Standard, June 2021) of what one agency tells another: identifiers and lures, never persons.

| what is shared               | STIX object                                                        |
|------------------------------|--------------------------------------------------------------------|
| e-mail, link, domain         | email-addr, url, domain-name                                       |
| phone, handle, wallet, bank  | user-account: `user_id` is the identifier, `account_type` its kind |
| lure text                    | note on the identifiers of the packet                              |
| sender agency                | identity (organization)                                            |
| TLP 2.0                      | marking-definition with the OASIS extension and its published ids  |
| purpose, legal basis, expiry | marking-definition (statement)                                     |
| all of it together           | grouping                                                           |

Wallets and phones are user-accounts because STIX 2.1 has no object for them and every tool reads a user-account, while
the unofficial wallet extensions differ from tool to tool. There are no indicators: an indicator says that something is
malicious, and that is for a person to judge.
"""

import hashlib
import json
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from lali.engines.exchange.cards import Card
from lali.engines.exchange.documents import Malformed, line, passage, stamp

MOST_IDENTIFIERS = 1000
MOST_LURES = 100
LONGEST_IDENTIFIER = 2000
LONGEST_LURE = 20_000

NEVER_SHARED = frozenset({"passport"})  # kinds of identifier that name a person

_KIND = re.compile(r"[a-z][a-z0-9-]{0,30}")
_VALUE_TYPES = {"email": "email-addr", "url": "url", "domain": "domain-name"}
_KIND_OF = {stix_type: kind for kind, stix_type in _VALUE_TYPES.items()}

StixObject: TypeAlias = dict[str, object]

# STIX 2.1, section 2.9: namespace of the UUIDv5 of cyber-observable objects.
_OBSERVABLES = uuid.UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")

# oasis-open/cti-stix-common-objects, extension-definition-specifications/tlp-2.0: ids and moment are published there.
_TLP_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
_TLP_CREATED = "2022-10-01T00:00:00.000Z"


_FOREIGN = "the bundle holds something that packets do not carry"
_DEEPEST = 3  # the TLP extension: an object in an object in an object

_BUNDLE_MEMBERS = frozenset({"type", "id", "objects"})
# All that an object of ours may hold; anything else in a received bundle (a display name, an author) is refused.
_MEMBERS = frozenset(
    {"type", "spec_version", "id", "created", "modified", "created_by_ref", "object_marking_refs", "object_refs"}
    | {"value", "user_id", "account_type", "abstract", "content", "name", "context", "identity_class"}
    | {"definition_type", "definition", "extensions"}
)


class Tlp(StrEnum):
    """Traffic Light Protocol 2.0 (FIRST, August 2022): how far a packet may travel."""

    CLEAR = "clear"
    GREEN = "green"
    AMBER = "amber"
    AMBER_STRICT = "amber+strict"
    RED = "red"


_TLP_IDS = {
    Tlp.CLEAR: "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
    Tlp.GREEN: "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    Tlp.AMBER: "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    Tlp.AMBER_STRICT: "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
    Tlp.RED: "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
}


@dataclass(frozen=True, slots=True, order=True)
class SharedIdentifier:
    """One identifier: `kind` a lower-case word as the identifiers engine gives it, `value` its normalised form."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Shared:
    """All that a packet tells: identifiers and the text of lures. There is no place for a person."""

    identifiers: tuple[SharedIdentifier, ...] = ()
    lures: tuple[str, ...] = ()


def bundle(
    shared: Shared,
    *,
    packet: uuid.UUID,
    created: datetime,
    expires: datetime,
    sender: Card,
    tlp: Tlp,
    purpose: str,
    legal_basis: str,
) -> StixObject:
    """Return a STIX 2.1 bundle as plain dicts; the same arguments always give the same bundle.

    Raises `Malformed` if there is nothing to share, too much, or an identifier that names a person (`NEVER_SHARED`).
    """
    shared = checked(shared)
    identity = _identity(sender)
    terms = f"Purpose: {purpose}\nLegal basis: {legal_basis}\nNot to be kept after: {stamp(expires)}"
    statement = _statement(packet, identity, created, terms)
    common: StixObject = {
        "spec_version": "2.1",
        "created_by_ref": identity["id"],
        "created": _moment(created),
        "modified": _moment(created),
        "object_marking_refs": [_TLP_IDS[tlp], statement["id"]],
    }
    observables = [_observable(identifier, common) for identifier in shared.identifiers]
    about = [thing["id"] for thing in observables] or [identity["id"]]
    notes = [_note(packet, text, about, common) for text in shared.lures]
    objects = [_tlp_marking(tlp), identity, statement, *observables, *notes]
    grouping = _grouping(packet, [*observables, *notes], common)
    return {"type": "bundle", "id": _id("bundle", str(packet)), "objects": [*objects, grouping]}


def read_bundle(found: Mapping[str, object]) -> Shared:
    """Return what a bundle made by `bundle` tells; raise `Malformed` if it holds anything else, above all a person."""
    identifiers, lures = [], []
    for thing in _objects(found):
        if not isinstance(thing, dict) or not thing.keys() <= _MEMBERS:
            raise Malformed(_FOREIGN)
        _refuse_unless_plain(thing, _DEEPEST)
        match thing:
            case {"type": "email-addr" | "url" | "domain-name" as kind, "value": value}:
                identifiers.append(SharedIdentifier(_KIND_OF[kind], value))
            case {"type": "user-account", "account_type": kind, "user_id": value}:
                identifiers.append(SharedIdentifier(kind, value))
            case {"type": "note", "content": text}:
                lures.append(text)
            case {"type": "identity", "identity_class": "organization"}:
                pass
            case {"type": "marking-definition" | "grouping"}:
                pass
            case _:
                raise Malformed(_FOREIGN)
    return checked(Shared(tuple(identifiers), tuple(lures)))


def _objects(found: Mapping[str, object]) -> list[object]:
    objects = found.get("objects")
    if found.get("type") != "bundle" or not isinstance(objects, list):
        raise Malformed("the bundle is not a STIX bundle")
    if found.keys() != _BUNDLE_MEMBERS or not isinstance(found["id"], str):
        raise Malformed(_FOREIGN)
    if len(objects) > MOST_IDENTIFIERS + MOST_LURES + 4:
        raise Malformed("the bundle holds too many objects")
    return objects


def _refuse_unless_plain(value: object, deepest: int) -> None:
    """Raise `Malformed` unless `value` is text that can be written, or lists and objects of it as deep as ours."""
    if isinstance(value, str):
        passage(value, "a text in the bundle", longest=LONGEST_LURE)
        return
    if not isinstance(value, list | dict) or not deepest:
        raise Malformed(_FOREIGN)
    for part in [*value, *value.values()] if isinstance(value, dict) else value:
        _refuse_unless_plain(part, deepest - 1)


def checked(shared: Shared) -> Shared:
    """Return `shared` without repetitions; raise `Malformed` for what cannot be shared."""
    identifiers = tuple(dict.fromkeys(_checked(identifier) for identifier in shared.identifiers))
    lures = tuple(dict.fromkeys(passage(text, "a lure", longest=LONGEST_LURE) for text in shared.lures))
    if not identifiers and not lures:
        raise Malformed("there is nothing in it to share")
    if len(identifiers) > MOST_IDENTIFIERS or len(lures) > MOST_LURES:
        raise Malformed(f"it holds more than {MOST_IDENTIFIERS} identifiers or {MOST_LURES} lures")
    if not all(text.strip() for text in lures):
        raise Malformed("a lure is empty")
    return Shared(identifiers, lures)


def _checked(identifier: SharedIdentifier) -> SharedIdentifier:
    kind = line(identifier.kind, "the kind of an identifier")
    if kind in NEVER_SHARED or not _KIND.fullmatch(kind):
        raise Malformed("it holds a kind of identifier that packets do not carry")
    line(identifier.value, "an identifier", longest=LONGEST_IDENTIFIER)
    return identifier


def _observable(identifier: SharedIdentifier, common: StixObject) -> StixObject:
    stix_type = _VALUE_TYPES.get(identifier.kind, "user-account")
    if stix_type == "user-account":
        contributing = {"user_id": identifier.value, "account_type": identifier.kind}
    else:
        contributing = {"value": identifier.value}
    # Section 2.9: UUIDv5 over the contributing properties in RFC 8785 form, which for strings is this.
    name = json.dumps(contributing, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {
        "type": stix_type,
        "spec_version": "2.1",
        "id": f"{stix_type}--{uuid.uuid5(_OBSERVABLES, name)}",
        **contributing,
        "object_marking_refs": common["object_marking_refs"],
    }


def _note(packet: uuid.UUID, text: str, about: Sequence[object], common: StixObject) -> StixObject:
    identifier = _id("note", str(packet), text)
    return {"type": "note", "id": identifier, **common, "abstract": "Lure", "content": text, "object_refs": about}


def _grouping(packet: uuid.UUID, things: Iterable[StixObject], common: StixObject) -> StixObject:
    return {
        "type": "grouping",
        "id": _id("grouping", str(packet)),
        **common,
        "name": f"Packet {packet}",
        "context": "suspicious-activity",
        "object_refs": [thing["id"] for thing in things],
    }


def _identity(sender: Card) -> StixObject:
    return {
        "type": "identity",
        "spec_version": "2.1",
        "id": _id("identity", sender.fingerprint),
        "created": _moment(sender.issued),
        "modified": _moment(sender.issued),
        "name": sender.agency,
        "identity_class": "organization",
    }


def _tlp_marking(tlp: Tlp) -> StixObject:
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": _TLP_IDS[tlp],
        "created": _TLP_CREATED,
        "name": f"TLP:{tlp.upper()}",
        "extensions": {_TLP_EXTENSION: {"extension_type": "property-extension", "tlp_2_0": str(tlp)}},
    }


def _statement(packet: uuid.UUID, identity: StixObject, created: datetime, text: str) -> StixObject:
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": _id("marking-definition", str(packet)),
        "created_by_ref": identity["id"],
        "created": _moment(created),
        "definition_type": "statement",
        "definition": {"statement": text},
    }


def _moment(moment: datetime) -> str:
    return stamp(moment).replace("Z", ".000Z")


def _id(stix_type: str, *seeds: str) -> str:
    """Return an id that looks random (version 4, as STIX asks for) but follows from its seeds, one of them random."""
    digest = hashlib.sha256("\n".join((stix_type, *seeds)).encode()).digest()
    return f"{stix_type}--{uuid.UUID(bytes=digest[:16], version=4)}"
