"""Looks at pictures kept while `lali link images` runs, so that a run that was killed goes on where it stopped.

They stand in one file beside the answer, readable by its owner only, and go when the answer stands. Each record is
found by the digest of the picture's bytes and carries a checksum: what was half written when the machine went down is
let go, never believed.
"""

import fcntl
import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import IO

from lali.engines.families import Look
from lali.project.commands.link_files import FileRefused

BEGIN = b"lali looks 1\n"  # another number when a look is computed otherwise: what was kept before is let go
DIGEST = 16
_HEAD = struct.Struct(">16sHI")
Kept = Look | str
"""A look, or the word for why there is none."""


def digest_of(data: bytes) -> bytes:
    """By which a picture is found again, whatever it is called."""
    return blake2b(data, digest_size=DIGEST).digest()


class Looks:
    """What was looked at, by the digest of the file; written down as it comes, where there is a place for it."""

    def __init__(self, file: IO[bytes] | None = None) -> None:
        self._file = file
        self._at = dict(_records(file)) if file else {}
        self.found = len(self._at)

    def of(self, digest: bytes) -> Kept | None:
        """What was kept of a picture; None when it was not looked at yet."""
        if self._file is None or (place := self._at.get(digest)) is None:
            return None
        self._file.seek(place)
        kept = _read(self._file)
        self._file.seek(0, os.SEEK_END)
        return _look(kept[1]) if kept else None

    def keep(self, digest: bytes, seen: Kept) -> None:
        """Write one down. FileRefused when there is no room."""
        if self._file is None or digest in self._at:
            return
        told = _told(seen)
        try:
            self._at[digest] = self._file.tell()
            self._file.write(_HEAD.pack(digest, len(told), zlib.crc32(digest + told)) + told)
        except OSError as why:
            raise FileRefused(f"{self._file.name} cannot be written: {why.strerror or why}.") from None


@contextmanager
def looks_beside(out: Path | None) -> Iterator[Looks]:
    """Looks kept beside an answer; they go when all went well, and stay for the next run when not."""
    if out is None:
        yield Looks()
        return
    path = place_of(out)
    try:
        file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600), "r+b")
    except OSError as why:
        raise FileRefused(f"{path} cannot be written: {why.strerror or why}.") from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise FileRefused(f"Another run is at work on {out}. Wait for it, or name another --out.") from None
        yield Looks(file)
    path.unlink(missing_ok=True)


def place_of(out: Path) -> Path:
    """Where the looks of an answer are kept."""
    return out.with_name(f".{out.name}.looks")


def _records(file: IO[bytes]) -> Iterator[tuple[bytes, int]]:
    """Digest and place of each whole record; the file is cut after the last of them."""
    file.seek(0)
    if file.read(len(BEGIN)) != BEGIN:
        file.seek(0)
        file.truncate()
        file.write(BEGIN)
        return
    whole = file.tell()
    while kept := _read(file):
        yield kept[0], whole
        whole = file.tell()
    file.seek(whole)
    file.truncate()


def _read(file: IO[bytes]) -> tuple[bytes, bytes] | None:
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    digest, length, checksum = _HEAD.unpack(head)
    told = file.read(length)
    return (digest, told) if len(told) == length and zlib.crc32(digest + told) == checksum else None


def _told(seen: Kept) -> bytes:
    return b"W" + seen.encode() if isinstance(seen, str) else b"L" + seen.whole()


def _look(told: bytes) -> Kept | None:
    if told[:1] == b"W":
        return told[1:].decode("ascii", "replace")
    try:
        return Look.of_whole(told[1:])
    except ValueError:  # of another release
        return None
