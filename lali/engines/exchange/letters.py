"""Letters: text sealed so that only the holder of one key can read it.

HPKE base mode (RFC 9180) with the hybrid KEM ML-KEM-768 + X25519, HKDF-SHA256 and AES-256-GCM, all from `cryptography`.
The hybrid is chosen because a report may have to stay secret for a lifetime: who copies sealed letters today must not
be able to read them with a quantum computer later, and if ML-KEM should fall, X25519 still stands.

Wire form: the byte 0x01, then what HPKE returns. Before sealing the text is padded to a size class (1, 2, 4, 8 KiB and
so on), so that the length of a letter tells little about it.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

LETTER_KEY_BYTES = 96  # private: 64-byte ML-KEM seed, then the 32-byte X25519 key
LETTER_ADDRESS_BYTES = 1216  # public: 1184 bytes ML-KEM-768, then 32 bytes X25519
MAX_LETTER_BYTES = 1024 * 1024 - 1

_FORM = b"\x01"
_SMALLEST_CLASS = 1024
_SEED = 64
_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_OVERHEAD = len(_FORM) + KEM.MLKEM768_X25519.enc_length() + 16


class CannotOpen(ValueError):
    """The letter was sealed to another key or for another purpose, or it was changed on the way."""

    def __init__(self) -> None:
        super().__init__("This letter cannot be opened: it was sealed for someone else or was changed on the way.")


class LetterTooLong(ValueError):
    """The text is longer than a letter may be (`MAX_LETTER_BYTES`, one mebibyte less one byte)."""

    def __init__(self) -> None:
        super().__init__("This text is too long for one letter. Please shorten it or send it in parts.")


def new_letter_key() -> tuple[bytes, bytes]:
    """Return a fresh `(private, public)` pair of `LETTER_KEY_BYTES` and `LETTER_ADDRESS_BYTES`."""
    seed = MLKEM768PrivateKey.generate().private_bytes_raw()
    private = seed + X25519PrivateKey.generate().private_bytes_raw()
    return private, letter_address(private)


def letter_address(private: bytes) -> bytes:
    """Return the public key that belongs to `private`; any 96 uniformly random bytes are a private key."""
    lattice, curve = _private_halves(private)
    return lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()


def seal_letter(text: str | bytes, *, to: bytes, purpose: str) -> bytes:
    """Seal `text` (a str goes as UTF-8) to the public key `to`; it opens only for the same `purpose`.

    `purpose` is bound as HPKE `info` (RFC 9180, 5.1): a letter written as a reply never opens as a report.
    Raises `LetterTooLong`, and ValueError if `to` is not a public letter key.
    """
    plain = text.encode() if isinstance(text, str) else text
    if len(plain) > MAX_LETTER_BYTES:
        raise LetterTooLong
    return _FORM + _SUITE.encrypt(_padded(plain), _public_key(to), info=_info(purpose))


def open_letter(sealed: bytes, *, key: bytes, purpose: str) -> bytes:
    """Return the bytes that were sealed; raise `CannotOpen` for any other key, purpose or a changed byte."""
    size = len(sealed) - _OVERHEAD
    if sealed[:1] != _FORM or not _SMALLEST_CLASS <= size <= MAX_LETTER_BYTES + 1:
        raise CannotOpen
    try:
        padded = _SUITE.decrypt(sealed[1:], MLKEM768X25519PrivateKey(*_private_halves(key)), info=_info(purpose))
    except InvalidTag:
        raise CannotOpen from None
    return _unpadded(padded)


def _padded(plain: bytes) -> bytes:
    """Pad with 0x80 and zeros (ISO/IEC 7816-4) up to the next power of two, 1 KiB at least."""
    size_class = max(_SMALLEST_CLASS, 1 << len(plain).bit_length())
    return (plain + b"\x80").ljust(size_class, b"\0")


def _unpadded(padded: bytes) -> bytes:
    plain, mark, rest = padded.rpartition(b"\x80")
    if not mark or rest.strip(b"\0"):
        raise CannotOpen
    return plain


def _info(purpose: str) -> bytes:
    return b"lali letter 1: " + purpose.encode()


def _private_halves(private: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    if len(private) != LETTER_KEY_BYTES:
        raise ValueError(f"A private letter key has {LETTER_KEY_BYTES} bytes.")
    return MLKEM768PrivateKey.from_seed_bytes(private[:_SEED]), X25519PrivateKey.from_private_bytes(private[_SEED:])


def _public_key(public: bytes) -> MLKEM768X25519PublicKey:
    if len(public) != LETTER_ADDRESS_BYTES:
        raise ValueError(f"A public letter key has {LETTER_ADDRESS_BYTES} bytes.")
    lattice = MLKEM768PublicKey.from_public_bytes(public[:-32])
    return MLKEM768X25519PublicKey(lattice, X25519PublicKey.from_public_bytes(public[-32:]))
