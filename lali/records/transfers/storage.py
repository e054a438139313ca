"""Where archives lie: sealed files beside the originals, in no backup, each gone when it is no longer needed.

archives/<name>.age        sealed, whole: one that waits to be taken out, or to be taken in
archives/<name>.partial    being written or coming in
arriving/<name>/           originals of a case that is being taken in, sealed under this node's key
archives.lock              held by whoever begins one of these, and by whoever clears

Whoever makes a file or a folder holds a lock on it until its row is entered. The system lets the lock go when the
process dies: so what a killed process left is told from what a living one does, without waiting for hours to pass.
"""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from django.conf import settings
from django.db import transaction

from lali.engines.custody import Store
from lali.records.audit.models import LogState
from lali.records.briefs.models import KeptFile
from lali.records.briefs.storage import brief_store
from lali.records.evidence.models import Exhibit
from lali.records.evidence.storage import exhibit_store
from lali.records.transfers.models import ArrivedCase, CaseArchive
from lali.records.transfers.vocabulary import ArchiveState, ArrivalState

BLOCK = 1024 * 1024


def _folder(name: str) -> Path:
    folder = settings.EXHIBIT_FOLDER / name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def archive_file(name: str) -> Path:
    """The sealed file of an archive; `name` is made of what we gave it."""
    return _folder("archives") / f"{name}.age"


class NewArchive:
    """A sealed file being written or coming in: nobody else reads it, and it is gone unless it was `kept`.

    Close it when its row is entered, not before: from then on a file without a row counts as left by a killed process.
    """

    def __init__(self) -> None:
        with _beginning():
            self._path = _folder("archives") / f"{secrets.token_hex(16)}.partial"
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            self.file = os.fdopen(descriptor, "w+b")
            fcntl.flock(self.file, fcntl.LOCK_EX)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def keep(self, name: str) -> None:
        """Give it its name, once its bytes are on the disk."""
        self.file.flush()
        os.fsync(self.file.fileno())
        self._path.rename(archive_file(name))

    def close(self) -> None:
        """Let go of the file; what was not kept is deleted."""
        self._path.unlink(missing_ok=True)
        self.file.close()


def forget_archive_file(name: str) -> None:
    """Delete the sealed file of an archive, if it is still there."""
    archive_file(name).unlink(missing_ok=True)


class Arriving:
    """The originals of a case on its way in, in a store of their own until the case stands."""

    def __init__(self, name: str) -> None:
        with _beginning():
            self._path = _folder("arriving") / name
            self._path.mkdir(mode=0o700)
            self._lock = (self._path / "lock").open("wb")
            fcntl.flock(self._lock, fcntl.LOCK_EX)
        self.store = Store(self._path)

    def done(self) -> None:
        """Let go of the folder: what was adopted by a row stays in its own store, and nothing else does."""
        _clear(self._path, _in_no_row(self._path))
        self._lock.close()


def leftovers() -> list[Path]:
    """What a killed process left: files half written, files whole but without a row, folders of originals."""
    partial = [path for path in _folder("archives").glob("*.partial") if not _is_held(path)]
    whole = [path for path in _folder("archives").glob("*.age") if not _is_held(path)]
    wanted = _names_wanted()  # read after the locks: who let go of one had entered its row
    arriving = [path for path in _folder("arriving").iterdir() if not _is_held(path / "lock")]
    return [*partial, *(path for path in whole if path.stem not in wanted), *arriving]


def addresses_arriving() -> set[str]:
    """Addresses of the originals of cases on their way in, living or killed: no row has them yet.

    And names of other files there, which are no addresses.
    """
    found = set()
    for folder, _folders, files in os.walk(_folder("arriving")):  # forgives what goes away meanwhile
        found |= {Path(folder).name + name for name in files}
    return found


def clear_leftovers() -> int:
    """Delete what a killed process left. Returns how much that was. Not inside a transaction that holds the journal."""
    with _beginning():
        if not leftovers():
            return 0
        with transaction.atomic():
            LogState.objects.locked()  # a database may still be entering what a process told it before it was killed
            left = leftovers()
            strays = {path: _in_no_row(path) for path in left if path.is_dir()}
            for path in left:
                if path not in strays:
                    path.unlink(missing_ok=True)
        for path, addresses in strays.items():
            _clear(path, addresses)
    return len(left)


def _names_wanted() -> set[str]:
    """Names of the sealed files that some archive still needs."""
    out = CaseArchive.objects.exclude(state=ArchiveState.LET_GO).values_list("archive_id", flat=True)
    waiting = ArrivedCase.objects.filter(state=ArrivalState.LOOKED_AT).values_list("pk", flat=True)
    return {f"out-{one}" for one in out} | {f"in-{pk}" for pk in waiting}


def _in_no_row(folder: Path) -> list[str]:
    """Addresses of originals in a folder that no row has: where they stand in the stores, they go there too."""
    addresses = list(Store(folder).addresses())
    known = set(Exhibit.objects.filter(address__in=addresses).values_list("address", flat=True))
    known |= set(KeptFile.objects.filter(address__in=addresses).values_list("address", flat=True))
    return [address for address in addresses if address not in known]


def _clear(folder: Path, addresses: list[str]) -> None:
    """Delete a folder of originals, and those that no row has from the stores."""
    for address in addresses:
        for store in (exhibit_store(), brief_store()):
            store.destroy(address)
    shutil.rmtree(folder)


@contextmanager
def _beginning() -> Iterator[None]:
    """Nobody else begins or clears meanwhile: what has no lock yet is not taken for what lost it."""
    with _folder("archives").with_suffix(".lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_held(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False
