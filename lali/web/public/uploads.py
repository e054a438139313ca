"""Files that visitors send: in memory only, and no longer than a report may have."""

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from lali.records.letterbox.vocabulary import MOST_FILE_BYTES


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
