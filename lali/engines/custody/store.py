"""The store: a folder of sealed files, each under the BLAKE3 digest of its own bytes, written once.

    incoming/<random>       being sealed, or left over from a process that died
    ab/cdef...              sealed, whole, durable, read-only; ab + cdef... is the address

Because the name is the digest of the sealed bytes, the store can be checked without any key, and a name tells nothing
of what was sealed. A file appears under its address in one step (a hard link, which never replaces) after its bytes
are on the disk. A running intake holds a lock on its incoming file, which the system lets go when the process dies:
so what a dead process left is told from what a living one is doing.
"""

import errno
import fcntl
import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from blake3 import blake3

from lali.engines.custody.sealing import CHUNK, Sealed, Sealer

_ADDRESS = re.compile(r"[0-9a-f]{64}")
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_BLOCK = 4 * CHUNK
_HEAD = 4096  # bytes, more than the header of a sealed file
_WRITE_BEHIND = 8 * 1024 * 1024


class StoreIsFull(Exception):
    """The disk has no room; nothing of the exhibit was kept."""


class NotInStore(Exception):
    """No sealed file stands under this address."""


class SealedBytesChanged(Exception):
    """The bytes under an address are not those that were kept there."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What a dead process left in `incoming/`: name, bytes so far, when it was last written (UTC)."""

    name: str
    size: int
    written_at: datetime


class Store:
    """A write-once store in one folder (made if absent, mode 0700)."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._incoming = root / "incoming"
        self._incoming.mkdir(mode=0o700, parents=True, exist_ok=True)

    def intake(self, *, kek: bytes, on_progress: Callable[[int], None] | None = None) -> "Intake":
        """Begin to take in an original: push it with `write`, keep it with `finish`."""
        return Intake(self.root, self._incoming, kek=kek, on_progress=on_progress)

    def put(self, source: BinaryIO, *, kek: bytes, on_progress: Callable[[int], None] | None = None) -> Sealed:
        """Take in a whole stream."""
        with self.intake(kek=kek, on_progress=on_progress) as intake:
            while data := source.read(CHUNK):
                intake.write(data)
            return intake.finish()

    def open(self, address: str) -> BinaryIO:
        """Open the sealed bytes for reading; `NotInStore` if nothing stands there."""
        try:
            return self._path(address).open("rb", buffering=0)
        except FileNotFoundError:
            raise NotInStore("No sealed file stands under this address.") from None

    def check(self, address: str, *, on_progress: Callable[[int], None] | None = None) -> None:
        """Compare the sealed bytes with their address, without a key. Returns if they agree.

        Raises `NotInStore` or `SealedBytesChanged`. `on_progress` hears the bytes read so far.
        """
        digest, size = blake3(), 0
        with self.open(address) as sealed:
            while data := sealed.read(_BLOCK):
                digest.update(data)
                size += len(data)
                if on_progress:
                    on_progress(size)
        if digest.hexdigest() != address:
            raise SealedBytesChanged("The sealed file was changed after it was kept: its bytes have another address.")

    def addresses(self) -> Iterator[str]:
        """Give every address, in order."""
        for folder in sorted(self.root.glob("[0-9a-f][0-9a-f]")):
            for file in sorted(folder.iterdir()):
                if _ADDRESS.fullmatch(folder.name + file.name):
                    yield folder.name + file.name

    def adopt(self, other: "Store", address: str) -> None:
        """Give a sealed file of another store on the same disk its place here too: whole, durable, or not at all."""
        folder = self.root / address[:2]
        folder.mkdir(mode=0o700, exist_ok=True)
        os.link(other.root / address[:2] / address[2:], self._path(address))
        _sync_folder(folder)
        _sync_folder(self.root)

    def holds(self, address: str) -> bool:
        """Whether a sealed file stands under an address."""
        return self._path(address).exists()

    def destroy(self, address: str) -> bool:
        """Destroy the sealed file under an address: its header, which holds the wrapped key, is overwritten first.

        True when there was one. What a disk keeps of overwritten blocks is beyond this program; without the header
        and the node's key the rest cannot be opened.
        """
        path = self._path(address)
        if not path.exists():
            return False
        path.chmod(0o600)
        with path.open("r+b", buffering=0) as file:
            file.write(secrets.token_bytes(min(_HEAD, path.stat().st_size)))
            os.fsync(file.fileno())
        path.unlink()
        _sync_folder(path.parent)
        return True

    def unfinished(self) -> list[Unfinished]:
        """List what dead processes left unfinished, oldest first."""
        left = []
        for path in self._incoming.iterdir():
            with _locked_if_left_over(path) as descriptor:
                if descriptor is None:
                    continue
                facts = os.fstat(descriptor)
                if facts.st_nlink == 1:  # with two names it stands whole under its address already
                    at = datetime.fromtimestamp(facts.st_mtime, UTC)
                    left.append(Unfinished(path.name, facts.st_size, at))
        return sorted(left, key=lambda one: one.written_at)

    def discard_unfinished(self) -> int:
        """Delete what dead processes left; what living ones are doing stays. Returns how many were unfinished."""
        discarded = 0
        for path in self._incoming.iterdir():
            with _locked_if_left_over(path) as descriptor:
                if descriptor is not None:
                    discarded += os.fstat(descriptor).st_nlink == 1
                    path.unlink(missing_ok=True)
        return discarded

    def _path(self, address: str) -> Path:
        if not _ADDRESS.fullmatch(address):
            raise NotInStore("This is not an address: 64 letters from 0 to 9 and a to f.")
        return self.root / address[:2] / address[2:]


class Intake:
    """One original on its way into the store: `write` any number of times, then `finish` once.

    As a context manager it discards what was not finished. Raises `StoreIsFull` when the disk has no room, after which
    nothing of the original is left.
    """

    def __init__(
        self, root: Path, incoming: Path, *, kek: bytes, on_progress: Callable[[int], None] | None = None
    ) -> None:
        self._root = root
        self._path, self._file = _new_locked_file(incoming)
        self._leavings = ExitStack()
        self._leavings.callback(self._file.close)
        self._leavings.callback(self._path.unlink, missing_ok=True)
        with self._discarded_on_error():
            self._sealer = Sealer(self._file, kek=kek, on_progress=on_progress)
            self._leavings.callback(self._sealer.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.discard()

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Take the next bytes of the original."""
        with self._discarded_on_error():
            self._sealer.write(data)

    def finish(self) -> Sealed:
        """Keep the original: when this returns it stands under its address and survives a power cut."""
        with self._discarded_on_error():
            sealed = self._sealer.finish()
            os.fchmod(self._file.fileno(), 0o400)
            os.fsync(self._file.fileno())
            self._place(sealed.address)
        self.discard()  # of the two names only the address stays
        return sealed

    def discard(self) -> None:
        """Let go of what was not finished. Does nothing after `finish`."""
        self._leavings.close()

    def _place(self, address: str) -> None:
        folder = self._root / address[:2]
        folder.mkdir(mode=0o700, exist_ok=True)
        os.link(self._path, folder / address[2:])
        _sync_folder(folder)
        _sync_folder(self._root)

    @contextmanager
    def _discarded_on_error(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.discard()
            if error.errno in _FULL:
                raise StoreIsFull("The disk is full: the exhibit was not kept. Make room and try again.") from error
            raise
        except BaseException:
            self.discard()
            raise


class _Incoming(FileIO):
    """A file that goes to the disk while it grows.

    So the sync at the end is short, and a large exhibit does not push everything else out of a small machine's memory.
    """

    _since = 0

    def write(self, data: bytes | memoryview, /) -> int:  # type: ignore[override]  # Buffer has a name from 3.12
        taken = super().write(data)
        self._since += taken
        if self._since >= _WRITE_BEHIND:
            os.posix_fadvise(self.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            self._since = 0
        return taken


def _new_locked_file(folder: Path) -> tuple[Path, _Incoming]:
    """Make an incoming file and lock it; again if a cleaner took it between the two."""
    while True:
        path = folder / secrets.token_hex(16)
        file = _Incoming(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb")
        fcntl.flock(file, fcntl.LOCK_EX)
        if os.fstat(file.fileno()).st_nlink:
            return path, file
        file.close()


@contextmanager
def _locked_if_left_over(path: Path) -> Iterator[int | None]:
    """Hold the lock on an incoming file that no living intake holds; None if one does or the file is gone."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        yield None
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield descriptor
    except BlockingIOError:
        yield None
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
