"""MO, the file that gettext itself reads: made in memory, to lay words over those that ship."""

import struct
from collections.abc import Iterable

from .entries import Entry

_MAGIC = 0x950412DE


def write_mo(forms: int, rule: str, entries: Iterable[Entry]) -> bytes:
    """Write what is translated; what is not is left out, so that the words below show through."""
    head = f"Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals={forms}; plural={rule};\n"
    said = {b"": head.encode()}
    for entry in entries:
        if entry.texts:
            name = (f"{entry.context}\x04" if entry.context else "") + "\0".join(entry.source)
            said[name.encode()] = "\0".join(entry.texts).encode()
    names = sorted(said)
    start = 28 + 16 * len(names)
    pieces, tables = b"", b""
    for each in (names, [said[name] for name in names]):
        for piece in each:
            tables += struct.pack("<II", len(piece), start + len(pieces))
            pieces += piece + b"\0"
    return struct.pack("<IIIIIII", _MAGIC, 0, len(names), 28, 28 + 8 * len(names), 0, 0) + tables + pieces
