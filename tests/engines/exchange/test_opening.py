import hashlib
import json
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lali.engines.exchange import (
    PacketRefused,
    Reason,
    archive,
    contents,
    make_card,
    new_packet_keys,
    packets,
    read_card,
)
from tests.engines.exchange.exchange_scene import LURE, NOW, SHARED


def refused(scene, data, **changes) -> Reason:
    with pytest.raises(PacketRefused) as refusal:
        scene.open(data, **changes)
    assert str(refusal.value).endswith(".")
    assert LURE not in str(refusal.value)
    return refusal.value.reason


def signed_files(scene, **changes) -> dict[str, bytes]:
    """The six files of a good packet with some replaced, and signed again by Fiji."""
    files = {name: data for name, data in contents(scene.draft()).items() if name != packets.MANIFEST}
    return scene.signed({**files, **changes})


def with_header(scene, **changes) -> bytes:
    header = json.loads(contents(scene.draft())[packets.HEADER]) | changes
    return scene.encrypted(signed_files(scene, **{packets.HEADER: json.dumps(header).encode()}))


def test_a_packet_opens_and_says_who_why_and_what(scene):
    sealed = scene.sealed()
    opened = scene.open(sealed)
    assert opened.sender == scene.fiji.card
    assert opened.header.purpose == "Find whether the same recruiter works in Vanuatu"
    assert opened.header.id == scene.draft().id
    assert opened.header.expires == scene.draft().expires
    assert opened.shared == SHARED
    assert opened.bundle["type"] == "bundle"
    assert opened.digest == hashlib.sha256(sealed).hexdigest()


# -- the eight reasons ------------------------------------------------------------------------------------------------


def test_a_file_that_is_no_packet(scene):
    for data in (b"", b"Bula", b"PK\x03\x04", b"age-encryption.org/v1\n", contents(scene.draft())[packets.HEADER]):
        assert refused(scene, data) == Reason.NOT_A_PACKET


def test_an_age_file_that_is_no_packet(scene):
    for plain in (b"", b"hello", archive.pack({"hello.txt": b"x"})):
        assert refused(scene, scene.wrapped(plain)) == Reason.MALFORMED


def test_a_header_made_to_cost_time(scene):
    stanza = b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n"
    assert refused(scene, b"age-encryption.org/v1\n" + stanza * 100_000 + b"--- ") == Reason.NOT_A_PACKET


def test_too_large(scene):
    sealed = scene.sealed()
    assert refused(scene, sealed, max_bytes=len(sealed) - 1) == Reason.TOO_LARGE
    assert scene.open(sealed, max_bytes=len(sealed))


def test_sealed_for_somebody_else(scene):
    data = scene.sealed(to=scene.third.card)
    assert refused(scene, data) == Reason.NOT_FOR_US


def test_passed_on_to_us_by_its_true_addressee(scene):
    to_third = contents(scene.draft(to=scene.third.card))
    passed_on = scene.encrypted(scene.signed(to_third), to=scene.vanuatu)
    assert refused(scene, passed_on) == Reason.NOT_FOR_US


def test_addressed_to_another_node_with_our_recipient(scene):
    party = {"node": "vu-other", "name": "Other", "recipient": scene.vanuatu.card.recipient}
    assert refused(scene, with_header(scene, to=party)) == Reason.NOT_FOR_US


def test_signed_by_a_stranger(scene):
    assert refused(scene, scene.sealed(), partners={}) == Reason.UNKNOWN_SENDER
    assert refused(scene, scene.sealed(), partners={"x": scene.third.card}) == Reason.UNKNOWN_SENDER


def test_a_partner_who_signs_in_the_name_of_another(scene):
    files = contents(scene.draft())
    pem = contents(scene.draft(sender=scene.third.card))[packets.SENDER]
    forged = {name: data for name, data in files.items() if name != packets.MANIFEST} | {packets.SENDER: pem}
    assert refused(scene, scene.encrypted(scene.signed(forged, scene.third))) == Reason.UNKNOWN_SENDER
    keeps_pem = scene.encrypted(scene.signed(files, scene.third))
    assert refused(scene, keeps_pem) == Reason.TAMPERED


def test_a_renewed_card_with_the_same_key_is_told_apart(scene):
    facts = {"agency": "Fiji Police (renamed, fictional)", "country": "FJ", "node": "fj-htu", "issued": NOW}
    renewed = read_card(make_card(**facts, keys=scene.fiji.keys))
    both = {card.fingerprint: card for card in (renewed, scene.fiji.card)}
    assert scene.open(scene.sealed(), partners=both).sender == scene.fiji.card
    assert refused(scene, scene.sealed(), partners={renewed.fingerprint: renewed}) == Reason.UNKNOWN_SENDER


@pytest.mark.parametrize("name", sorted(packets.PACKET_FILES - {packets.SENDER}))
def test_a_file_changed_after_signing(scene, name):
    files = signed_files(scene)
    assert refused(scene, scene.encrypted({**files, name: files[name] + b"\n"})) == Reason.TAMPERED


def test_a_manifest_that_leaves_a_file_out_or_names_another(scene):
    files = signed_files(scene)
    lines = files[packets.MANIFEST].splitlines(keepends=True)
    for manifest in (b"".join(lines[:-1]), b"".join(lines) + b"0" * 64 + b"  ../x\n", b"", b"".join(lines[::-1])):
        signed = scene.signed({**files, packets.MANIFEST: manifest})
        assert refused(scene, scene.encrypted(signed)) == Reason.TAMPERED


def test_expired(scene):
    sealed = scene.sealed()
    expires = scene.draft().expires
    assert refused(scene, sealed, now=expires) == Reason.EXPIRED
    assert refused(scene, sealed, now=expires + timedelta(days=900)) == Reason.EXPIRED
    assert scene.open(sealed, now=expires - timedelta(seconds=1))


def test_replayed(scene):
    opened = {scene.open(scene.sealed()).header.id}
    assert refused(scene, scene.sealed(), seen=opened.__contains__) == Reason.REPLAYED


def test_a_refused_packet_is_not_asked_about_before_its_signature_holds(scene):
    asked = []
    files = signed_files(scene)
    refused(scene, scene.encrypted({**files, packets.SIGNATURE: bytes(64)}), seen=asked.append)
    assert not asked


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "lali-packet-2"},
        {"id": "7"},
        {"id": "6F1C7A52-3F0E-4C84-9C3A-0D5F0E4F1A77"},
        {"id": None},
        {"created": "yesterday"},
        {"expires": "2026-11-22T03:00:00Z"},
        {"from": "Fiji"},
        {"to": {"node": "vu-tcu"}},
        {"purpose": ""},
        {"legal_basis": 7},
        {"tlp": "white"},
        {"tlp": ["red"]},
        {"note": None},
        {"victim": "somebody"},
    ],
)
def test_a_header_that_is_not_one(scene, changes):
    assert refused(scene, with_header(scene, **changes)) == Reason.MALFORMED


@pytest.mark.parametrize("name", [packets.HEADER, packets.BUNDLE])
@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff", b"[" * 100_000, b'{"a":' + b"9" * 5000 + b"}"])
def test_content_that_is_not_what_it_should_be(scene, name, data):
    assert refused(scene, scene.encrypted(signed_files(scene, **{name: data}))) == Reason.MALFORMED


@pytest.mark.parametrize("pem", [b"", b"nonsense", b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"])
def test_a_senders_key_that_is_none(scene, pem):
    assert refused(scene, scene.encrypted(signed_files(scene, **{packets.SENDER: pem}))) == Reason.MALFORMED


def test_a_bundle_with_a_person_in_it(scene):
    bundle = json.loads(contents(scene.draft())[packets.BUNDLE])
    bundle["objects"].append({"type": "identity", "identity_class": "individual", "name": "Somebody"})
    files = signed_files(scene, **{packets.BUNDLE: json.dumps(bundle).encode()})
    assert refused(scene, scene.encrypted(files)) == Reason.MALFORMED


# -- hostile bytes ----------------------------------------------------------------------------------------------------


@settings(max_examples=300)
@given(data=st.data())
def test_any_flipped_bit_is_refused(scene, data):
    sealed = bytearray(scene.packet)
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    refused(scene, bytes(sealed))


def test_every_byte_of_the_age_header_matters(scene):
    sealed = scene.packet
    for place in range(sealed.index(b"\n---") + 60):
        refused(scene, sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :])


@given(data=st.data())
def test_cut_or_lengthened_packets_are_refused(scene, data):
    sealed = scene.packet
    refused(scene, sealed[: data.draw(st.integers(0, len(sealed) - 1))])
    refused(scene, sealed + data.draw(st.binary(min_size=1, max_size=50)))


@given(noise=st.binary(max_size=3000))
def test_noise_is_refused_outside_and_inside(scene, noise):
    refused(scene, noise)
    refused(scene, b"age-encryption.org/v1\n" + noise)
    refused(scene, b"age-encryption.org/v1\n-> X25519 " + noise + b"\n--- ")
    refused(scene, scene.wrapped(noise))


@given(files=st.fixed_dictionaries({name: st.binary(max_size=200) for name in packets.PACKET_FILES}))
def test_noise_in_the_right_files_is_refused(scene, files):
    refused(scene, scene.encrypted(files))
    key = contents(scene.draft())[packets.SENDER]
    manifested = {name: data for name, data in files.items() if name != packets.MANIFEST} | {packets.SENDER: key}
    assert refused(scene, scene.encrypted(scene.signed(manifested))) == Reason.MALFORMED


# -- our own side -----------------------------------------------------------------------------------------------------


def test_a_wrong_identity_of_our_own_is_a_mistake_not_a_refusal(scene):
    for identity in (b"", b"AGE-SECRET-KEY-NONSENSE", b"\xff", new_packet_keys().identity):
        with pytest.raises(ValueError, match="age identity") as mistake:
            scene.open(scene.sealed(), identity=identity)
        assert not isinstance(mistake.value, PacketRefused)
        assert "NONSENSE" not in str(mistake.value)


def test_a_passphrase_file_is_refused_without_being_tried(scene):
    # C2SP age, scrypt recipient stanza: a work factor of 2^22 would take minutes if it were tried.
    stanza = b"-> scrypt " + b"A" * 22 + b" 22\n" + b"A" * 43 + b"\n"
    data = b"age-encryption.org/v1\n" + stanza + b"--- " + b"A" * 43 + b"\n" + bytes(64)
    assert refused(scene, data) in {Reason.NOT_FOR_US, Reason.TAMPERED}
