"""Files that visitors send: in memory only, no longer than a report may have, and looked at one after the other."""

import fcntl
import io
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.utils.translation import gettext_lazy as _

from lali.records.letterbox.vocabulary import MOST_FILE_BYTES
from lali.records.refusals import Refused

_looking = threading.Lock()


class LooksAlready(Refused):
    """A file may hold its look up for seconds: whoever sends many must not take all threads."""

    sentence = _("We are looking at another file. Please choose yours again in a moment. Your words are kept.")


@contextmanager
def one_look() -> Iterator[None]:
    """Hold the one place for looking at a file, on the whole node; LooksAlready, at once, while somebody has it."""
    if not _looking.acquire(blocking=False):
        raise LooksAlready
    try:
        with _node_lock():
            yield
    finally:
        _looking.release()


def _node_lock() -> AbstractContextManager[object]:
    """The same among processes. Where the data folder cannot be written, each process has a place of its own."""
    try:
        lock = (settings.HOME / "look.lock").open("a")
    except OSError:
        return nullcontext()
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise LooksAlready from None
    return lock


class Bounded(FileUploadHandler):
    """Takes one file into memory and stops at its limit, at once if the size is told: nobody waits for a refusal."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.too_large = False
        self._told = 0
        self._pieces: list[bytes] = []
        self._size = 0

    def handle_raw_input(self, _input: Any, _facts: Any, content_length: int, *_more: Any, **_named: Any) -> None:
        """Hear how long the whole form says it is."""
        self._told = content_length

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file, unless it cannot fit."""
        super().new_file(*args, **kwargs)
        self._pieces, self._size = [], 0
        if self._told > MOST_FILE_BYTES + self.chunk_size:
            self._stop()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's signature
        """Take a piece."""
        self._size += len(raw_data)
        if self._size > MOST_FILE_BYTES:
            self._stop()
        self._pieces.append(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        """Give the file."""
        data = io.BytesIO(b"".join(self._pieces))
        return InMemoryUploadedFile(data, self.field_name, self.file_name, self.content_type, file_size, self.charset)

    def _stop(self) -> None:
        self.too_large, self._pieces = True, []
        raise StopUpload(connection_reset=True)
