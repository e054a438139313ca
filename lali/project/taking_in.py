"""Taking files in on the machine itself: two at a time, going on after a stop, never the same file twice by mistake.

A stop (a killed process, a stick pulled out) leaves an unfinished intake; the same command again finds it by case,
member, name and size, compares what stands with the file, and goes on. A file that is an exhibit of the case already,
by its SHA-256, is not taken in again.
"""

import hashlib
import os
import stat
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from django.core.exceptions import PermissionDenied
from django.db import connections
from django.http import Http404

from lali.engines.custody import CHUNK, StoreIsFull, sum_of_pieces
from lali.engines.custody.gathering import FolderChanged, Gathered, kind_of_no_file, shown
from lali.records.agencies.models import Member
from lali.records.evidence import actions
from lali.records.evidence.actions.intake import where_intake_stands
from lali.records.evidence.models import Exhibit
from lali.records.evidence.queries import exhibits_of, unfinished_intakes
from lali.records.refusals import Refused

AT_ONCE = 2
BLOCK = 1024 * 1024
NO_CASE = "There is no such case, or this member is not on its team."
MAY_NOT = "This member may read this case, but not write."
NO_DISK = "The disk is full. What came in until now is kept: make room, then give the same command again."


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one path: an exhibit (`already`: it was one before), or the reason why not."""

    path: str
    exhibit: Exhibit | None = None
    already: bool = False
    went_on_from: int = 0
    left_out: tuple[str, ...] = ()
    why_not: str = ""


class _Refused(Exception):
    """A sentence of ours about a path."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file or a folder as one original."""

    path: Path
    name: str
    size: int
    state: tuple[int, int]
    left_out: tuple[str, ...] = ()

    def open(self) -> BinaryIO:
        """Read it from the beginning."""
        return BufferedReader(Gathered(self.path), BLOCK) if self.path.is_dir() else self.path.open("rb", buffering=0)

    def is_as_it_was(self) -> bool:
        """Whether nobody changed it since it was looked at; a folder looks after each file itself."""
        return self.path.is_dir() or _state(self.path) == self.state


def source_of(path: Path) -> Source:
    """A path as an original; refuses links, devices, pipes and sockets by what they are."""
    try:
        facts = path.lstat()
    except OSError as why:
        raise _Refused(f"It cannot be read: {why.strerror}.") from None
    if kind := kind_of_no_file(facts.st_mode):
        raise _Refused(f"It is {kind}, not a file or folder. Nothing is followed or read from it.")
    if not stat.S_ISDIR(facts.st_mode):
        return Source(path, shown(path.name), facts.st_size, _state(path))
    gathered = Gathered(path)
    left = tuple(f"{one.path}: {one.kind}" for one in gathered.left_out)
    return Source(path, f"{shown(path.resolve().name) or 'folder'}.zip", gathered.size, (0, 0), left)


def _state(path: Path) -> tuple[int, int]:
    facts = path.lstat()
    return facts.st_size, facts.st_mtime_ns


class TakingIn:
    """Takes paths into one case, for one member. `heard` is told of each block of bytes that was read."""

    def __init__(
        self,
        *,
        by: Member,
        ref: str,
        acquisition: actions.Acquisition,
        restricted: bool = False,
        heard: Callable[[int], None] = lambda _count: None,
    ) -> None:
        self.by, self.ref, self.acquisition, self.restricted = by, ref, acquisition, restricted
        self._heard = heard
        self._lock = threading.Lock()
        self._in_hand: set[int] = set()  # intakes that one of our threads goes on with

    def all(self, paths: Iterable[Path]) -> Iterator[Taken]:
        """Take all in, two at a time; gives them in the order they were named."""
        with ThreadPoolExecutor(AT_ONCE, "intake") as pool:
            yield from pool.map(self._apart, paths)

    def _apart(self, path: Path) -> Taken:
        try:
            return self.one(path)
        finally:
            connections.close_all()

    def one(self, path: Path) -> Taken:
        """Take one path in, or say why not."""
        try:
            return self._take(source_of(path))
        except (_Refused, FolderChanged, Refused) as why:
            return Taken(shown(str(path)), why_not=str(why))
        except StoreIsFull:
            return Taken(shown(str(path)), why_not=NO_DISK)
        except Http404:
            return Taken(shown(str(path)), why_not=NO_CASE)
        except PermissionDenied:
            return Taken(shown(str(path)), why_not=MAY_NOT)
        except OSError as why:
            return Taken(shown(str(path)), why_not=f"It cannot be read: {why.strerror}. What came in is kept.")

    def _take(self, source: Source) -> Taken:
        path = shown(str(source.path))
        if already := self._already(source):
            return Taken(path, already, already=True, left_out=source.left_out)
        with self._unfinished(source) as (intake_id, offset):
            if intake_id:
                exhibit = self._go_on(source, intake_id, offset)
                return Taken(path, exhibit, went_on_from=offset, left_out=source.left_out)
        return Taken(path, self._anew(source), left_out=source.left_out)

    def _already(self, source: Source) -> Exhibit | None:
        known = list(exhibits_of(self.by, self.ref).filter(file_name=source.name[:255], size=source.size))
        if not known:
            return None
        digest = hashlib.sha256()
        with source.open() as file:
            while data := file.read(BLOCK):
                digest.update(data)
        return next((one for one in known if one.sha256 == digest.hexdigest()), None)

    def _anew(self, source: Source) -> Exhibit:
        begun = actions.begin_intake(by=self.by, ref=self.ref, file_name=source.name, size=source.size)
        with begun.sealing as sealing, source.open() as file:
            self._pour(file, sealing.write)
            if not source.is_as_it_was():
                self._give_up(begun.intake.pk)
                raise _Refused("It was changed while it came in. Nothing was kept: take it in again.")
            sealed = sealing.finish()
        return actions.seal_exhibit(
            by=self.by,
            intake=begun.intake,
            sealed=sealed,
            acquisition=self.acquisition,
            restricted=self.restricted,
        )

    def _go_on(self, source: Source, intake_id: int, offset: int) -> Exhibit:
        with source.open() as file:
            _skip(file, offset)
            taking = _Heard(file, self._heard)
            actions.take_in_piece(by=self.by, ref=self.ref, intake_id=intake_id, offset=offset, source=taking)
        if not source.is_as_it_was():
            self._give_up(intake_id)
            raise _Refused("It was changed while it came in. Nothing was kept: take it in again.")
        return actions.finish_intake(
            by=self.by,
            ref=self.ref,
            intake_id=intake_id,
            acquisition=self.acquisition,
            restricted=self.restricted,
        )

    @contextmanager
    def _unfinished(self, source: Source) -> Iterator[tuple[int, int]]:
        """An intake of this very file that was cut off, and how much of it is here; 0, 0 when there is none."""
        for intake in unfinished_intakes(self.by, self.ref):
            if not intake.goes_on or (intake.file_name, intake.size) != (source.name[:255], source.size):
                continue
            with self._lock:
                if intake.pk in self._in_hand:
                    continue
                self._in_hand.add(intake.pk)
            if (offset := self._compared(source, intake.pk)) is not None:
                yield intake.pk, offset
                return
        yield 0, 0

    def _compared(self, source: Source, intake_id: int) -> int | None:
        try:
            _intake, offset = where_intake_stands(self.by, self.ref, intake_id)
            with source.open() as file:
                digest = sum_of_pieces(_pieces(_Heard(file, self._heard), offset))
            facts = {"file_name": source.name, "size": source.size, "offset": offset, "digest": digest}
            actions.go_on_intake(by=self.by, ref=self.ref, intake_id=intake_id, **facts)
        except Refused:  # another file of this name and size, or what stands was changed: it stays listed
            return None
        return offset

    def _pour(self, file: BinaryIO, write: Callable[[bytes], object]) -> None:
        while data := file.read(BLOCK):
            write(data)
            self._heard(len(data))

    def _give_up(self, intake_id: int) -> None:
        actions.give_up_intake(by=self.by, ref=self.ref, intake_id=intake_id)


class _Heard:
    """A file whose reading is told of."""

    def __init__(self, file: BinaryIO, heard: Callable[[int], None]) -> None:
        self._file, self._tell = file, heard

    def read(self, size: int) -> bytes:
        data = self._file.read(size)
        self._tell(len(data))
        return data


def _pieces(file: _Heard, length: int) -> Iterator[bytes]:
    while length > 0:
        piece = b""
        while len(piece) < min(CHUNK, length) and (more := file.read(min(CHUNK, length) - len(piece))):
            piece += more
        if not piece:
            return
        yield piece
        length -= len(piece)


def _skip(file: BinaryIO, length: int) -> None:
    if file.seekable():
        file.seek(length, os.SEEK_SET)
        return
    while length > 0 and (data := file.read(min(BLOCK, length))):
        length -= len(data)
