"""Files that go with a report: sealed to the agency piece by piece, whatever their size.

A label (a letter, see `letters`) holds a key made for this file alone and what is to be said of it; the body holds the
file under that key (see `custody.sealing`), padded to a size class (64, 128, 256 KiB and so on), so that the length of
a row tells little.
"""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass

from lali.engines.custody import SealBroken, new_kek, seal, unseal
from lali.engines.exchange.letters import CannotOpen, open_letter, seal_letter

_SMALLEST_CLASS = 64 * 1024
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A sealed file: its `label` and its `body`."""

    label: bytes
    body: bytes


def seal_enclosure(data: bytes, said: Mapping[str, object], *, to: bytes, purpose: str) -> Enclosure:
    """Seal a file and what is said of it to the public letter key `to`."""
    key, body = new_kek(), io.BytesIO()
    size_class = max(_SMALLEST_CLASS, 1 << len(data).bit_length())
    seal(io.BytesIO((data + b"\x80").ljust(size_class, b"\0")), body, kek=key)
    label = key + json.dumps(dict(said), ensure_ascii=False).encode()
    return Enclosure(seal_letter(label, to=to, purpose=purpose), body.getvalue())


def read_label(label: bytes, *, key: bytes, purpose: str) -> dict[str, object]:
    """Return what is said of a file, without opening it; `CannotOpen` for another key."""
    return _label(label, key, purpose)[1]


def open_enclosure(sealed: Enclosure, *, key: bytes, purpose: str) -> bytes:
    """Return the file; `CannotOpen` for another key or a changed byte."""
    once, _said = _label(sealed.label, key, purpose)
    try:
        padded = b"".join(unseal(io.BytesIO(sealed.body), kek=once))
    except SealBroken:
        raise CannotOpen from None
    data, mark, rest = padded.rpartition(b"\x80")
    if not mark or rest.strip(b"\0"):
        raise CannotOpen
    return data


def _label(label: bytes, key: bytes, purpose: str) -> tuple[bytes, dict[str, object]]:
    opened = open_letter(label, key=key, purpose=purpose)
    try:
        said = json.loads(opened[_KEY_BYTES:])
    except (ValueError, RecursionError):
        raise CannotOpen from None
    if not isinstance(said, dict):
        raise CannotOpen
    return opened[:_KEY_BYTES], said
