"""A whole node in one sealed file, and back.

The file is a tar of two: `node.tar.age`, sealed to a key made for this backup, and `key.age`, that key under the
passphrase. Inside are the databases as consistent copies, exhibits as they stand (sealed), keys, node.toml, and a
manifest that is checked before anything is put in place. It opens without Lali, too:
`tar xf BACKUP`, `age -d -i key.age node.tar.age | tar x`, then `sha256sum -c manifest.sha256`.
"""

import fcntl
import hashlib
import io
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import pyrage

MANIFEST = "manifest.sha256"
KEY, NODE = "key.age", "node.tar.age"
LONGEST_KEY = 10_000  # bytes
DATABASES = {"lali.sqlite3": "DATABASE_URL", "letterbox.sqlite3": "LETTERBOX_URL"}
BLOCK = 1024 * 1024
CANNOT_OPEN = (pyrage.DecryptError, pyrage.IdentityError, tarfile.TarError, KeyError, AttributeError, ValueError)


class BackupRefused(Exception):
    """The backup was not made or not opened; the sentence says why."""


def back_up(
    home: Path,
    target: Path,
    passphrase: str,
    on_progress: Callable[[int], None] | None = None,
    beside: Mapping[str, bytes] | None = None,
) -> int:
    """Write a sealed backup of the node in `home` to `target` (which must not exist). Returns the number of files.

    `beside` are texts that go along, by name: the list of a bucket, whose own bytes do not.

    The file appears under its name only when whole. Needs free room in `home` for two copies while it works.
    """
    if target.exists():
        raise BackupRefused(f"{target} exists already; a backup is never written over another.")
    with tempfile.TemporaryDirectory(dir=home, prefix="backup-") as name:
        room = Path(name)
        files = {found.relative_to(home).as_posix(): found for found in _plain_files(home)}
        files |= {copied.name: copied for copied in _databases(home, room)}
        for other, text in (beside or {}).items():
            (room / other).write_bytes(text)
            files[other] = room / other
        _pack(files, room / "node.tar", on_progress)
        _seal(room, passphrase)
        _put_together(room, target)
    return len(files)


def _plain_files(home: Path) -> Iterator[Path]:
    yield home / "node.toml"
    yield from sorted(path for path in (home / "keys").iterdir() if path.is_file())
    sealed = home / "exhibits"
    if sealed.exists():
        for folder in (sealed, sealed / "briefs"):
            yield from sorted(path for path in folder.glob("[0-9a-f][0-9a-f]/*") if path.is_file())


def _databases(home: Path, room: Path) -> Iterator[Path]:
    for name, variable in DATABASES.items():
        if url := os.environ.get(variable):
            dump = room / f"{name.partition('.')[0]}.pgdump"
            subprocess.run(["pg_dump", "--format=custom", f"--file={dump}", url], check=True)  # noqa: S603, S607
            yield dump
        else:
            with closing(sqlite3.connect(home / name)) as source, closing(sqlite3.connect(room / name)) as copy:
                source.backup(copy)
            yield room / name


def _pack(files: dict[str, Path], tar: Path, on_progress: Callable[[int], None] | None) -> None:
    manifest = []
    with tarfile.open(tar, "w", format=tarfile.PAX_FORMAT) as archive:
        for done, (name, path) in enumerate(files.items(), 1):
            manifest.append(f"{_digest(path)}  {name}\n")
            archive.add(path, arcname=name, recursive=False, filter=_nobody)
            if on_progress:
                on_progress(done)
        listed = "".join(manifest).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size = len(listed)
        archive.addfile(entry, io.BytesIO(listed))


def _nobody(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _seal(room: Path, passphrase: str) -> None:
    """Seal to a key of its own, which alone is under the passphrase: so a node of any size streams."""
    identity = pyrage.x25519.Identity.generate()
    with (room / "node.tar").open("rb") as plain, (room / NODE).open("xb") as sealed:
        pyrage.encrypt_io(plain, sealed, [identity.to_public()])
    (room / "node.tar").unlink()
    (room / KEY).write_bytes(pyrage.passphrase.encrypt(f"{identity}\n".encode(), passphrase))


def _put_together(room: Path, target: Path) -> None:
    partial = target.with_name(target.name + ".partial")  # one that a killed backup left is written over
    with partial.open("ab") as file:
        _claim(file)
        try:
            file.truncate(0)
            with tarfile.open(fileobj=file, mode="w|", format=tarfile.PAX_FORMAT) as archive:
                for name in (KEY, NODE):
                    archive.add(room / name, arcname=name, filter=_nobody)
            file.flush()
            os.fsync(file.fileno())
            partial.chmod(0o600)
            partial.rename(target)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise


def _claim(file: BinaryIO) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BackupRefused("Another backup is being written under this name.") from None


def restore(backup: Path, home: Path, passphrase: str) -> int:
    """Put a backed-up node into `home`, which must not exist. Nothing appears there unless every file is whole."""
    if home.exists():
        raise BackupRefused(f"{home} exists already; a node is restored into a folder of its own.")
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.parent, prefix="restore-") as name:
        room = Path(name)
        _unseal(backup, room / "node.tar", passphrase)
        node = room / "node"
        node.mkdir(mode=0o700)
        count = _unpack(room / "node.tar", node)
        node.rename(home)
    return count


def _unseal(backup: Path, tar: Path, passphrase: str) -> None:
    if not backup.is_file():
        raise BackupRefused(f"There is no file {backup}.")
    try:
        with tarfile.open(backup) as archive, tar.open("xb") as plain:
            key = archive.extractfile(KEY).read(LONGEST_KEY)
            identity = pyrage.passphrase.decrypt(key, passphrase).decode("ascii").strip()
            pyrage.decrypt_io(archive.extractfile(NODE), plain, [pyrage.x25519.Identity.from_str(identity)])
    except CANNOT_OPEN:
        raise BackupRefused("This backup cannot be opened: another passphrase, or a damaged file.") from None


def _unpack(tar: Path, node: Path) -> int:
    digests: dict[str, str] = {}
    with tarfile.open(tar) as archive:
        for entry in archive:
            path = PurePosixPath(entry.name)
            if not entry.isfile() or path.is_absolute() or ".." in path.parts:
                raise BackupRefused("This backup holds something that no backup of Lali holds.")
            target = node / path
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with archive.extractfile(entry) as source, target.open("xb") as copy:
                shutil.copyfileobj(source, copy, BLOCK)
            target.chmod(0o400 if path.parts[0] == "exhibits" else 0o600)
            digests[entry.name] = _digest(target)
    listed = (node / MANIFEST).read_text(encoding="utf-8", errors="replace") if MANIFEST in digests else ""
    wanted = {name: digest for digest, _gap, name in (line.partition("  ") for line in listed.splitlines())}
    digests.pop(MANIFEST, None)
    if not wanted or wanted != digests:
        raise BackupRefused("This backup is not whole: its files do not match its manifest.")
    (node / MANIFEST).unlink()
    return len(wanted)
