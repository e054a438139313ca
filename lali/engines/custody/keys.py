"""Keys: the node's key-encryption key and the Ed25519 keys that sign heads.

Nothing here touches a file: PEM goes in and out as bytes, the caller decides where it lives (mode 0600).
"""

import base64
import binascii
import hashlib
import re
import secrets
from dataclasses import dataclass
from enum import IntEnum

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEK_SIZE = 32
KEY_ID_SIZE = 8
_PUBLIC_SIZE = 32
_HASH_SIZE = 4
_NAME = re.compile(r"[^\s+]{1,200}")  # C2SP signed-note: no Unicode space, no plus
_HASH = re.compile(r"[0-9a-f]{8}")


class NotAKey(ValueError):
    """What was given is not a key of the kind that is needed. Never says what was in it."""


class Role(IntEnum):
    """What a key signs, as the C2SP signed-note signature type."""

    LOG = 0x01  # the log's own head
    WITNESS = 0x04  # a partner's countersignature with its time (C2SP tlog-cosignature)


def new_kek() -> bytes:
    """Make a key-encryption key: 32 random bytes. Under it the data key of each exhibit is wrapped."""
    return secrets.token_bytes(KEK_SIZE)


def key_id(kek: bytes) -> bytes:
    """Name a key-encryption key in 8 bytes from which it cannot be found again."""
    if len(kek) != KEK_SIZE:
        raise NotAKey(f"A key-encryption key has {KEK_SIZE} bytes, this one has {len(kek)}.")
    return HKDF(hashes.SHA256(), KEY_ID_SIZE, salt=None, info=b"lali custody key id").derive(kek)


def new_signing_key() -> bytes:
    """Make an Ed25519 key (RFC 8032) with which a node signs its heads: unencrypted PKCS #8 PEM, for a 0600 file."""
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def load_signing_key(pem: bytes) -> Ed25519PrivateKey:
    """Read a signing key from PEM; `NotAKey` if it is anything else."""
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise NotAKey("This is not an unencrypted private key in PEM form.") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise NotAKey("This private key is not an Ed25519 key.")
    return key


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with the name it signs under, as C2SP signed-note writes it: `name+hash+base64`."""

    name: str
    public: bytes
    role: Role = Role.LOG

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or not self.name.isprintable():
            raise NotAKey("A key's name has 1 to 200 printable characters, no space and no plus sign.")
        if len(self.public) != _PUBLIC_SIZE:
            raise NotAKey("An Ed25519 public key has 32 bytes.")

    @classmethod
    def of(cls, name: str, key: Ed25519PrivateKey, role: Role = Role.LOG) -> "VerifierKey":
        """Give the public side of a loaded signing key."""
        return cls(name, key.public_key().public_bytes_raw(), role)

    @classmethod
    def parse(cls, text: str) -> "VerifierKey":
        """Read `name+hash+base64`; `NotAKey` if its form or its hash is wrong."""
        name, plus, rest = text.strip().partition("+")
        short, second, material = rest.partition("+")
        if not plus or not second or not _HASH.fullmatch(short):
            raise NotAKey("A verifier key is written name+hash+base64.")
        try:
            packed = base64.b64decode(material, validate=True)
            key = cls(name, packed[1:], Role(packed[0]))
        except (binascii.Error, ValueError, IndexError):
            raise NotAKey("This verifier key is not an Ed25519 key of a known kind.") from None
        if key.hash.hex() != short:
            raise NotAKey("This verifier key does not match its own short hash.")
        return key

    @property
    def hash(self) -> bytes:
        """Give the first 4 bytes of SHA-256(name, newline, role, public key): the key id of signature lines."""
        packed = self.name.encode() + b"\n" + bytes([self.role]) + self.public
        return hashlib.sha256(packed).digest()[:_HASH_SIZE]

    @property
    def fingerprint(self) -> str:
        """Give the SHA-256 of the public key in hex, to be compared by voice or on paper."""
        return hashlib.sha256(self.public).hexdigest()

    def __str__(self) -> str:
        material = base64.b64encode(bytes([self.role]) + self.public).decode()
        return f"{self.name}+{self.hash.hex()}+{material}"

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Tell whether this key made the signature over the message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


def verifier_key(name: str, signing_key: bytes, role: Role = Role.LOG) -> str:
    """Give the public side of a signing key (PEM) in the form `name+hash+base64` that others keep."""
    return str(VerifierKey.of(name, load_signing_key(signing_key), role))
