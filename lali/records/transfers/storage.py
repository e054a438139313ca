"""Where archives lie: sealed files beside the originals, in no backup, each gone when it is no longer needed.

archives/<name>.age        sealed, whole: one that waits to be taken out, or to be taken in
archives/<name>.partial    being written or coming in; locked while it is
arriving/<name>/           originals of a case that is being taken in, sealed under this node's key; locked likewise
"""

import fcntl
import os
import secrets
import shutil
import time
from pathlib import Path
from typing import Self

from django.conf import settings

from lali.engines.custody import Store
from lali.records.briefs.models import KeptFile
from lali.records.briefs.storage import brief_store
from lali.records.evidence.models import Exhibit
from lali.records.evidence.storage import exhibit_store


def _folder(name: str) -> Path:
    folder = settings.EXHIBIT_FOLDER / name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def archive_file(name: str) -> Path:
    """The sealed file of an archive; `name` is made of what we gave it."""
    return _folder("archives") / f"{name}.age"


BLOCK = 1024 * 1024
TAKES_AT_MOST = 6 * 3600  # seconds from the last byte of a sealed file to its row


class NewArchive:
    """A sealed file being written or coming in: nobody else reads it, and it is gone unless it was `kept`."""

    def __init__(self) -> None:
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


def names_kept() -> set[str]:
    """Names of the sealed files that are there for longer than it takes to enter them."""
    before = time.time() - TAKES_AT_MOST
    return {path.stem for path in _folder("archives").glob("*.age") if path.stat().st_mtime < before}


class Arriving:
    """The originals of a case on its way in, in a store of their own until the case stands."""

    def __init__(self, name: str) -> None:
        self._path = _folder("arriving") / name
        self._path.mkdir(mode=0o700)
        self._lock = (self._path / "lock").open("wb")
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        self.store = Store(self._path)

    def done(self) -> None:
        """Let go of the folder: what was adopted by a row stays in its own store, and nothing else does."""
        _clear(self._path)
        self._lock.close()


def leftovers() -> list[Path]:
    """What a killed process left: files that nobody writes any more, folders of cases that did not come in."""
    partial = [path for path in _folder("archives").glob("*.partial") if not _is_held(path)]
    return partial + [path for path in _folder("arriving").iterdir() if not _is_held(path / "lock")]


def clear_leftovers() -> int:
    """Delete what a killed process left. Returns how much that was."""
    left = leftovers()
    for path in left:
        if path.is_dir():
            _clear(path)
        else:
            path.unlink(missing_ok=True)
    return len(left)


def _clear(path: Path) -> None:
    """Delete a folder of originals; those that stand in the stores already, but in no row, go there too."""
    for address in Store(path).addresses():
        known = Exhibit.objects.filter(address=address).exists() or KeptFile.objects.filter(address=address).exists()
        for store in () if known else (exhibit_store(), brief_store()):
            store.destroy(address)
    shutil.rmtree(path)


def _is_held(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False
