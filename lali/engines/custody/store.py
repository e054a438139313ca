"""The store: a folder of sealed files, each under the BLAKE3 digest of its own bytes, written once.

    incoming/<random>       being sealed, or cut off (see `incoming.py`)
    ab/cdef...              sealed, whole, durable, read-only; ab + cdef... is the address

Because the name is the digest of the sealed bytes, the store can be checked without any key, and a name tells nothing
of what was sealed. A file appears under its address in one step (a hard link, which never replaces) after its bytes
are on the disk. A running intake holds a lock on its incoming file, which the system lets go when the process dies:
so what a dead process left is told from what a living one is doing.
"""

import os
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from blake3 import blake3

from lali.engines.custody.incoming import NAME, Continued, Intake, begin, came, let_go, locked_if_left_over
from lali.engines.custody.sealing import CHUNK, Sealed

_ADDRESS = re.compile(r"[0-9a-f]{64}")
_BLOCK = 4 * CHUNK
_HEAD = 4096  # bytes, more than the header of a sealed file


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


class Home(Protocol):
    """Where whole sealed files stand. Addresses are checked before they come here."""

    def keep(self, path: Path, address: str) -> None:
        """Let a sealed file stand under its address too, whole and durable, or not at all.

        Done again for the same file it changes nothing; FileExistsError when another stands there: nothing is replaced.
        """

    def open(self, address: str) -> BinaryIO:
        """Open for reading from any place; FileNotFoundError."""

    def holds(self, address: str) -> bool:
        """Whether one stands there."""

    def destroy(self, address: str) -> bool:
        """Destroy it; True when there was one."""

    def addresses(self) -> Iterator[str]:
        """Give every address, in order."""


class Folder:
    """A home on this machine's disk."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, address: str) -> Path:
        """The file under an address."""
        return self.root / address[:2] / address[2:]

    def keep(self, path: Path, address: str) -> None:
        """By a hard link, which never replaces."""
        kept = self.path(address)
        kept.parent.mkdir(mode=0o700, exist_ok=True)
        try:
            kept.hardlink_to(path)
        except FileExistsError:
            if not kept.samefile(path):
                raise
        _sync_folder(kept.parent)
        _sync_folder(self.root)

    def open(self, address: str) -> BinaryIO:
        """Open for reading."""
        return cast("BinaryIO", self.path(address).open("rb", buffering=0))

    def holds(self, address: str) -> bool:
        """Whether one stands there."""
        return self.path(address).exists()

    def destroy(self, address: str) -> bool:
        """Overwrite the header, which holds the wrapped key, then remove."""
        path = self.path(address)
        if not path.exists():
            return False
        path.chmod(0o600)
        with path.open("r+b", buffering=0) as file:
            file.write(secrets.token_bytes(min(_HEAD, path.stat().st_size)))
            os.fsync(file.fileno())
        path.unlink()
        _sync_folder(path.parent)
        return True

    def addresses(self) -> Iterator[str]:
        """Give every address, in order."""
        for folder in sorted(self.root.glob("[0-9a-f][0-9a-f]")):
            for file in sorted(folder.iterdir()):
                if _ADDRESS.fullmatch(folder.name + file.name):
                    yield folder.name + file.name


class Store:
    """A write-once store: what comes in lies in one folder (made if absent, mode 0700), what is whole in its home.

    Without another home that is the same folder.
    """

    def __init__(self, root: Path, home: Home | None = None) -> None:
        self.root = root
        self._home = home or Folder(root)
        self._incoming = root / "incoming"
        self._incoming.mkdir(mode=0o700, parents=True, exist_ok=True)

    def intake(self, *, kek: bytes, keeps: bool = False, on_progress: Callable[[int], None] | None = None) -> Intake:
        """Begin to take in an original in one stream: push it with `write`, keep it with `finish`.

        With `keeps` a cut leaves what came, for `go_on` with its `name`.
        """
        return Intake(self._incoming, self._home, kek=kek, keeps=keeps, on_progress=on_progress)

    def begin(self, *, kek: bytes) -> str:
        """Begin to take in an original that comes in pieces; returns the name for `go_on`."""
        return begin(self._incoming, kek=kek)

    def go_on(self, name: str, *, kek: bytes) -> Continued:
        """Go on with what was begun and cut off."""
        return Continued(self._incoming, name, self._home, kek=kek)

    def came(self, name: str) -> int:
        """About how many bytes of an original came in under a name, by the size of its files; nothing is opened."""
        return came(self._incoming, name)

    def let_go(self, name: str) -> bool:
        """Remove what came in under a name: it was given up, or stands under its address and is entered."""
        return let_go(self._incoming, name)

    def put(self, source: BinaryIO, *, kek: bytes, on_progress: Callable[[int], None] | None = None) -> Sealed:
        """Take in a whole stream."""
        with self.intake(kek=kek, on_progress=on_progress) as intake:
            while data := source.read(CHUNK):
                intake.write(data)
            return intake.finish()

    def open(self, address: str) -> BinaryIO:
        """Open the sealed bytes for reading; `NotInStore` if nothing stands there."""
        try:
            return self._home.open(_checked(address))
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
        return self._home.addresses()

    def adopt(self, other: "Store", address: str) -> None:
        """Give a sealed file of another store on the same disk its place here too: whole, durable, or not at all."""
        self._home.keep(other._path(address), address)  # noqa: SLF001 - of its own kind

    def holds(self, address: str) -> bool:
        """Whether a sealed file stands under an address."""
        return self._home.holds(_checked(address))

    def destroy(self, address: str) -> bool:
        """Destroy the sealed file under an address: its header, which holds the wrapped key, is overwritten first.

        True when there was one. What a disk keeps of overwritten blocks is beyond this program; without the header
        and the node's key the rest cannot be opened.
        """
        return self._home.destroy(_checked(address))

    def unfinished(self) -> list[Unfinished]:
        """List what dead processes left unfinished, oldest first."""
        left = []
        for path in self._incoming_files():
            with locked_if_left_over(path) as descriptor:
                if descriptor is None:
                    continue
                facts = os.fstat(descriptor)
                if facts.st_nlink == 1:  # with two names it stands whole under its address already
                    at = datetime.fromtimestamp(facts.st_mtime, UTC)
                    left.append(Unfinished(path.name, facts.st_size, at))
        return sorted(left, key=lambda one: one.written_at)

    def discard_unfinished(self, name: str = "") -> int:
        """Delete what dead processes left; what living ones are doing stays. Returns how many were unfinished.

        With a name, only that.
        """
        discarded = 0
        for path in self._incoming_files():
            if name and path.name != name:
                continue
            with locked_if_left_over(path) as descriptor:
                if descriptor is not None:
                    discarded += os.fstat(descriptor).st_nlink == 1
                    self.let_go(path.name)
        return discarded

    def _incoming_files(self) -> list[Path]:
        return [path for path in self._incoming.iterdir() if NAME.fullmatch(path.name)]

    def _path(self, address: str) -> Path:
        return Folder(self.root).path(_checked(address))


def _checked(address: str) -> str:
    if not _ADDRESS.fullmatch(address):
        raise NotInStore("This is not an address: 64 letters from 0 to 9 and a to f.")
    return address


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
