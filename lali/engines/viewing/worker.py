"""The process in which hostile files are read: one order in, one answer out, on its standard streams.

It reads what kind the first bytes speak of, loads what it needs for that kind, and then gives everything up: it can
open no file and no connection, write nowhere, use so much memory and so many seconds. Only then does it parse.
"""

import codecs
import json
import resource
import struct
import sys
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib import import_module
from io import BufferedReader, RawIOBase
from types import ModuleType
from typing import Any, BinaryIO

from lali.engines.viewing import zips
from lali.engines.viewing.described import Kind, Seen
from lali.engines.viewing.reading import PIECE, Cannot, Order
from lali.engines.viewing.recognising import HEAD, recognise
from lali.engines.viewing.wording import words_of_pages

# Who reads which family.
READERS = {
    "picture": "pictures",
    "pdf": "pdfs",
    "archive": "archives",
    "capture": "captures",
    "database": "databases",
    "old_office": "old_office",
    "recording": "recordings",
    "mail": "mails",
    "text": "texts",
    "csv": "sheets",
    "other": "texts",
}
LATE = ("heapq", "bisect", "locale", "email.generator", "importlib.resources")  # loaded by others when first needed
CODECS = (
    *("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "latin-1", "cp437", "cp1252", "cp1250"),
    *("cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874", "tis-620", "koi8-r", "mac-roman"),
    *("iso8859-2", "iso8859-5", "iso8859-6", "iso8859-7", "iso8859-9", "iso8859-11", "iso8859-15", "cp850", "cp866"),
    *(
        "gbk",
        "gb18030",
        "big5",
        "shift-jis",
        "cp932",
        "euc-jp",
        "iso2022-jp",
        "euc-kr",
        "cp949",
        "hex",
        "base64",
        "quopri",
    ),
    *("unicode-escape", "raw-unicode-escape", "idna", "punycode", "ascii"),
)


class Asked(RawIOBase):
    """The original as a file whose bytes are asked for one piece after another."""

    def __init__(self, size: int) -> None:
        self._size, self._at = size, 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go to a place, never before the beginning."""
        base = (0, self._at, self._size)[whence]
        if base + offset < 0:
            raise OSError("a place before the beginning")
        self._at = base + offset
        return self._at

    def tell(self) -> int:
        """Say the place."""
        return self._at

    def readinto(self, buffer: Any, /) -> int:
        """Ask for a piece; 0 at the end."""
        wanted = min(len(buffer), PIECE, max(self._size - self._at, 0))
        if not wanted:
            return 0
        _out(b"?", self._at * (PIECE + 1) + wanted)
        data = _in()
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


def _out(what: bytes, number: int, data: bytes = b"") -> None:
    sys.stdout.buffer.write(what + struct.pack(">Q", number) + data)
    sys.stdout.buffer.flush()


def _in() -> bytes:
    length = struct.unpack(">I", sys.stdin.buffer.read(4))[0]
    return sys.stdin.buffer.read(length)


def main() -> int:
    """Carry out the one order."""
    warnings.simplefilter("ignore")
    order = Order(**json.loads(_in()))
    shut_in(order.memory, order.seconds)
    raw = Asked(order.size)
    try:
        with BufferedReader(raw, 128 * 1024) as file:
            found = recognise(file.read(HEAD), order.size)
            order = replace(order, found=found)
            reader = _reader(file, order)
            for piece in _in_pieces(_carried_out(reader, file, order)):
                _out(b"=", len(piece), piece)
    except Cannot as why:
        return _cannot(str(why))
    except MemoryError:
        return _cannot("too_large")
    except RecursionError:
        return _cannot("damaged")
    except Exception:  # noqa: BLE001 - whatever a reader raises on hostile bytes: the file is damaged
        return _cannot("damaged")
    _out(b".", 0)
    return 0


def shut_in(memory: int, seconds: int) -> None:
    """Limit memory and processor time, and let nothing be written."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def shut_door(*, threads: bool = False) -> None:
    """Let no file, no connection and no process be opened any more, whoever asks for it.

    `threads`: the decoder starts threads of its own, which the kernel counts as processes: those stay possible.
    """
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    if not threads:
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def _reader(file: BinaryIO, order: Order) -> ModuleType:
    """Load all that may be needed for this family, and shut the door.

    Who reads a zip is chosen by the names in it, before the door is shut but within the limits: no library written in
    C sees the file until then.
    """
    name = zips.reader_of(file) if order.found.family == "zip" else READERS[order.found.family]
    for other in CODECS:
        codecs.lookup(other)
    for other in LATE:
        import_module(other)
    reader = import_module(f"lali.engines.viewing.{name}")
    if hasattr(reader, "prepare"):
        reader.prepare(file)
    shut_door(threads=order.found.format == "HEIC")
    file.seek(0)
    return reader


def _carried_out(reader: ModuleType, file: BinaryIO, order: Order) -> Iterable[bytes]:
    if order.job == "look":
        seen: Seen = reader.look(file, order)
        return [seen.as_json()]
    if order.job == "words":
        return words_of_pages(reader, file, order)
    if order.job == "picture":
        if not hasattr(reader, "picture"):
            raise Cannot("no_picture")
        return [reader.picture(file, order)]
    if not hasattr(reader, "member"):
        raise Cannot("no_such_part")
    member: Iterator[bytes] = reader.member(file, order)
    return member


def _in_pieces(pieces: Iterable[bytes]) -> Iterator[bytes]:
    for data in pieces:
        for start in range(0, len(data), PIECE):
            yield data[start : start + PIECE]


def _cannot(word: str) -> int:
    _out(b"!", len(word), word.encode())
    return 1


__all__ = ["Kind", "main", "shut_door", "shut_in"]

if __name__ == "__main__":
    sys.exit(main())
