import base64
import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lali.engines.custody import canonical
from lali.engines.custody.keys import load_signing_key
from lali.engines.exchange import (
    Malformed,
    PacketRefused,
    Reason,
    ReceiptRefused,
    make_receipt,
    read_card,
    read_receipt,
)
from tests.engines.exchange.exchange_scene import NOW

LATER = NOW + timedelta(hours=2)


@pytest.fixture(scope="module")
def receipt(scene) -> bytes:
    opened = scene.open(scene.sealed())
    return make_receipt(
        opened, signing_key=scene.vanuatu.keys.signing_key, me=scene.vanuatu.card, now=LATER, head="7 abc"
    )


@pytest.fixture(scope="module")
def partners(scene):
    return {node.card.fingerprint: node.card for node in (scene.vanuatu, scene.third)}


def resigned(scene, receipt, **changes) -> bytes:
    fields = {name: value for name, value in json.loads(receipt).items() if name != "signature"} | changes
    signature = load_signing_key(scene.vanuatu.keys.signing_key).sign(canonical(fields))
    return json.dumps(fields | {"signature": base64.b64encode(signature).decode()}).encode()


def refused(data, partners) -> Reason:
    with pytest.raises(ReceiptRefused) as refusal:
        read_receipt(data, partners=partners)
    assert str(refusal.value).startswith("This ")
    assert isinstance(refusal.value, PacketRefused)
    return refusal.value.reason


def test_a_receipt_says_which_packet_when_and_by_whom(scene, partners):
    opened = scene.open(scene.sealed())
    for head in (None, "42 c2lnbmVkIGhlYWQ="):
        data = make_receipt(
            opened, signing_key=scene.vanuatu.keys.signing_key, me=scene.vanuatu.card, now=LATER, head=head
        )
        receipt = read_receipt(data, partners=partners)
        assert (receipt.packet, receipt.digest) == (opened.header.id, opened.digest)
        assert (receipt.received, receipt.by, receipt.head) == (LATER, scene.vanuatu.card, head)


def test_it_tells_nothing_of_the_content(receipt):
    assert b"golden" not in receipt
    assert b"FJ-2026" not in receipt


def test_a_receipt_of_a_stranger_is_refused(scene, receipt):
    assert refused(receipt, {}) == Reason.UNKNOWN_SENDER
    assert refused(receipt, {scene.third.card.fingerprint: scene.third.card}) == Reason.UNKNOWN_SENDER


def test_a_receipt_in_the_name_of_another_is_refused(scene, receipt, partners):
    claimed = {"fingerprint": scene.third.card.fingerprint}
    assert refused(resigned(scene, receipt, **claimed), partners) == Reason.UNKNOWN_SENDER
    assert refused(resigned(scene, receipt, **claimed, node=scene.third.card.node), partners) == Reason.TAMPERED


@pytest.mark.parametrize("changes", [{"digest": "0" * 64}, {"received": "2026-11-22T09:00:00Z"}, {"head": None}])
def test_a_changed_receipt_is_refused(receipt, partners, changes):
    assert refused(json.dumps(json.loads(receipt) | changes).encode(), partners) == Reason.TAMPERED


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "lali-card-1"},
        {"packet": "7"},
        {"digest": "abc"},
        {"digest": "0" * 63 + "G"},
        {"received": "now"},
        {"head": "two\nlines"},
        {"head": 7},
        {"fingerprint": None},
        {"extra": "x"},
    ],
)
def test_a_malformed_receipt_is_refused_though_well_signed(scene, receipt, partners, changes):
    assert refused(resigned(scene, receipt, **changes), partners) == Reason.MALFORMED


@given(data=st.data())
def test_a_changed_byte_is_refused_or_changes_nothing(receipt, partners, data):
    damaged = bytearray(receipt)
    damaged[data.draw(st.integers(0, len(receipt) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        read = read_receipt(bytes(damaged), partners=partners)
    except ReceiptRefused:
        return
    assert read == read_receipt(receipt, partners=partners)


@given(noise=st.binary(max_size=2000))
def test_noise_is_refused(partners, noise):
    assert refused(noise, partners) == Reason.MALFORMED


def test_a_card_is_no_receipt_and_a_receipt_no_card(scene, receipt, partners):
    assert refused(scene.vanuatu.card_file, partners) == Reason.MALFORMED
    with pytest.raises(ValueError, match="format"):
        read_card(receipt)


def test_a_receipt_is_signed_with_our_own_key_and_one_line_of_head(scene):
    opened = scene.open(scene.sealed())
    with pytest.raises(ValueError, match="does not belong"):
        make_receipt(opened, signing_key=scene.third.keys.signing_key, me=scene.vanuatu.card, now=LATER)
    with pytest.raises(Malformed, match="head"):
        make_receipt(opened, signing_key=scene.vanuatu.keys.signing_key, me=scene.vanuatu.card, now=LATER, head="a\nb")
