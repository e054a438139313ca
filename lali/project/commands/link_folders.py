"""Where `lali link images` finds pictures: a folder, a zip, or a list of files. Nothing is unpacked to a disk."""

import os
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from zlib import error as ZlibError  # noqa: N812 - its name says nothing

from lali.project.commands.link_files import Columns, FileRefused, rows_of

MOST_BYTES = 64 * 1024 * 1024  # of one file
MOST_FILES = 1_000_000
MOST_PICTURES = 200_000  # about nine thousand bytes of memory each
UNREADABLE, TOO_LARGE = "unreadable", "too_large"
BOUNDED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # of other packings a few bytes unpack to gigabytes in one piece
_BROKEN = (zipfile.BadZipFile, NotImplementedError, OSError, OverflowError, ValueError, struct.error)
Found = tuple[str, bytes | str]
"""A name, and the bytes of the file or the word for why there are none."""


def pictures_in(source: Path) -> Iterator[Found]:
    """Every file of a folder (links aside), of a zip, or that a list names (from its own folder on), in any order.

    FileRefused where there are more than MOST_FILES.
    """
    for number, found in enumerate(_files_of(source)):
        if number == MOST_FILES:
            raise FileRefused(f"{source} has more than {MOST_FILES:,} files. Fold them in parts.")
        yield found


def _files_of(source: Path) -> Iterator[Found]:
    if source.is_dir():
        yield from _in_folder(source)
    elif not source.is_file():
        raise FileRefused(f"There is no {source}. Give a folder, a zip, or a CSV or Parquet file that lists pictures.")
    elif zipfile.is_zipfile(source):
        yield from _in_zip(source)
    else:
        for name, file in rows_of(source, Columns("id", ("file",))):
            yield name, _bytes_of(source.parent / file)


def _in_folder(source: Path) -> Iterator[Found]:
    for folder, _folders, names in os.walk(source, followlinks=False):
        for name in names:
            path = Path(folder, name)
            if path.is_file() and not path.is_symlink():
                yield str(path.relative_to(source)).encode(errors="replace").decode(), _bytes_of(path)


def _bytes_of(path: Path) -> bytes | str:
    try:
        if not path.is_file():
            return UNREADABLE
        if path.stat().st_size > MOST_BYTES:
            return TOO_LARGE
        return path.read_bytes()
    except (OSError, ValueError):
        return UNREADABLE


def _in_zip(source: Path) -> Iterator[Found]:
    try:
        with zipfile.ZipFile(source) as packed:
            members = [one for one in packed.infolist() if not one.is_dir()]
            if len(members) > MOST_FILES:
                raise FileRefused(f"{source} has more than {MOST_FILES:,} files in it. Fold them in parts.")
            for member in members:
                yield member.filename, _bytes_in(packed, member)
    except _BROKEN as why:
        raise FileRefused(f"{source} is not a zip that can be read to its end: {why}.") from None


def _bytes_in(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes | str:
    """What a zip says of the size of a member is not believed: no more is unpacked than may be."""
    if member.compress_type not in BOUNDED:
        return UNREADABLE
    try:
        with packed.open(member) as file:
            data = file.read(MOST_BYTES + 1)
    except (*_BROKEN, ZlibError, RuntimeError, EOFError):
        return UNREADABLE  # damaged, shut with a password, or packed in a way that is not known
    return TOO_LARGE if len(data) > MOST_BYTES else data
