"""Receipts: the partner's signed word that a packet arrived and opened.

Where the packet showed the sender's log, the receipt (its second form) gives that head back with the partner's
countersignature (C2SP tlog-cosignature), or says why there is none.
"""

import base64
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lali.engines.custody.keys import load_signing_key
from lali.engines.exchange.cards import Card
from lali.engines.exchange.documents import (
    MAX_DOCUMENT_BYTES,
    Malformed,
    canonical,
    is_signed_by,
    line,
    read_document,
    read_object,
    read_stamp,
    sign_document,
    stamp,
    unbase64,
)
from lali.engines.exchange.opening import Opened, PacketRefused, Reason
from lali.engines.exchange.packets import read_id

RECEIPT_FORMAT = "lali-receipt-1"
WITNESS_FORMAT = "lali-receipt-2"

_MEMBERS = ("format", "packet", "digest", "received", "node", "fingerprint", "head")
_FORMS = {RECEIPT_FORMAT: _MEMBERS, WITNESS_FORMAT: (*_MEMBERS, "countersigned", "not_countersigned")}
_LONGEST_HEAD = 8192  # characters of Base64
_SHA256 = re.compile(r"[0-9a-f]{64}")


class ReceiptRefused(PacketRefused):
    """A receipt was not accepted; `reason` is malformed, unknown_sender or tampered."""

    def __init__(self, reason: Reason, sentence: str) -> None:
        ValueError.__init__(self, sentence)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Receipt:
    """`by` opened the packet with this id and SHA-256 `digest`; `head` is the head of their log then, if said.

    `countersigned` is our head with their countersignature, not verified yet; "" where `not_countersigned` says in a
    word why not (`custody.Seen`), or where nothing was said of it.
    """

    packet: uuid.UUID
    digest: str
    received: datetime
    by: Card
    head: str | None
    countersigned: str = ""
    not_countersigned: str = ""


def make_receipt(
    opened: Opened,
    *,
    signing_key: bytes,
    me: Card,
    now: datetime,
    head: str | None = None,
    countersigned: str = "",
    not_countersigned: str = "",
) -> bytes:
    """Return the receipt for a packet we opened, signed with our Ed25519 key (PEM); `head` is one line or None.

    `countersigned` is the sender's head with our countersignature, `not_countersigned` the word why there is none; with
    neither it is a receipt of the first form, which any release reads. Raises ValueError if the key is not the one on
    our card or the head is not one line.
    """
    if load_signing_key(signing_key).public_key().public_bytes_raw() != me.verifying_key:
        raise ValueError("The signing key does not belong to this node's card.")
    fields: dict[str, str | None] = {
        "format": RECEIPT_FORMAT,
        "packet": str(opened.header.id),
        "digest": opened.digest,
        "received": stamp(now),
        "node": me.node,
        "fingerprint": me.fingerprint,
        "head": None if head is None else line(head, "the head", longest=_LONGEST_HEAD),
    }
    if countersigned or not_countersigned:
        packed = base64.b64encode(countersigned.encode()).decode() or None
        why = not_countersigned or None
        fields |= {"format": WITNESS_FORMAT, "countersigned": packed, "not_countersigned": why}
    return sign_document(fields, signing_key=signing_key)


def read_receipt(data: bytes, *, partners: Mapping[str, Card]) -> Receipt:
    """Return what a known partner signed, or raise `ReceiptRefused`.

    The caller still compares `packet`, `digest` and `by` with what was sent, and to whom.
    """
    try:
        form = _form_of(data)
        fields, signature = read_document(data, form=form, members=_FORMS[form])
        by = partners.get(line(fields["fingerprint"], "the fingerprint"))
        if by is None or by.node != fields["node"]:
            raise ReceiptRefused(Reason.UNKNOWN_SENDER, "This receipt names nobody whose partner card we hold.")
        if not is_signed_by(by.verifying_key, signature, canonical(fields)):
            raise ReceiptRefused(Reason.TAMPERED, "This receipt was damaged, or changed after it was signed.")
        return _receipt(fields, by)
    except Malformed as refusal:
        raise ReceiptRefused(Reason.MALFORMED, f"This is not a usable receipt: {refusal}.") from None


def _receipt(fields: Mapping[str, object], by: Card) -> Receipt:
    head = fields["head"]
    return Receipt(
        packet=read_id(fields["packet"]),
        digest=_digest(fields["digest"]),
        received=read_stamp(fields["received"]),
        by=by,
        head=None if head is None else line(head, "the head", longest=_LONGEST_HEAD),
        countersigned=_countersigned(fields.get("countersigned")),
        not_countersigned=_why(fields.get("not_countersigned")),
    )


def _form_of(data: bytes) -> str:
    """Tell which form it claims to be; the first where it claims none that is known, to be refused as that."""
    claimed = read_object(data, "it").get("format") if len(data) <= MAX_DOCUMENT_BYTES else None
    return WITNESS_FORMAT if claimed == WITNESS_FORMAT else RECEIPT_FORMAT


def _countersigned(value: object) -> str:
    if value is None:
        return ""
    try:
        return unbase64(line(value, "the countersigned head", longest=_LONGEST_HEAD), "the countersigned head").decode()
    except UnicodeDecodeError:
        raise Malformed("the countersigned head is not text") from None


def _why(value: object) -> str:
    return "" if value is None else line(value, "the reason", longest=40)


def _digest(value: object) -> str:
    text = line(value, "the digest")
    if not _SHA256.fullmatch(text):
        raise Malformed("the digest is not a SHA-256")
    return text
