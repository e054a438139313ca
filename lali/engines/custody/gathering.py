"""A folder as one original: a ZIP that anybody opens, made as it is read, the same each time it is made.

Nothing is compressed; files stand in the order of their names; `MANIFEST.tsv` at the end holds the SHA-256, size, time
of last change and path of each, and names what was left out. Because the same folder always gives the same bytes, a
folder whose coming in was cut off goes on like a file; because each file keeps its digest, one of them can be checked
alone. Links are never followed; links, devices, pipes and sockets are left out, by name.
"""

import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from io import RawIOBase
from pathlib import Path
from typing import IO, cast

MANIFEST = "MANIFEST.tsv"
_BLOCK = 1024 * 1024
_EARLIEST, _LATEST = (1980, 1, 1, 0, 0, 0), (2107, 12, 31, 23, 59, 58)  # what a ZIP can say
_KINDS = {
    stat.S_IFLNK: "a link",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFBLK: "a device",
    stat.S_IFCHR: "a device",
}


class FolderChanged(Exception):
    """A file in the folder is not what it was when the folder was looked over."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something in a folder that is no file: its path, and what it is."""

    path: str
    kind: str


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    name: str
    size: int
    changed: int  # nanoseconds


def kind_of_no_file(mode: int) -> str:
    """What something is that is neither a file nor a folder; empty where it is one."""
    return _KINDS.get(stat.S_IFMT(mode), "")


class Gathered(RawIOBase):
    """A folder, read as one ZIP from beginning to end. `size` is known before; `left_out` names what is not in."""

    def __init__(self, folder: Path) -> None:
        self._files: list[_File] = []
        self.left_out: list[LeftOut] = []
        self._look_over(folder, shown(folder.name) or "folder")
        self.size = self._planned()
        self._made = self._zip()
        self._rest = b""

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # Buffer has a name from 3.12
        """Give the next bytes; 0 at the end."""
        while not self._rest:
            made = next(self._made, None)
            if made is None:
                return 0
            self._rest = made
        given = min(len(buffer), len(self._rest))
        buffer[:given] = self._rest[:given]
        self._rest = self._rest[given:]
        return given

    def _look_over(self, folder: Path, name: str) -> None:
        for path in sorted(folder.iterdir(), key=lambda one: shown(one.name)):
            facts, inside = path.lstat(), f"{name}/{shown(path.name)}"
            if kind := kind_of_no_file(facts.st_mode):
                self.left_out.append(LeftOut(inside, kind))
            elif stat.S_ISDIR(facts.st_mode):
                self._look_over(path, inside)
            else:
                self._files.append(_File(path, inside, facts.st_size, facts.st_mtime_ns))

    def _contents(self, file: _File) -> Iterator[bytes]:
        count = 0
        with file.path.open("rb", buffering=0) as source:
            while data := source.read(_BLOCK):
                count += len(data)
                yield data
        facts = file.path.lstat()
        if (count, facts.st_size, facts.st_mtime_ns) != (file.size, file.size, file.changed):
            raise FolderChanged(f"{file.name} was changed while it came in.")

    def _zip(self) -> Iterator[bytes]:
        sink, lines = _Sink(), []
        with zipfile.ZipFile(cast("IO[bytes]", sink), "w", zipfile.ZIP_STORED) as archive:
            for file in self._files:
                digest = sha256()
                with archive.open(_info(file.name, file.changed), "w", force_zip64=True) as inside:
                    for data in self._contents(file):
                        digest.update(data)
                        inside.write(data)
                        yield sink.taken()
                lines.append(f"{digest.hexdigest()}\t{file.size}\t{_moment(file.changed)}\t{file.name}\n")
            archive.writestr(_info(MANIFEST, 0), self._manifest(lines))
        yield sink.taken()

    def _manifest(self, lines: list[str]) -> bytes:
        left = (f"# left out\t{one.kind}\t{one.path}\n" for one in self.left_out)
        return "".join(("# sha256\tsize\tchanged\tpath\n", *lines, *left)).encode()

    def _planned(self) -> int:
        """How large the ZIP will be: it is made without contents, whose sizes are added where a ZIP says them."""
        sink, lines = _Sink(), []
        with zipfile.ZipFile(cast("IO[bytes]", sink), "w", zipfile.ZIP_STORED) as archive:
            for file in self._files:
                info = _info(file.name, file.changed)
                with archive.open(info, "w", force_zip64=True):
                    sink.count += file.size
                info.file_size = info.compress_size = file.size
                lines.append(f"{'0' * 64}\t{file.size}\t{_moment(file.changed)}\t{file.name}\n")
            archive.writestr(_info(MANIFEST, 0), self._manifest(lines))
        return sink.count


class _Sink:
    """Takes what is written and hands it over."""

    def __init__(self) -> None:
        self.count = 0
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.count += len(data)
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        pass

    def tell(self) -> int:
        return self.count

    def seek(self, _place: int) -> int:
        raise OSError("What was handed over cannot be written again.")

    def taken(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


def shown(name: str) -> str:
    """A file's name as text: bytes that are none are written as what they are, and nothing breaks a line."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


def _info(name: str, changed: int) -> zipfile.ZipInfo:
    at = _when(changed)
    moment = (at.year, at.month, at.day, at.hour, at.minute, at.second) if at else _EARLIEST
    info = zipfile.ZipInfo(name, min(max(moment, _EARLIEST), _LATEST))
    info.create_system, info.external_attr = 3, 0o100400 << 16
    return info


def _when(changed: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(changed // 10**9, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _moment(changed: int) -> str:
    at = _when(changed)
    return f"{at:%Y-%m-%dT%H:%M:%SZ}" if at else "-"
