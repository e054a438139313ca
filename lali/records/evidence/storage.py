"""Where sealed originals are kept: a write-once store in the node's exhibit folder, or its home in an S3 bucket.

What comes in is always sealed on this machine first, so that it can go on after a cut; whole, it goes to its home. On
S3 the local file goes only when the object was read back and its digest is its address. The bucket sees sealed bytes
and digests of sealed bytes, never a name or a key.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import lru_cache
from io import SEEK_CUR, SEEK_END, SEEK_SET, RawIOBase
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import urlsplit

from blake3 import blake3
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lali.engines.custody import Store
from lali.records.refusals import Refused

PART = 8 * 1024 * 1024
AT_ONCE = 2  # parts on their way: so much memory, whatever the size
RETRY = {"max_retries": 4, "retry_timeout": timedelta(seconds=60)}
WINDOW = 1024 * 1024  # read at once


class StoreIsAway(Refused):
    """The S3 store does not answer, or does not let us in. Says nothing about what it keeps."""

    sentence = _("The store of exhibits cannot be reached. Nothing was lost; try again later.")


class SentBytesChanged(Exception):
    """What the S3 store gives back is not what was sent to it; the local file stays."""


def exhibit_store() -> Store:
    """The node's write-once store."""
    return Store(settings.EXHIBIT_FOLDER, exhibit_bucket())


def exhibit_bucket() -> "Bucket | None":
    """The bucket that is the home of the node's exhibits; None where they are kept on the disk."""
    return _bucket(settings.EXHIBITS, settings.S3_ENDPOINT, *settings.S3_KEYS) if settings.EXHIBITS else None


@lru_cache(maxsize=4)
def _bucket(place: str, endpoint: str, key: str, secret: str, region: str) -> "Bucket":
    from obstore.store import S3Store  # noqa: PLC0415 - the extra s3; a node on disk does without

    at = urlsplit(place)
    how: dict[str, Any] = {"prefix": at.path.strip("/")} if at.path.strip("/") else {}
    if endpoint:
        how |= {"endpoint": endpoint, "virtual_hosted_style_request": False}
    if key:
        how |= {"access_key_id": key, "secret_access_key": secret}
    plain = {"allow_http": True} if endpoint.startswith("http://") else {}
    client = {"timeout": "120s", "connect_timeout": "10s", **plain}
    return Bucket(S3Store(at.netloc, region=region, client_options=client, retry_config=RETRY, **how))


class Bucket:
    """A home of sealed files in an S3-compatible bucket."""

    def __init__(self, store: Any) -> None:
        self._store = store

    def keep(self, path: Path, address: str) -> None:
        """Send a sealed file, and read it back before it counts as kept.

        A small one by a request that never replaces (If-None-Match); one in parts after a look that nothing stands
        there. Its name is the digest of its bytes, so nothing else can be meant to stand under it.
        """
        import obstore  # noqa: PLC0415
        from obstore.exceptions import AlreadyExistsError  # noqa: PLC0415

        whole = path.stat().st_size <= PART
        if not self.holds(address):
            with _reached(), path.open("rb") as file:
                try:
                    if whole:
                        obstore.put(self._store, _name(address), file.read(), mode="create")
                    else:
                        obstore.put(self._store, _name(address), file, chunk_size=PART, max_concurrency=AT_ONCE)
                except AlreadyExistsError:
                    pass  # somebody was quicker; what stands there is compared like our own
        if self._digest(address) != address:
            raise SentBytesChanged("What the store of exhibits gives back is not what was sent to it.")

    def open(self, address: str) -> BinaryIO:
        """Open for reading from any place."""
        import obstore  # noqa: PLC0415

        with _reached():
            size = obstore.head(self._store, _name(address))["size"]
        return cast("BinaryIO", _Object(self._store, _name(address), size))

    def holds(self, address: str) -> bool:
        """Whether one stands there."""
        try:
            self.open(address).close()
        except FileNotFoundError:
            return False
        return True

    def destroy(self, address: str) -> bool:
        """Remove the object. Older versions that a bucket keeps are its owner's to remove."""
        import obstore  # noqa: PLC0415

        if not self.holds(address):
            return False
        with _reached():
            obstore.delete(self._store, _name(address))
        return True

    def addresses(self) -> Iterator[str]:
        """Give every address, in order."""
        for address, _size in self.sizes():
            yield address

    def sizes(self) -> Iterator[tuple[str, int]]:
        """Give every address with the bytes that stand under it, in order."""
        import obstore  # noqa: PLC0415

        with _reached():
            listed = [
                (one["path"].replace("/", ""), int(one["size"])) for some in obstore.list(self._store) for one in some
            ]
        yield from sorted(one for one in listed if len(one[0]) == len("ab") * 32)

    def _digest(self, address: str) -> str:
        digest = blake3()
        with self.open(address) as kept:
            while data := kept.read(WINDOW):
                digest.update(data)
        return digest.hexdigest()


class _Object(RawIOBase):
    """A sealed file on S3, read by ranges; holds one window in memory."""

    def __init__(self, store: Any, name: str, size: int) -> None:
        self._store, self._name, self._size, self._at = store, name, size, 0
        self._window, self._from = b"", 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = SEEK_SET, /) -> int:
        self._at = max(0, {SEEK_SET: 0, SEEK_CUR: self._at, SEEK_END: self._size}[whence] + offset)
        return self._at

    def readinto(self, buffer: memoryview, /) -> int:
        if self._at >= self._size or not len(buffer):
            return 0
        if not self._from <= self._at < self._from + len(self._window):
            self._fetch(max(len(buffer), WINDOW))
        start = self._at - self._from
        piece = self._window[start : start + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def _fetch(self, length: int) -> None:
        import obstore  # noqa: PLC0415

        with _reached():
            found = obstore.get_range(self._store, self._name, start=self._at, end=min(self._at + length, self._size))
        self._window, self._from = bytes(found), self._at


def _name(address: str) -> str:
    return f"{address[:2]}/{address[2:]}"


@contextmanager
def _reached() -> Iterator[None]:
    """Tell what is not there from a store that is not there."""
    from obstore.exceptions import AlreadyExistsError, BaseError  # noqa: PLC0415

    try:
        yield
    except (FileNotFoundError, AlreadyExistsError):
        raise
    except BaseError as why:
        raise StoreIsAway from why
