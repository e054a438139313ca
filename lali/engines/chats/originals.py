"""The bytes that were sealed: a file, or a file inside an archive, read from its start as often as needed."""

import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import SEEK_CUR, SEEK_END, SEEK_SET
from pathlib import Path
from typing import IO, Any, Protocol

BLOCK = 256 * 1024
HEAD = 256 * 1024
AHEAD = 64 * 1024  # bytes of a stream that are read at once, where less was asked for


class Stream(Protocol):
    """Bytes that can be read from any place: an open file, or a sealed one. It stays open, and its owner's."""

    def seek(self, offset: int, whence: int = SEEK_SET, /) -> int:
        """Go to a place."""
        ...

    def read(self, size: int = -1, /) -> bytes | None:
        """Give bytes from there, one at least unless it ends there."""
        ...


class Window:
    """A place of its own in a stream that others read too. Never closes it."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self.size = stream.seek(0, SEEK_END)
        self._at = 0
        self._ahead: tuple[int, bytes] = (0, b"")

    def seekable(self) -> bool:
        """Yes: it is asked for by what reads archives."""
        return True

    def tell(self) -> int:
        """Say the place."""
        return self._at

    def seek(self, offset: int, whence: int = SEEK_SET, /) -> int:
        """Go to a place."""
        self._at = max(0, {SEEK_SET: 0, SEEK_CUR: self._at, SEEK_END: self.size}[whence] + offset)
        return self._at

    def read(self, size: int = -1, /) -> bytes:
        """Give all that was asked for, or what is left."""
        size = max(0, self.size - self._at) if size < 0 else max(0, min(size, self.size - self._at))
        start, ahead = self._ahead
        if not start <= self._at <= self._at + size <= start + len(ahead):
            start, ahead = self._ahead = self._at, self._whole(max(size, AHEAD))
        data = ahead[self._at - start : self._at - start + size]
        if size > AHEAD:
            self._ahead = (0, b"")
        self._at += len(data)
        return data

    def _whole(self, size: int) -> bytes:
        self._stream.seek(self._at)
        pieces, left = [], size
        while left > 0 and (piece := self._stream.read(left)):
            pieces.append(piece)
            left -= len(piece)
        return b"".join(pieces)


@dataclass(slots=True)
class Original:
    """One file; `encoding` is set by the format that reads it. Digest and size are of the bytes themselves."""

    source: Path | Stream
    shown: str  # as it is named in answers: never a folder of this machine
    member: str | None = None
    size: int = 0
    sha256: str = ""
    head: bytes = b""
    encoding: str = ""
    evidence: str = ""  # why this encoding
    archive: zipfile.ZipFile | None = field(default=None, repr=False, compare=False)  # opened once for all its members

    @contextmanager
    def open(self) -> Iterator[IO[bytes] | Window]:
        """The bytes from the first on."""
        if self.member is not None and self.archive is not None:
            with self.archive.open(self.member) as inside:
                yield inside
        elif isinstance(self.source, Path):
            with self.source.open("rb") as file:
                yield file
        else:
            yield Window(self.source)

    def blocks(self) -> Iterator[bytes]:
        """The bytes in pieces."""
        with self.open() as file:
            while block := file.read(BLOCK):
                yield block

    def measure(self) -> None:
        """Read all once: size, digest, the first bytes."""
        digest, size, head = hashlib.sha256(), 0, b""
        for block in self.blocks():
            digest.update(block)
            size += len(block)
            if len(head) < HEAD:
                head = (head + block)[:HEAD]
        self.size, self.sha256, self.head = size, digest.hexdigest(), head

    def as_record(self) -> dict[str, Any]:
        """For people and programs."""
        return {
            "file": self.shown, "member": self.member, "size": self.size, "sha256": self.sha256,
            "encoding": self.encoding or None,
        }  # fmt: skip
