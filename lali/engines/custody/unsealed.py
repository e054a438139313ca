"""An original as a file that can be read from any place, without ever lying unsealed on a disk."""

from io import SEEK_CUR, SEEK_END, SEEK_SET, RawIOBase
from typing import BinaryIO

from lali.engines.custody.sealing import CHUNK, Opener


class Unsealed(RawIOBase):
    """A read-only, seekable stream of the original behind a sealed file; each chunk is checked before it is given.

    Holds one chunk (256 KiB) in memory. `name` is what readers that look at names are told. Reading raises `SealBroken`
    where the sealed bytes are not what was sealed; so does making one, when the end of the file is not. Closing it
    closes the sealed file. Give it to `io.BufferedReader` for many small reads.
    """

    def __init__(self, sealed: BinaryIO, *, kek: bytes, name: str = "") -> None:
        self.name = name
        self._sealed = sealed
        try:
            self._opener = Opener(sealed, kek)
            self.size = self._opener.checked_size()
        except BaseException:
            sealed.close()
            raise
        self._at = 0
        self._chunk: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def seek(self, offset: int, whence: int = SEEK_SET, /) -> int:
        """Go to a place, as every file does; never before the beginning."""
        base = {SEEK_SET: 0, SEEK_CUR: self._at, SEEK_END: self.size}[whence]
        if base + offset < 0:
            raise ValueError("A place before the beginning.")
        self._at = base + offset
        return self._at

    def tell(self) -> int:
        """Say the place."""
        return self._at

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # Buffer has a name from 3.12
        """Fill the buffer from one chunk; 0 at the end."""
        if self._at >= self.size:
            return 0
        number, start = divmod(self._at, CHUNK)
        if self._chunk[0] != number:
            self._chunk = number, self._opener.open_at(number, last=(number + 1) * CHUNK >= self.size)
        piece = memoryview(self._chunk[1])[start : start + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        """Let go of the file and of what was read."""
        self._chunk = (-1, b"")
        self._sealed.close()
        super().close()
