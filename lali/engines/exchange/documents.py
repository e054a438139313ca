"""Signed papers between countries: cards and receipts, and the few rules they share with packets.

A signed document is a JSON object whose `signature` is a raw Ed25519 signature (RFC 8032, base64) over the canonical
form of its other members (RFC 8785, the same as a journal line). The member `format` is signed too, so that no
signature made for one kind of paper can pass for another.
"""

import base64
import json
from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from lali.engines.custody import NotCanonical
from lali.engines.custody import canonical as journal_line
from lali.engines.custody.keys import load_signing_key

LONGEST_LINE = 300
MAX_DOCUMENT_BYTES = 16 * 1024


class Malformed(ValueError):
    """The paper does not have its form; the sentence names the member, never its value."""


def stamp(moment: datetime) -> str:
    """Write an aware moment as UTC to the second, e.g. 2026-11-22T03:37:00Z."""
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_stamp(text: object) -> datetime:
    """Read what `stamp` writes, and nothing else; raise `Malformed`."""
    try:
        moment = datetime.strptime(str(text), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        moment = None
    if moment is None or stamp(moment) != text:
        raise Malformed("a time in it is not written as 2026-01-31T23:59:59Z")
    return moment


def line(value: object, what: str, *, longest: int = LONGEST_LINE) -> str:
    """Return `value` if it is one line of visible text (no control or direction characters); raise `Malformed`."""
    if not isinstance(value, str) or not value.strip():
        raise Malformed(f"{what} is missing")
    if len(value) > longest or not value.isprintable():
        raise Malformed(f"{what} is not one line of at most {longest} visible characters")
    return value


def passage(value: object, what: str, *, longest: int) -> str:
    """Return `value` if it is text of any shape that can be written as UTF-8; raise `Malformed`."""
    if not isinstance(value, str) or len(value) > longest:
        raise Malformed(f"{what} is not text of at most {longest} characters")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Malformed(f"{what} holds characters that cannot be written") from None
    return value


def read_object(data: bytes, what: str) -> dict[str, object]:
    """Return the JSON object in `data`; raise `Malformed` for anything else, however deep or long its numbers."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise Malformed(f"{what} is not JSON") from None
    if not isinstance(found, dict):
        raise Malformed(f"{what} is not a JSON object")
    return found


def readable(fields: Mapping[str, object]) -> bytes:
    """Write JSON as people read it: two spaces, members sorted, one final newline."""
    return (json.dumps(fields, ensure_ascii=False, sort_keys=True, indent=2) + "\n").encode()


def sign_document(fields: Mapping[str, str | None], *, signing_key: bytes) -> bytes:
    """Return the readable JSON of `fields` with a `signature` by the Ed25519 key `signing_key` (PEM)."""
    signature = load_signing_key(signing_key).sign(canonical(fields))
    return readable({**fields, "signature": base64.b64encode(signature).decode()})


def read_document(data: bytes, *, form: str, members: Collection[str]) -> tuple[dict[str, object], bytes]:
    """Return the members of a signed document and its signature, which the caller must still check (`is_signed_by`)."""
    if len(data) > MAX_DOCUMENT_BYTES:
        raise Malformed(f"it is larger than {MAX_DOCUMENT_BYTES // 1024} KiB")
    fields = read_object(data, "it")
    signature = unbase64(fields.pop("signature", None), "the signature")
    if fields.get("format") != form:
        raise Malformed(f"its format is not {form}")
    if fields.keys() != set(members):
        raise Malformed("it does not have exactly the members of its format")
    return fields, signature


def is_signed_by(verifying_key: bytes, signature: bytes, message: bytes) -> bool:
    """Say whether `signature` over `message` was made by the owner of the raw Ed25519 `verifying_key` (32 bytes)."""
    try:
        Ed25519PublicKey.from_public_bytes(verifying_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def canonical(fields: Mapping[str, object]) -> bytes:
    """Return the one byte form of `fields` that is signed."""
    try:
        return journal_line(fields)
    except NotCanonical:
        raise Malformed("it holds something that cannot be signed") from None


def unbase64(text: object, what: str) -> bytes:
    """Decode strict base64; raise `Malformed`."""
    try:
        return base64.b64decode(str(text).encode("ascii"), validate=True)
    except ValueError:
        raise Malformed(f"{what} is not base64") from None


def raw_public(pem: bytes) -> bytes:
    """Return the 32 bytes of an Ed25519 public key in PEM; raise `Malformed`."""
    try:
        key = load_pem_public_key(pem)
    except Exception:  # noqa: BLE001 (the loader raises a dozen kinds on hostile bytes, all meaning: no key)
        raise Malformed("the sender's key is not PEM") from None
    if not isinstance(key, Ed25519PublicKey):
        raise Malformed("the sender's key is not an Ed25519 key")
    return key.public_bytes_raw()


def public_pem(raw: bytes) -> bytes:
    """Return the PEM that openssl reads of the 32 raw bytes of an Ed25519 public key."""
    key = Ed25519PublicKey.from_public_bytes(raw)
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
