"""The node's private keys, read once from the key folder that the settings name.

Only processes that were given the folder have keys: the public process gets `KeysAreElsewhere`. Keys are files of
the workspace's user with mode 0600; whoever can read them can read everything, so a backup seals them.
"""

import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap, aes_key_wrap
from django.conf import settings

from lali.engines.custody import new_kek, new_signing_key
from lali.engines.exchange import PacketKeys, new_letter_key, new_packet_keys

NONCE_LENGTH = 12


class KeysAreElsewhere(Exception):
    """This process was given no private keys (the public site never is)."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Everything secret a node has.

    `kek` 32 bytes, wraps exhibit and person keys; `log` Ed25519 key (PEM) that signs heads; `letter` opens reports;
    `packet` opens packets and signs those that leave.
    """

    kek: bytes = field(repr=False)
    log: bytes = field(repr=False)
    letter: bytes = field(repr=False)
    packet: PacketKeys = field(repr=False)


def make_keys(folder: Path) -> bytes:
    """Make a node's keys in `folder` (created, 0700). Returns the public letter key. Never overwrites."""
    folder.mkdir(mode=0o700, parents=True)
    letter_private, letter_public = new_letter_key()
    packet = new_packet_keys()
    fresh = {
        "django.key": os.urandom(48).hex().encode(),
        "kek.key": new_kek(),
        "log.pem": new_signing_key(),
        "letter.key": letter_private,
        "packet.age": packet.identity,
        "packet.pem": packet.signing_key,
        "packet.recipient": packet.recipient.encode(),
    }
    for name, secret in fresh.items():
        descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secret)
    return letter_public


@cache
def _keys_in(folder: Path) -> Keys:
    return Keys(
        kek=(folder / "kek.key").read_bytes(),
        log=(folder / "log.pem").read_bytes(),
        letter=(folder / "letter.key").read_bytes(),
        packet=PacketKeys(
            identity=(folder / "packet.age").read_bytes(),
            signing_key=(folder / "packet.pem").read_bytes(),
            recipient=(folder / "packet.recipient").read_text(encoding="ascii"),
        ),
    )


def keys() -> Keys:
    """The keys of this node; KeysAreElsewhere in a process that was not given them."""
    if settings.KEY_FOLDER is None:
        raise KeysAreElsewhere("This process holds no private keys.")
    return _keys_in(settings.KEY_FOLDER)


def new_wrapped_key() -> bytes:
    """A fresh 32-byte key for one person or one case, wrapped by the node's key (RFC 3394): what a row keeps."""
    return aes_key_wrap(keys().kek, os.urandom(32))


def wrapped(key: bytes) -> bytes:
    """A 32-byte key that came with a record from another node, wrapped by this node's key: what a row keeps."""
    return aes_key_wrap(keys().kek, key)


def unwrapped(wrapped: bytes) -> bytes:
    """The key that `new_wrapped_key` made. InvalidUnwrap when it is another node's."""
    return aes_key_unwrap(keys().kek, bytes(wrapped))


def derived_key(purpose: str) -> bytes:
    """A 32-byte key of this node for one purpose (HKDF-SHA256); it tells nothing of other keys."""
    return _derived(keys().kek, purpose)


@cache
def _derived(secret: bytes, purpose: str) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=f"lali/{purpose}".encode()).derive(secret)


def seal_words(words: str, *, key: bytes, about: str) -> bytes:
    """Seal a short text (a name) with AES-256-GCM, bound to `about`; nonce first, 12 random bytes."""
    nonce = os.urandom(NONCE_LENGTH)
    return nonce + AESGCM(key).encrypt(nonce, words.encode(), about.encode())


def open_words(sealed: bytes, *, key: bytes, about: str) -> str:
    """Open what `seal_words` sealed; InvalidTag when key, bytes or `about` differ."""
    sealed = bytes(sealed)
    return AESGCM(key).decrypt(sealed[:NONCE_LENGTH], sealed[NONCE_LENGTH:], about.encode()).decode()
