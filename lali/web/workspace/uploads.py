"""Exhibits stream from the socket into the store: no temporary file, flat memory, whatever the size."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, NoReturn

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest

from lali.engines.custody import Sealed, StoreIsFull
from lali.records.evidence.actions import Begun, begin_intake
from lali.records.transfers.storage import NewArchive

if TYPE_CHECKING:  # a row's type in an annotation; screens never touch tables
    from lali.records.agencies.models import Member
    from lali.records.evidence.models import Intake


FIELD = "file"
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class SealedUpload(UploadedFile):
    """What a form's file field holds when the bytes are sealed already."""

    def __init__(self, name: str, intake: Intake, sealed: Sealed) -> None:
        super().__init__(name=name, size=sealed.size)
        self.intake = intake
        self.sealed = sealed

    def close(self) -> None:
        """Do nothing: there is no open file behind it."""


class SealingHandler(FileUploadHandler):
    """Pushes each chunk of an upload into a sealing. The member and case are checked before the first byte.

    One form brings one original, in its field `file`; whatever else a browser sends along is passed over.
    """

    chunk_size = 1024 * 1024

    def __init__(self, request: HttpRequest, *, member: Member, ref: str) -> None:
        super().__init__(request)
        self._member = member
        self._ref = ref
        self._begun: Begun | None = None
        self.full = False

    def new_file(self, *args: object, **kwargs: object) -> None:
        """Begin: the intake is on record before its first byte."""
        super().new_file(*args, **kwargs)
        if self._begun or self.field_name != FIELD:
            raise SkipFile
        try:
            self._begun = begin_intake(by=self._member, ref=self._ref, file_name=self.file_name)
        except StoreIsFull:
            self._stop()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's signature
        """Seal the next bytes."""
        try:
            self._begun.sealing.write(raw_data)
        except StoreIsFull:
            self._stop()

    def _stop(self) -> NoReturn:
        self.full = True
        raise StopUpload(connection_reset=True) from None

    def file_complete(self, file_size: int) -> SealedUpload | None:  # noqa: ARG002 - Django's signature
        """Keep the original in the store."""
        try:
            sealed = self._begun.sealing.finish()
        except StoreIsFull:
            self.full = True
            return None
        return SealedUpload(self.file_name, self._begun.intake, sealed)

    def upload_interrupted(self) -> None:
        """Let go of what came in; the intake stays listed as unfinished."""
        if self._begun:
            self._begun.sealing.discard()


class KeptUpload(UploadedFile):
    """What a form's file field holds when the bytes stand in a sealed file of ours; `new` is to be closed."""

    def __init__(self, name: str, new: NewArchive, size: int) -> None:
        super().__init__(file=new.file, name=name, size=size)
        self.new = new

    def close(self) -> None:
        """Do nothing: whoever looks at the archive closes it."""


class KeepingHandler(FileUploadHandler):
    """Writes a sealed archive to its place chunk by chunk. The member is checked before the first byte."""

    chunk_size = 1024 * 1024

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self._new: NewArchive | None = None
        self.full = False

    def new_file(self, *args: object, **kwargs: object) -> None:
        """Begin: one form brings one archive."""
        super().new_file(*args, **kwargs)
        if self._new or self.field_name != FIELD:
            raise SkipFile
        self._new = NewArchive()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's signature
        """Keep the next bytes: they are sealed, and stay so."""
        try:
            self._new.file.write(raw_data)
        except OSError as why:
            if why.errno not in FULL:
                raise
            self.full = True
            self._new.close()
            raise StopUpload(connection_reset=True) from None

    def file_complete(self, file_size: int) -> KeptUpload:
        """Hand the file over."""
        return KeptUpload(self.file_name, self._new, file_size)

    def upload_interrupted(self) -> None:
        """Let go of what came in."""
        if self._new:
            self._new.close()
