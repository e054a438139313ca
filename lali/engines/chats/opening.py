"""Opening an export: which file of an archive or a folder is a conversation, and in which format."""

import re
import stat
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from lali.engines.chats.conversation import BROKEN, Ask, ChatRefused, Choices, Conversation, Reading
from lali.engines.chats.encoding import shown
from lali.engines.chats.formats import FORMATS, Format
from lali.engines.chats.head import head_of
from lali.engines.chats.originals import HEAD, Original, Stream, Window

ENDINGS = (".txt", ".json", ".csv", ".tsv", ".xml", ".html", ".htm")
MOST_FILES = 20_000  # in an archive or a folder
MOST_LOOKED_AT = 2_000  # of them, by their first bytes
RATIO, SMALL = 400, 10_000_000  # unpacked to packed, and bytes below which the ratio says nothing
ALL_RATIO, ALL_SMALL = 100, 100_000_000  # the same of all files of an archive together
SURE = 0.3
_BROKEN = (*BROKEN, ValueError, OverflowError)  # and what a list of files that lies leads to
_NUMBERED = re.compile(r"(?<!\d)\d*(?=\.\w+$)")


@dataclass(frozen=True, slots=True)
class Found:
    """The files of one conversation, and what reads them."""

    form: Format
    sure: float
    originals: list[Original]


def read(
    source: Path | Stream, *, name: str = "", date_order: str | None = None, timezone: str | None = None,
    country: str | None = None, not_after: date | None = None, member: str | None = None, chat: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Conversation:  # fmt: skip
    """Open a file, an archive or a folder. ChatRefused, with a sentence, when it is no conversation that can be read.

    A stream stays open as long as the conversation is read, and is closed by its owner; `name` is its file's name.
    `member` names one file of an archive or folder that has several, `chat` one conversation of an export that has
    several (see `Conversation.chats`), `columns` the columns of a table.
    """
    choices = Choices(date_order, timezone, country, not_after, columns or {})
    try:
        found = _found(_originals(source, name, member), member)
        if len(found) > 1:
            names = tuple(_candidate(one) for one in found)
            return Conversation("", [], Reading(lambda: iter(()), Ask("file", names)))
        for original in found[0].originals:
            original.measure()
        reading = found[0].form.read(found[0].originals, choices)
    except _BROKEN as why:
        raise ChatRefused("broken", _sentence(why)) from None
    return Conversation(found[0].form.NAME, found[0].originals, reading, chat=chat)


def _sentence(why: Exception) -> str:
    if isinstance(why, FileNotFoundError):
        return "There is no such file."
    if isinstance(why, PermissionError):
        return "This file may not be read."
    if isinstance(why, RuntimeError) and "password" in str(why):
        return "This archive has a password. Unpack it first."
    return "This file is damaged, and cannot be read."


def _candidate(found: Found) -> dict[str, object]:
    first = found.originals[0]
    return {
        "file": first.member or first.shown, "format": found.form.NAME, "size": first.size,
        "evidence": [f"begins like {found.form.NAME}"],
    }  # fmt: skip


def _originals(source: Path | Stream, name: str, member: str | None) -> list[Original]:
    if isinstance(source, Path):
        if source.is_dir():
            return _in_folder(source, member)
        if not stat.S_ISREG(source.stat().st_mode):
            raise ChatRefused("kind", "This is neither a file nor a folder.")  # a pipe would be waited for
        with source.open("rb") as file:
            first = file.read(4)
        size = source.stat().st_size
    else:
        window = Window(source)
        first, size = window.read(4), window.size
    name = shown(name or (source.name if isinstance(source, Path) else str(getattr(source, "name", ""))))
    if not first:
        raise ChatRefused("empty", "There is nothing in this file.")
    if first in {b"PK\x03\x04", b"PK\x05\x06"}:
        return _in_archive(source, name, size, member)
    return [Original(source, name, size=size)]


def _in_folder(folder: Path, member: str | None) -> list[Original]:
    found = []
    for number, path in enumerate(folder.rglob("*")):
        if number > MOST_FILES:
            raise ChatRefused("many", f"There are more than {MOST_FILES} files in this folder.")
        name = path.relative_to(folder).as_posix()
        if not path.is_symlink() and path.is_file() and _is_asked_for(name, member):
            found.append(Original(path, shown(name), size=path.stat().st_size))
    return _some(found, member, "folder")


def _in_archive(source: Path | Stream, name: str, size: int, member: str | None) -> list[Original]:
    file: Any = source if isinstance(source, Path) else Window(source)
    archive = zipfile.ZipFile(file)  # closed with the last of the originals: its list may be long
    every = archive.infolist()
    if len(every) > MOST_FILES:
        raise ChatRefused("many", f"There are more than {MOST_FILES} files in this archive.")
    found = []
    for one in every:
        if one.is_dir() or not _is_asked_for(one.filename, member):
            continue
        pure = PurePosixPath(one.filename.replace("\\", "/"))
        if pure.is_absolute() or ".." in pure.parts or stat.S_ISLNK(one.external_attr >> 16):
            continue  # never unpacked, and not read either
        if one.flag_bits & 1:
            raise ChatRefused("locked", "This archive has a password. Unpack it first.")
        if one.file_size > max(SMALL, one.compress_size * RATIO):
            raise ChatRefused("bomb", "This archive unpacks to far more than it should; it is not opened.")
        found.append(Original(source, name, one.filename, one.file_size, archive=archive))
    if len({one.member for one in found}) < len(found):
        raise ChatRefused("twice", "Two files in this archive have the same name. Unpack it first.")
    if sum(one.size for one in found) > max(ALL_SMALL, size * ALL_RATIO):
        raise ChatRefused("bomb", "This archive unpacks to far more than it should; it is not opened.")
    if not found and any(one.filename.lower().endswith(".zip") for one in every):
        raise ChatRefused("nested", "There is another archive in this archive. Unpack it first.")
    return _some(found, member, "archive")


def _some(found: list[Original], member: str | None, where: str) -> list[Original]:
    if not found:
        named = f"no file {member!r}" if member else "no conversation"
        raise ChatRefused("none", f"There is {named} in this {where}.")
    return sorted(found, key=lambda one: one.member or one.shown)[:MOST_LOOKED_AT]


def _is_asked_for(name: str, member: str | None) -> bool:
    return name.lower().endswith(ENDINGS) and (member is None or _alike(member) == _alike(name))


def _alike(name: str) -> str:
    """The name without its number, which may be all in which files of one conversation differ."""
    return _NUMBERED.sub("#", name)


def _found(originals: list[Original], member: str | None) -> list[Found]:
    """Conversations among files: those of one format that differ by their number only are one."""
    groups: dict[tuple[str, str], Found] = {}
    is_empty = True
    for original in originals:
        with original.open() as file:
            original.head = file.read(HEAD)
        if not original.head:
            continue
        is_empty = False
        form, sure = _best(original)
        original.head = b""  # there may be thousands; read again of those that are chosen
        if sure >= SURE:
            key = (form.NAME, _alike(original.member or original.shown))
            groups.setdefault(key, Found(form, sure, [])).originals.append(original)
    if not groups:
        if is_empty:
            raise ChatRefused("empty", "There is nothing in this file.")
        raise ChatRefused("unknown", "This is no conversation in a format that is read here.")
    return _joined(groups.values(), member)


def _joined(groups: Iterable[Found], member: str | None) -> list[Found]:
    together: list[Found] = []
    for found in groups:
        if getattr(found.form, "SEVERAL_FILES", False):
            together.append(found)
        else:
            together += [Found(found.form, found.sure, [one]) for one in found.originals]
    if member is not None:
        named = [found for found in together if any(member in (one.member, one.shown) for one in found.originals)]
        together = named or together
    surest = max(found.sure for found in together)
    return [found for found in together if found.sure >= surest - 0.2]


def _best(original: Original) -> tuple[Format, float]:
    head = head_of(original)
    return max(((form, form.recognise(head)) for form in FORMATS), key=lambda pair: pair[1])
