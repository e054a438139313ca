"""Sealing: one pass over a stream gives its digests and its encrypted form.

A sealed file is a header and chunks, after the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizar: "Online
authenticated-encryption and its nonce-reuse misuse-resistance", 2015) over AES-256-GCM:

    header  "lali seal" 00 00 01 | key id, 8 bytes | nonce prefix, 7 bytes | data key, AES key wrap (RFC 3394), 40 bytes
    chunk   AES-256-GCM of 256 KiB of the original (the last one shorter), tag included, associated data: the header
    nonce   nonce prefix, 7 bytes | chunk number, 4 bytes big-endian | 1 for the last chunk, else 0

Each file has its own random data key, so no nonce is ever used twice under a key. The number in the nonce catches
chunks that change places, the last-chunk mark a cut or lengthened file, the associated data another header.

Tink's streaming AEAD is the same construction. Its Python package was tried and not taken: about four times slower
than AES-GCM called by the chunk, no random access when reading, no digests in the same pass, and 17 MB more to install.
"""

import struct
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from io import SEEK_END
from secrets import token_bytes
from types import TracebackType
from typing import BinaryIO, Protocol, Self

from blake3 import blake3
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from lali.engines.custody.keys import KEY_ID_SIZE, key_id

CHUNK = 256 * 1024
TAG = 16
MAGIC = b"lali seal\x00\x00\x01"  # the last byte is the format's version
_HEADER = struct.Struct(f"{len(MAGIC)}s{KEY_ID_SIZE}s7s40s")
HEADER_SIZE = _HEADER.size
MAX_CHUNKS = 2**32
_BUFFERS = 4  # so many chunks may wait for their digest: 1 MiB, whatever the size of the file


class SealBroken(Exception):
    """The sealed bytes are not what was sealed; the sentence says what was seen."""


class WrongKey(SealBroken):
    """The file was sealed under another key-encryption key."""


class Writer(Protocol):
    """Anything with `write`: a file, a buffer."""

    def write(self, data: memoryview, /) -> int | None:
        """Take some of the bytes and say how many; None means all."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What is known of an original after sealing. Sizes in bytes, digests in hex."""

    size: int
    sha256: str
    blake3: str
    sealed_size: int
    address: str  # BLAKE3 of the sealed bytes


class Digests:
    """SHA-256 and BLAKE3 of the same bytes."""

    def __init__(self) -> None:
        self._sha256 = sha256()
        self._blake3 = blake3()
        self.size = 0

    def update(self, data: bytes | memoryview) -> None:
        """Take the next bytes."""
        self._sha256.update(data)
        self._blake3.update(data)
        self.size += len(data)

    @property
    def sha256(self) -> str:
        """Give SHA-256 so far, in hex."""
        return self._sha256.hexdigest()

    @property
    def blake3(self) -> str:
        """Give BLAKE3 so far, in hex."""
        return self._blake3.hexdigest()


class Sealer:
    """Seals what is pushed into it: `write` any number of times, then `finish` once.

    The digests of the original are made on a second thread while this one encrypts and writes. Memory is flat. Making
    the target durable is the caller's part. A sealer that is dropped before `finish`, or whose target refused a write,
    leaves an unfinished target, which never unseals.
    """

    def __init__(self, target: Writer, *, kek: bytes, on_progress: Callable[[int], None] | None = None) -> None:
        self._header, self._prefix, data_key = _new_header(kek)
        self._cipher = AESGCM(data_key)
        self._target = target
        self._on_progress = on_progress
        self._digests = Digests()
        self._address = blake3()
        self._sealed_size = 0
        self._chunks = 0
        self._filled = 0
        self._buffers = [memoryview(bytearray(CHUNK)) for _ in range(_BUFFERS)]
        self._waiting: list[Future[None] | None] = [None] * _BUFFERS
        self._output = memoryview(bytearray(CHUNK + TAG))
        self._thread = ThreadPoolExecutor(1, "digests")
        self._finished = False
        self._put(memoryview(self._header))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Seal the next bytes of the original."""
        if self._finished:
            raise ValueError("This sealer has finished; a sealed file is never added to.")
        rest = memoryview(data).cast("B")
        while rest:
            if self._filled == CHUNK:
                self._turn()
            taken = min(CHUNK - self._filled, len(rest))
            self._current[self._filled : self._filled + taken] = rest[:taken]
            self._filled += taken
            rest = rest[taken:]

    def finish(self) -> Sealed:
        """Seal the last chunk and say what was sealed."""
        if self._finished:
            raise ValueError("This sealer has finished already.")
        last = self._current[: self._filled]
        self._encrypt(last, last=True)
        self.close()
        for waiting in filter(None, self._waiting):
            waiting.result()  # a digest that failed must never pass for one
        self._digests.update(last)
        return Sealed(
            size=self._digests.size,
            sha256=self._digests.sha256,
            blake3=self._digests.blake3,
            sealed_size=self._sealed_size,
            address=self._address.hexdigest(),
        )

    def close(self) -> None:
        """Let the second thread go; after it nothing more can be written."""
        self._finished = True
        self._thread.shutdown()

    @property
    def _current(self) -> memoryview:
        return self._buffers[self._chunks % _BUFFERS]

    def _turn(self) -> None:
        """Seal a full chunk that is not the last, and take the next buffer once its digest is made."""
        if self._chunks + 1 == MAX_CHUNKS:
            raise ValueError("An original of more than 2^32 chunks (1 PiB) cannot be sealed.")
        self._waiting[self._chunks % _BUFFERS] = self._thread.submit(self._digests.update, self._current)
        self._encrypt(self._current, last=False)
        self._chunks += 1
        self._filled = 0
        if before := self._waiting[self._chunks % _BUFFERS]:
            before.result()

    def _encrypt(self, plain: memoryview, *, last: bool) -> None:
        nonce = _nonce(self._prefix, self._chunks, last=last)
        length = self._cipher.encrypt_into(nonce, plain, self._header, self._output[: len(plain) + TAG])
        self._put(self._output[:length])
        if self._on_progress:
            self._on_progress(self._chunks * CHUNK + len(plain))

    def _put(self, data: memoryview) -> None:
        self._address.update(data)
        self._sealed_size += len(data)
        try:
            _write_fully(self._target, data)
        except BaseException:
            self.close()  # part of a chunk may stand in the target: nothing may follow it
            raise


def seal(source: BinaryIO, target: Writer, *, kek: bytes, on_progress: Callable[[int], None] | None = None) -> Sealed:
    """Seal a whole stream. `on_progress` hears the number of bytes of the original sealed so far."""
    with Sealer(target, kek=kek, on_progress=on_progress) as sealer:
        while data := source.read(CHUNK):
            sealer.write(data)
        return sealer.finish()


def sealed_under(sealed: BinaryIO) -> bytes:
    """Give the key id in a sealed file's header, so that a node with several keys can choose the right one."""
    return _read_header(sealed)[2]


def unseal(sealed: BinaryIO, *, kek: bytes) -> Iterator[bytes]:
    """Give the original in pieces of at most 256 KiB, each checked before it is given.

    Raises `SealBroken` at the first piece that is not what was sealed. A reader who keeps pieces must therefore let
    them go unless the iteration ends without error: only then is the original whole.
    """
    opener = Opener(sealed, kek)
    chunk = _read_fully(sealed, CHUNK + TAG)
    number = 0
    while True:
        following = _read_fully(sealed, CHUNK + TAG) if len(chunk) == CHUNK + TAG else b""
        yield opener.open(number, chunk, last=not following)
        if not following:
            return
        chunk, number = following, number + 1


def new_header(kek: bytes) -> bytes:
    """Begin a sealed file: a new data key, wrapped, for `Opener.sealed` to use."""
    return _new_header(kek)[0]


def _new_header(kek: bytes) -> tuple[bytes, bytes, bytes]:
    """Give header, nonce prefix, data key."""
    data_key, prefix = AESGCM.generate_key(256), token_bytes(7)
    return _HEADER.pack(MAGIC, key_id(kek), prefix, aes_key_wrap(kek, data_key)), prefix, data_key


class Opener:
    """Opens single chunks of one sealed file."""

    def __init__(self, sealed: BinaryIO, kek: bytes) -> None:
        self._sealed = sealed
        self._header, wrapped, sealed_key_id, self._prefix = _read_header(sealed)
        if sealed_key_id != key_id(kek):
            raise WrongKey("The file was sealed under another key than the one given.")
        try:
            self._cipher = AESGCM(aes_key_unwrap(kek, wrapped))
        except InvalidUnwrap:
            raise SealBroken("The file's header was changed: its data key does not open.") from None

    def open(self, number: int, chunk: bytes, *, last: bool) -> bytes:
        """Decrypt one chunk; only a file without content ends in an empty chunk."""
        if len(chunk) < TAG or (len(chunk) == TAG and number > 0):
            raise SealBroken("The sealed file is cut off.")
        try:
            return self._cipher.decrypt(_nonce(self._prefix, number, last=last), chunk, self._header)
        except InvalidTag:
            where = "its last part" if last else f"part {number + 1} of it"
            raise SealBroken(f"The sealed file was changed: {where} is not what was sealed.") from None

    def sealed(self, number: int, plain: bytes, *, last: bool) -> bytes:
        """Encrypt one chunk for this file. The caller answers for it that a number never gets two contents."""
        if number + 1 >= MAX_CHUNKS:
            raise ValueError("An original of more than 2^32 chunks (1 PiB) cannot be sealed.")
        return self._cipher.encrypt(_nonce(self._prefix, number, last=last), plain, self._header)

    def open_at(self, number: int, *, last: bool) -> bytes:
        """Decrypt the chunk of this number, wherever the file stands."""
        self._sealed.seek(HEADER_SIZE + number * (CHUNK + TAG))
        return self.open(number, _read_fully(self._sealed, CHUNK + TAG), last=last)

    def checked_size(self) -> int:
        """Give the size of the original, after checking the chunk that ends it."""
        body = self._sealed.seek(0, SEEK_END) - HEADER_SIZE
        number = max(-(-body // (CHUNK + TAG)) - 1, 0)
        return number * CHUNK + len(self.open_at(number, last=True))


def _read_header(sealed: BinaryIO) -> tuple[bytes, bytes, bytes, bytes]:
    """Give header, wrapped data key, key id, nonce prefix."""
    header = _read_fully(sealed, HEADER_SIZE)
    if len(header) < HEADER_SIZE or not header.startswith(MAGIC):
        raise SealBroken("This is not a file sealed by Lali, or its beginning was changed.")
    _magic, sealed_key_id, prefix, wrapped = _HEADER.unpack(header)
    return header, wrapped, sealed_key_id, prefix


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + (b"\x01" if last else b"\x00")


def _write_fully(target: Writer, data: memoryview) -> None:
    """Write until all is taken: a raw file may take fewer at a time, a buffered one says nothing."""
    while data:
        taken = target.write(data)
        data = data[taken if taken is not None else len(data) :]


def _read_fully(source: BinaryIO, size: int) -> bytes:
    """Read until `size` bytes or the end: a raw stream may give fewer at a time."""
    data = source.read(size)
    while 0 < len(data) < size and (more := source.read(size - len(data))):
        data += more
    return data
