"""Wallets and bank accounts, each accepted only when its checksum holds."""

import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib import import_module
from types import ModuleType

from .vocabulary import Found, Seen

_BASE58 = "1-9A-HJ-NP-Za-km-z"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_WALLET = re.compile(
    rf"(?<![^\W_])(?:(?P<bitcoin>[13][{_BASE58}]{{25,34}}|bc1[{_BECH32}]{{11,87}}|BC1[{_BECH32.upper()}]{{11,87}})"
    rf"|(?P<tron>T[{_BASE58}]{{33}})|(?P<ethereum>0x[0-9a-fA-F]{{40}}))(?![^\W_])"
)
_LEAST_WALLET = 26
_IBAN = re.compile(r"(?<![^\W_])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?(?![^\W_])", re.IGNORECASE)
_IBAN_HINT = re.compile(r"\d\d[ -]?[A-Za-z0-9]{4}[ -]?[A-Za-z0-9]{4}")
_BECH32M = 0x2BC830A3  # BIP-350: the constant for witness version 1 and above; version 0 keeps 1 (BIP-173)
_TRON_PREFIX = 0x41
_BASE58_BYTES = 25  # prefix, twenty bytes of hash, four of checksum
_LAST_VERSION, _PROGRAM_BYTES, _PROGRAM_BYTES_0, _LEFT_BITS = 16, range(2, 41), (20, 32), range(5)  # BIP-141, BIP-173
_HIGH_NIBBLE = 8


def find_wallets(seen: Seen) -> Iterator[Found]:
    """Find Bitcoin, Ethereum and TRON addresses."""
    if max(map(len, seen.text.split()), default=0) < _LEAST_WALLET:
        return
    for wallet in _WALLET.finditer(seen.text):
        kind = wallet.lastgroup or ""
        address = normalise_wallet(kind, wallet[0])
        if address:
            yield Found(kind, wallet.start(), wallet.end(), address)


def normalise_wallet(kind: str, value: str) -> str | None:
    """Give the address in its canonical letter case, or None when its checksum fails."""
    written = value.strip()
    wallet = _WALLET.fullmatch(written)
    if wallet is None or wallet.lastgroup != kind:
        return None
    if kind == "ethereum":
        return _ethereum(written)
    if kind == "tron":
        return written if _base58check(written, (_TRON_PREFIX,)) else None
    if written[:3].lower() == "bc1":
        return written.lower() if _segwit(written.lower()) else None
    return written if _base58check(written, (0x00, 0x05)) else None


def _base58check(address: str, prefixes: tuple[int, ...]) -> bool:
    decoded: bytes = _stdnum("bitcoin").b58decode(address)
    if len(decoded) != _BASE58_BYTES or decoded[0] not in prefixes:
        return False
    return sha256(sha256(decoded[:-4]).digest()).digest()[:4] == decoded[-4:]


def _segwit(address: str) -> bool:
    """BIP-173 and BIP-350: checksum by witness version, length of the witness program."""
    values = [_BECH32.index(char) for char in address[3:]]
    version, program = values[0], values[1:-6]
    size, left = divmod(5 * len(program), 8)
    if version > _LAST_VERSION or size not in _PROGRAM_BYTES or left not in _LEFT_BITS:
        return False
    if version == 0 and size not in _PROGRAM_BYTES_0:
        return False
    if left and program[-1] & ((1 << left) - 1):
        return False
    prefix = [3, 3, 0, 2, 3]  # "bc", expanded as BIP-173 asks
    return bool(_stdnum("bitcoin").bech32_checksum(prefix + values) == (1 if version == 0 else _BECH32M))


def _ethereum(address: str) -> str | None:
    """EIP-55: mixed case carries a checksum; one case alone carries none and is accepted."""
    digits = address[2:]
    hashed = _keccak().new(digest_bits=256, data=digits.lower().encode("ascii")).hexdigest()
    mixed = "".join(
        c.upper() if int(h, 16) >= _HIGH_NIBBLE else c for c, h in zip(digits.lower(), hashed, strict=False)
    )
    return "0x" + mixed if digits in {mixed, digits.lower(), digits.upper()} else None


def find_ibans(seen: Seen) -> Iterator[Found]:
    """Find international bank account numbers (ISO 13616)."""
    if not _IBAN_HINT.search(seen.text):
        return
    for written in _IBAN.finditer(seen.text):
        iban = normalise_iban(written[0])
        if iban:
            yield Found("iban", written.start(), written.end(), iban)


def normalise_iban(value: str) -> str | None:
    """Give the IBAN without spaces in capitals, or None when its country, length or check digits are wrong."""
    if not _IBAN.fullmatch(value.strip()):
        return None
    library = _stdnum("iban")
    return str(library.compact(value)) if library.is_valid(value) else None


@cache
def _stdnum(name: str) -> ModuleType:
    """One module of python-stdnum, loaded when a text first needs it: tens of milliseconds that most never pay."""
    return import_module(f"stdnum.{name}")


@cache
def _keccak() -> ModuleType:
    return import_module("Crypto.Hash.keccak")
