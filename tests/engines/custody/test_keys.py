import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from hypothesis import given
from hypothesis import strategies as st

from lali.engines.custody.keys import (
    NotAKey,
    Role,
    VerifierKey,
    key_id,
    load_signing_key,
    new_kek,
    new_signing_key,
    verifier_key,
)

# Published key of the Go checksum database: an independent writer of the same form.
GO_SUMDB = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"


def test_a_published_verifier_key_reads_and_writes_the_same():
    key = VerifierKey.parse(GO_SUMDB)
    assert (key.name, key.hash.hex(), key.role) == ("sum.golang.org", "033de0ae", Role.LOG)
    assert str(key) == GO_SUMDB


def test_own_keys_read_back_in_both_roles():
    for role in Role:
        text = verifier_key("fiji.example/journal", new_signing_key(), role)
        key = VerifierKey.parse(text)
        assert str(key) == text
        assert key.role is role


@given(st.integers(0, len(GO_SUMDB) - 1), st.characters(codec="ascii", exclude_categories=("Cc",)))
def test_a_changed_verifier_key_is_never_read_as_another_key(at, letter):
    changed = GO_SUMDB[:at] + letter + GO_SUMDB[at + 1 :]
    try:
        assert str(VerifierKey.parse(changed)) == GO_SUMDB
    except NotAKey:
        assert changed != GO_SUMDB


@given(st.text(max_size=80) | st.text(st.characters(exclude_categories=()), max_size=20))
def test_any_other_text_is_refused(text):
    with pytest.raises(NotAKey):
        VerifierKey.parse(text)


@pytest.mark.parametrize(
    "name",
    ["", "two words", "a+b", "tab\tname", "\u2003wide", "half\ud800", "c1\x9bcontrol", "turn\u202earound", "x" * 201],
)
def test_names_that_would_break_a_signature_line_are_refused(name):
    with pytest.raises(NotAKey, match="name"):
        VerifierKey(name, bytes(32))


def test_a_signing_key_and_its_verifier_key_belong_together():
    pem = new_signing_key()
    key = VerifierKey.parse(verifier_key("fiji.example/journal", pem))
    signature = load_signing_key(pem).sign(b"head")
    assert key.verifies(signature, b"head")
    assert not key.verifies(signature, b"another head")
    assert not key.verifies(b"short", b"head")
    assert len(key.fingerprint) == 64


@pytest.mark.parametrize("encryption", [serialization.NoEncryption(), serialization.BestAvailableEncryption(b"pw")])
def test_other_private_keys_are_refused(encryption):
    pem = generate_private_key(SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption
    )
    with pytest.raises(NotAKey):
        load_signing_key(pem)
    with pytest.raises(NotAKey):
        load_signing_key(b"nothing of the kind")


def test_a_key_id_tells_keys_apart_and_needs_a_whole_key():
    kek = new_kek()
    assert key_id(kek) == key_id(kek) != key_id(new_kek())
    assert key_id(kek) not in kek
    with pytest.raises(NotAKey, match="32 bytes"):
        key_id(kek[:16])
