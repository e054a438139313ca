"""Originals on their way in: in one stream, or with interruptions.

    incoming/<name>         the sealed file as it grows: a header, then whole chunks
    incoming/<name>.tail    what came after the last whole chunk, sealed by itself, when a cut was noticed

An `Intake` takes one unbroken stream and hashes it in the same pass. A `Continued` goes on where any cut left off: a
lost line, a killed process, a power cut. It opens what stands with the key, so that nothing is added to a file that was
changed, and hashes at the end by reading back what stands on the disk. Nothing is ever in clear on a disk.

What could go wrong in going on, and what stops it:

- **Two contents under one nonce** would break the encryption of that chunk. A chunk that was torn in writing is
  written again only if it comes out with the very same bytes; otherwise it is `AnotherOriginal`.
- **Another file chosen** for the rest would make an exhibit that never was: callers compare what stands (`standing`)
  with what they have, and `sum_of_pieces` of the whole at the end.
- **Two at once** on one file (a connection that died without a word, a second window): each write is one step under
  the file's lock and says where it expects the end; who finds it elsewhere gets `GoesOnElsewhere`, and writes nothing.
"""

import errno
import fcntl
import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from io import BytesIO, FileIO
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol, Self, cast

from blake3 import blake3

from lali.engines.custody.sealing import (
    CHUNK,
    HEADER_SIZE,
    TAG,
    Digests,
    Opener,
    SealBroken,
    Sealed,
    Sealer,
    new_header,
    seal,
    unseal,
)

NAME = re.compile(r"[0-9a-f]{32}")
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_SEALED_CHUNK = CHUNK + TAG
_WRITE_BEHIND = 8 * 1024 * 1024
_COUNT = 8  # bytes before a tail: after how many whole chunks it comes


class StoreIsFull(Exception):
    """The disk has no room; of an intake that can go on, what came before still stands."""


class NothingStands(Exception):
    """No incoming file has this name."""


class GoesOnElsewhere(Exception):
    """Somebody else has gone on with the same file since this one looked."""


class AnotherOriginal(Exception):
    """What comes now is not what began to come in."""


class Keeper(Protocol):
    """Where a whole sealed file goes."""

    def keep(self, path: Path, address: str) -> None:
        """Let a sealed file stand under its address, whole and durable; FileExistsError if another stands there."""


def sum_of_pieces(pieces: Iterable[bytes]) -> str:
    """SHA-256 over the SHA-256 of every 256 KiB, in hex: what a browser can make of a file that is larger than memory.

    The pieces come in order, each of 256 KiB but the last.
    """
    return sha256(b"".join(sha256(piece).digest() for piece in pieces)).hexdigest()


class Intake:
    """One original on its way into the store in one stream: `write` any number of times, then `finish` once.

    As a context manager it discards what was not finished; with `keeps` it stays, for a `Continued`. Raises
    `StoreIsFull` when the disk has no room. After `finish` the incoming name is gone, unless it `keeps`: then it stays
    until `let_go`, so that a stop before the exhibit is entered can be mended.
    """

    def __init__(
        self,
        incoming: Path,
        home: Keeper,
        *,
        kek: bytes,
        keeps: bool = False,
        on_progress: Callable[[int], None] | None = None,
    ) -> None:
        self._home = home
        self._path, self._file = _new_locked_file(incoming)
        self.name = self._path.name
        self._leavings = ExitStack()
        self._leavings.callback(self._file.close)
        if not keeps:
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
        self._home.keep(self._path, address)

    @contextmanager
    def _discarded_on_error(self) -> Iterator[None]:
        try:
            with _named_when_full():
                yield
        except BaseException:
            self.discard()
            raise


class Continued:
    """An original that goes on coming in where a cut left off: `write`, then `pause` or `finish`.

    `offset` is how much of the original stands. Raises `NothingStands`; `SealBroken` when what stands was changed.
    """

    def __init__(self, incoming: Path, name: str, home: Keeper, *, kek: bytes) -> None:
        self._home = home
        self._kek = kek
        self._path = _path_of(incoming, name)
        self._tail_path = self._path.with_suffix(".tail")
        self._torn = b""
        self._buffer = bytearray()
        try:
            self.is_whole = not self._path.stat().st_mode & 0o200  # only keeping or entering it was cut off
            self._file = cast("BinaryIO", self._path.open("rb" if self.is_whole else "r+b", buffering=0))
        except FileNotFoundError:
            raise NothingStands("Nothing of this intake stands in the store.") from None
        try:
            with self._locked():
                self._look()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def offset(self) -> int:
        """How many bytes of the original were taken."""
        return self._chunks * CHUNK + len(self._buffer)

    def standing(self) -> Iterator[bytes]:
        """Give what stands of the original, in pieces of 256 KiB, each checked."""
        for number in range(self._chunks):
            yield self._opener.open_at(number, last=False)
        if self._buffer:
            yield bytes(self._buffer)

    def digest(self) -> str:
        """Give the `sum_of_pieces` of what stands."""
        return sum_of_pieces(self.standing())

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Take the next bytes of the original; a chunk is written once the next one begins."""
        if self.is_whole:
            raise AnotherOriginal("This original is whole already; nothing is added to it.")
        rest = memoryview(data).cast("B")
        while rest:
            if len(self._buffer) == CHUNK:
                self._append(last=False)
                self._chunks += 1
                self._buffer.clear()
            taken = min(CHUNK - len(self._buffer), len(rest))
            self._buffer += rest[:taken]
            rest = rest[taken:]

    def pause(self) -> int:
        """Keep all that came until now, durable; returns the offset at which to go on."""
        if not self.is_whole:
            with _named_when_full(), self._locked():
                if self._end() == self._expected() and len(self._tail()) < len(self._buffer):
                    self._keep_tail()
                os.fdatasync(self._file.fileno())
        return self.offset

    def finish(self, *, expected: str = "") -> Sealed:
        """Keep the original: read back from the disk, under its address, durable.

        `AnotherOriginal`, and nothing is kept, unless its `sum_of_pieces` is what is expected, if anything is. The
        incoming name stays until it is let go, so that this can be done again after a stop.
        """
        if not self.is_whole:
            self._append(last=True)
        with _named_when_full(), self._locked():
            os.fsync(self._file.fileno())
            sealed, by_pieces = self._read_back()
            if expected and by_pieces != expected:
                raise AnotherOriginal("What came in is not the file that was chosen.")
            os.fchmod(self._file.fileno(), 0o400)
            self._home.keep(self._path, sealed.address)
        return sealed

    def close(self) -> None:
        """Let go of the file; what stands stays."""
        self._file.close()

    def _look(self) -> None:
        """Find where the original goes on, and that the end of what stands was sealed here."""
        if self._end() < HEADER_SIZE and not self.is_whole:  # stopped before its first byte
            self._file.truncate(0)
            self._file.seek(0)
            self._file.write(new_header(self._kek))
        self._file.seek(0)
        self._opener = Opener(self._file, self._kek)
        self._chunks, torn = divmod(self._end() - HEADER_SIZE, _SEALED_CHUNK)
        if self._ends_in_a_last_chunk(torn):
            return
        if self._chunks:
            self._opener.open_at(self._chunks - 1, last=False)
        self._torn = self._read_at(self._chunks, torn)
        self._buffer = bytearray(self._tail())

    def _ends_in_a_last_chunk(self, torn: int) -> bool:
        """Whether a finish was under way: its last chunk is taken back, as what is still to be written."""
        number = self._chunks if torn else self._chunks - 1
        if number < 0:
            return False
        chunk = self._read_at(number, _SEALED_CHUNK)
        try:
            self._buffer = bytearray(self._opener.open(number, chunk, last=True))
        except SealBroken:
            return False
        self._chunks = number
        self._torn = chunk
        return True

    def _append(self, *, last: bool) -> None:
        sealed = self._opener.sealed(self._chunks, bytes(self._buffer), last=last)
        # A whole last chunk may stand there under its own nonce; then the buffer began with its very content.
        if not sealed.startswith(self._torn) and not (self._torn and not last and self._was_last()):
            raise AnotherOriginal("What comes now is not what began to come in.")
        with _named_when_full(), self._locked():
            if self._end() != self._expected():
                raise GoesOnElsewhere("This original goes on coming in elsewhere.")
            self._file.seek(HEADER_SIZE + self._chunks * _SEALED_CHUNK)
            _write_fully(self._file, sealed)
        self._torn = sealed if last else b""

    def _was_last(self) -> bool:
        try:
            plain = self._opener.open(self._chunks, self._torn, last=True)
        except SealBroken:
            return False
        return self._buffer.startswith(plain)

    def _read_back(self) -> tuple[Sealed, str]:
        digests, address, pieces = Digests(), blake3(), []
        self._file.seek(0)
        listening = cast("BinaryIO", _Listening(self._file, address.update))
        for piece in unseal(listening, kek=self._kek):
            digests.update(piece)
            pieces.append(sha256(piece).digest())
        sealed = Sealed(
            size=digests.size,
            sha256=digests.sha256,
            blake3=digests.blake3,
            sealed_size=self._end(),
            address=address.hexdigest(),
        )
        return sealed, sha256(b"".join(pieces)).hexdigest()

    def _read_at(self, number: int, size: int) -> bytes:
        self._file.seek(HEADER_SIZE + number * _SEALED_CHUNK)
        return self._file.read(size)

    def _end(self) -> int:
        return os.fstat(self._file.fileno()).st_size

    def _expected(self) -> int:
        return HEADER_SIZE + self._chunks * _SEALED_CHUNK + len(self._torn)

    def _tail(self) -> bytes:
        """What was kept after the last whole chunk, if it is of this place."""
        try:
            with self._tail_path.open("rb") as file:
                count_and_tail = b"".join(unseal(file, kek=self._kek))
        except FileNotFoundError:
            return b""
        except SealBroken:
            return b""  # torn by a power cut: the sender sends it again
        fits = int.from_bytes(count_and_tail[:_COUNT], "big") == self._chunks
        return count_and_tail[_COUNT:] if fits else b""

    def _keep_tail(self) -> None:
        new = self._tail_path.with_suffix(".new")
        with new.open("wb") as file:
            seal(BytesIO(self._chunks.to_bytes(_COUNT, "big") + self._buffer), file, kek=self._kek)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._tail_path)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        fcntl.flock(self._file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)


class _Listening:
    """A file that tells of every byte that is read from it."""

    def __init__(self, file: BinaryIO, heard: Callable[[bytes], object]) -> None:
        self._file, self._heard = file, heard

    def read(self, size: int) -> bytes:
        data = self._file.read(size)
        self._heard(data)
        return data


def begin(incoming: Path, *, kek: bytes) -> str:
    """Make an incoming file that holds nothing yet, for a `Continued`; returns its name."""
    path, file = _new_locked_file(incoming)
    with file, _named_when_full():
        file.write(new_header(kek))
    return path.name


def came(incoming: Path, name: str) -> int:
    """About how many bytes of an original stand; exactly where the cut was noticed."""
    path = _path_of(incoming, name)
    overhead = HEADER_SIZE + TAG
    try:
        chunks, _torn = divmod(max(path.stat().st_size - HEADER_SIZE, 0), _SEALED_CHUNK)
        tail = path.with_suffix(".tail")
        rest = max(tail.stat().st_size - overhead - _COUNT, 0) % CHUNK if tail.exists() else 0
    except FileNotFoundError:
        return 0
    return chunks * CHUNK + rest


def let_go(incoming: Path, name: str) -> bool:
    """Remove an incoming file; the header, which holds the wrapped key, is overwritten unless it stands elsewhere too.

    True when there was one. What a living `Intake` holds is removed too: it fails at its end.
    """
    path = _path_of(incoming, name)
    for beside in (path.with_suffix(".tail"), path.with_suffix(".new")):
        beside.unlink(missing_ok=True)
    try:
        facts = path.stat()
    except FileNotFoundError:
        return False
    if facts.st_nlink == 1:
        path.chmod(0o600)
        with path.open("r+b", buffering=0) as file:
            file.write(secrets.token_bytes(min(HEADER_SIZE, facts.st_size)))
            os.fsync(file.fileno())
    path.unlink(missing_ok=True)
    return True


def _path_of(incoming: Path, name: str) -> Path:
    if not NAME.fullmatch(name):
        raise NothingStands("This is not the name of an incoming file.")
    return incoming / name


@contextmanager
def _named_when_full() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StoreIsFull("The disk is full: the exhibit was not kept. Make room and try again.") from error
        raise


def _write_fully(file: BinaryIO, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]


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
def locked_if_left_over(path: Path) -> Iterator[int | None]:
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
