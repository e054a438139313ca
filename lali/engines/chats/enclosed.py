"""Files that messages name, found in the archive of the export by their names; nothing is unpacked to find them.

A file beside the conversation comes first, then the path as it is written, then one that ends like it, then one of the
same name anywhere. Where several could be meant, none is: whoever reads is told so.
"""

import hashlib
import stat
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from lali.engines.chats.conversation import BROKEN, ChatRefused, Conversation
from lali.engines.chats.originals import Stream, Window

MOST_FILES = 20_000  # in an archive
MOST_OF_ONE_NAME = 200  # whose paths are compared; of more only a path written in full says which one is meant
MOST_DIGESTED = 256 * 1024 * 1024  # bytes of one file
PIECE = 256 * 1024
RATIO, SMALL = 400, 10_000_000  # unpacked to packed, and bytes below which the ratio says nothing


class Enclosed(NamedTuple):
    """A file in the archive: its place in the list from 1 (0: several could be meant), its name there, its bytes."""

    number: int
    path: str
    size: int


def enclosed(conversation: Conversation, names: Iterable[str]) -> Iterator[tuple[str, Enclosed]]:
    """For each name that messages give to a file: where it lies in the archive. What is missing is left out."""
    first = conversation.originals[0] if conversation.originals else None
    if first is None or first.archive is None:
        return
    files = _files(first.archive)
    folder = str(PurePosixPath(_path(first.member or "")).parent)
    by_path, by_name = defaultdict[str, list[Enclosed]](list), defaultdict[str, list[Enclosed]](list)
    for one in files:
        by_path[one.path].append(one)
        by_name[PurePosixPath(one.path).name].append(one)
    for name in names:
        if found := _found(_path(name), folder, by_path, by_name):
            yield name, found


def _files(archive: zipfile.ZipFile) -> list[Enclosed]:
    return [
        Enclosed(number, _path(one.filename), one.file_size)
        for number, one in enumerate(archive.infolist()[:MOST_FILES], 1)
        if not one.is_dir() and not stat.S_ISLNK(one.external_attr >> 16)
    ]


def _path(name: str) -> str:
    """A name as it is compared: one way to write its letters, one kind of slash, nothing that leads elsewhere."""
    plain = unicodedata.normalize("NFC", name).replace("\\", "/")
    return "/".join(part for part in plain.split("/") if part not in {"", ".", ".."})


def _found(
    name: str, folder: str, by_path: dict[str, list[Enclosed]], by_name: dict[str, list[Enclosed]]
) -> Enclosed | None:
    if not name:
        return None
    same_name = by_name.get(PurePosixPath(name).name, [])
    ways = (
        by_path.get(name if folder == "." else f"{folder}/{name}", []),
        by_path.get(name, []),
        [one for one in same_name[:MOST_OF_ONE_NAME] if one.path.endswith(f"/{name}")],
        same_name,
    )
    chosen = next((way for way in ways if way), None)
    if chosen is None:
        return None
    told = len(chosen) == 1 and (chosen in ways[:2] or len(same_name) <= MOST_OF_ONE_NAME)
    return chosen[0] if told else Enclosed(0, chosen[0].path, 0)


def digest_of_enclosed(stream: Stream, number: int) -> tuple[int, str]:
    """Size and SHA-256 of a file in an archive, by its place in the list. The digest is empty where it is too large.

    ChatRefused when the archive is damaged, the file has a password, or it unpacks to more than it says.
    """
    file: Any = Window(stream)
    try:
        with zipfile.ZipFile(file) as archive:
            one = archive.infolist()[number - 1]
            if one.flag_bits & 1:
                raise ChatRefused("locked", "This file has a password.")
            if one.file_size > max(SMALL, one.compress_size * RATIO):
                raise ChatRefused("bomb", "This file unpacks to far more than it should.")
            if one.file_size > MOST_DIGESTED:
                return one.file_size, ""
            return _digest(archive, one)
    except (*BROKEN, ValueError, IndexError, OverflowError):
        raise ChatRefused("broken", "This file is damaged, and cannot be read to its end.") from None


def _digest(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    with archive.open(one) as file:
        while piece := file.read(PIECE):
            size += len(piece)
            if size > one.file_size:
                raise ChatRefused("bomb", "This file unpacks to more than it says.")
            digest.update(piece)
    return size, digest.hexdigest()
