"""The bytes that were sealed: a file, or a file inside an archive, read from its start as often as needed."""

import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

BLOCK = 1024 * 1024
HEAD = 256 * 1024


@dataclass(slots=True)
class Original:
    """One file; `encoding` is set by the format that reads it. Digest and size are of the bytes themselves."""

    path: Path
    shown: str  # as it is named in answers: never a folder of this machine
    member: str | None = None
    size: int = 0
    sha256: str = ""
    head: bytes = b""
    encoding: str = ""
    evidence: str = ""  # why this encoding
    archive: zipfile.ZipFile | None = field(default=None, repr=False, compare=False)  # opened once for all its members

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """The bytes from the first on."""
        if self.member is None or self.archive is None:
            with self.path.open("rb") as file:
                yield file
        else:
            with self.archive.open(self.member) as inside:
                yield inside

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
