"""Reading a bundle that may be hostile: a folder or a zip, bounded in names, sizes and unpacking.

Only files that a bundle is made of are ever opened, by their fixed names, so no path in it can lead anywhere. Links,
pipes and devices in a folder are refused. A zip's table is read up to a limit, and what unpacks out of all proportion
is refused before it is unpacked.
"""

import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import FileIO
from pathlib import Path
from struct import error as StructError  # noqa: N812  zipfile lets it through on a damaged table
from typing import IO, Protocol
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lali.engines.custody.bundle import EVERY_FILE, LATER, MAX_TEXT, ORIGINAL, PERHAPS
from lali.engines.custody.sealing import CHUNK

MAX_NAMES = 64
MAX_READ = 1024 * 1024  # bytes a zip's reader may ask for at once: bounds its table
MAX_RATIO = 200
FREE_SIZE = 64 * 1024 * 1024  # bytes a packed file may unpack to, whatever its ratio
READ_ERRORS = (
    OSError,
    EOFError,
    ValueError,
    RuntimeError,  # a zip with a password; RecursionError and NotImplementedError are kinds of it
    OverflowError,
    StructError,
    zlib.error,
    BadZipFile,
)


class Broken(Exception):
    """Something in the bundle is not as it was; the sentence names it."""


class Unreadable(Broken):
    """There is nothing at all that could be checked."""


class Files(Protocol):
    """The files of a bundle, by name."""

    names: list[str]

    def open(self, name: str) -> IO[bytes]:
        """Open one of the files a bundle is made of; `Broken` if it is not there or not to be opened."""


@contextmanager
def opened(path: Path) -> Iterator[Files]:
    """Open a bundle; `Broken` if there is none."""
    with ExitStack() as open_files:
        yield _files_at(path, open_files)


def _files_at(path: Path, open_files: ExitStack) -> Files:
    try:
        if not path.exists():
            raise Unreadable("There is no folder and no zip at this path.")
        if path.is_dir():
            return _Folder(path)
        file = open_files.enter_context(_BoundedFile(path, "rb"))
        return _Zip(open_files.enter_context(ZipFile(file)))
    except READ_ERRORS:
        if _begins_as_zip(path):
            raise Broken("The zip is damaged and cannot be opened.") from None
        raise Unreadable("This is not a bundle: it can be read neither as a folder nor as a zip.") from None


def _begins_as_zip(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) == b"PK\x03\x04"
    except READ_ERRORS:
        return False


def pieces(files: Files, name: str) -> Iterator[bytes]:
    """Give the content of a file in pieces; `Broken` names the file if it cannot be read to its end."""
    try:
        with files.open(name) as file:
            while data := file.read(CHUNK):
                yield data
    except READ_ERRORS:
        raise Broken(f"{name} is damaged and cannot be read.") from None


def read_text(files: Files, name: str) -> bytes:
    """Read one of the small files whole."""
    text = b""
    for piece in pieces(files, name):
        text += piece
        if len(text) > MAX_TEXT:
            raise Broken(f"{name} is longer than any bundle's.")
    return text


def shown(name: str) -> str:
    """Give a name of unknown origin so that it can be printed: plain letters, not long."""
    plain = name.encode("unicode_escape", "backslashreplace").decode("ascii")
    return plain if len(plain) <= MAX_NAMES else plain[:MAX_NAMES] + "..."


class _Folder:
    def __init__(self, path: Path) -> None:
        self._path = path
        with os.scandir(path) as found:
            self.names = [entry.name for entry, _ in zip(found, range(MAX_NAMES), strict=False)]

    def open(self, name: str) -> IO[bytes]:
        if name not in self.names:
            raise Broken(f"{name} is missing.")
        descriptor = os.open(self._path / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise Broken(f"{name} is not a file.")
        return os.fdopen(descriptor, "rb")


class _Zip:
    """A zip whose files stand at its top, or all in one folder as when a folder was packed."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(entries) > MAX_NAMES:
            raise Broken("The zip holds more files than any bundle.")
        tops = {entry.filename.partition("/")[0] for entry in entries} - {"", ".", ".."}
        prefix = f"{tops.pop()}/" if len(tops) == 1 else ""
        self._entries = {entry.filename.removeprefix(prefix): entry for entry in entries}
        self.names = [entry.filename.removeprefix(prefix) for entry in entries]

    def open(self, name: str) -> IO[bytes]:
        if name not in self._entries:
            raise Broken(f"{name} is missing.")
        entry = self._entries[name]
        if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:  # others may ask for gigabytes to unpack
            raise Broken(f"{name} is packed in an uncommon way: unpack the zip, then check the folder.")
        if _is_bomb(entry):
            raise Broken(f"{name} unpacks to very much more than it is packed: unpack the zip, then check the folder.")
        return self._archive.open(entry)


def _is_bomb(entry: ZipInfo) -> bool:
    return entry.file_size > FREE_SIZE and entry.file_size > MAX_RATIO * entry.compress_size


class _BoundedFile(FileIO):
    """A file that gives no more than a mebibyte at once: a zip's table beyond it is refused, not loaded."""

    def read(self, size: int | None = -1) -> bytes:
        wanted = MAX_READ + 1 if size is None or size < 0 else size
        if wanted > MAX_READ + 1:
            raise Broken("The zip's table of contents is larger than any bundle's.")
        data = super().read(wanted)
        if len(data) > MAX_READ:
            raise Broken("The zip's table of contents is larger than any bundle's.")
        return data


def unknown_names(files: Files) -> list[str]:
    """Give the names that do not belong to a bundle, or stand there twice."""
    return [name for name in files.names if name not in {*EVERY_FILE, *PERHAPS} or files.names.count(name) > 1]


def missing_names(files: Files) -> list[str]:
    """Give the names that a bundle has and this one lacks; the original first."""
    return sorted(set(EVERY_FILE) - LATER - set(files.names), key=lambda name: (name != ORIGINAL, name))
