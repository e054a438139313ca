"""`lali backup` and `lali restore`: a whole node there and back, or nothing."""

import io
import os
import signal
import subprocess
import tarfile
import time

import pyrage
import pytest

from tests.project.command_line import LALI, environment, lali

PASSPHRASE = "drum canoe banyan reef lantern"
SET = {"LALI_BACKUP_PASSPHRASE": PASSPHRASE}


def names(folder):
    return {path.name for path in folder.iterdir()}


@pytest.fixture(scope="module")
def backup(made_demo, tmp_path_factory):
    """A backup of the Fiji node, and what was said."""
    path = tmp_path_factory.mktemp("disk") / "fiji.lali"
    said = lali("backup", path, "--home", made_demo.home / "fiji", **SET)
    assert (said.returncode, said.stderr) == (0, "")
    assert "Keep the passphrase elsewhere" in said.stdout
    return path


def test_a_restored_node_holds_and_is_what_it_was(backup, made_demo, tmp_path):
    home, old = tmp_path / "back", made_demo.home / "fiji"
    said = lali("restore", backup, home, **SET)
    assert (said.returncode, said.stderr) == (0, "")
    assert lali("verify", "--home", home).returncode == 0
    assert lali("doctor", "--home", home).returncode == 0
    for path in (*(old / "keys").iterdir(), old / "node.toml", *(old / "exhibits").glob("[0-9a-f][0-9a-f]/*")):
        assert (home / path.relative_to(old)).read_bytes() == path.read_bytes()
    assert names(tmp_path) == {"back"}


def test_no_backup_is_written_over_another(backup, made_demo):
    before = backup.read_bytes()
    said = lali("backup", backup, "--home", made_demo.home / "fiji", **SET)
    assert said.returncode == 2
    assert "exists already" in said.stderr
    assert backup.read_bytes() == before


def test_no_node_is_restored_over_another(backup, copy_of):
    fiji = copy_of("fiji")
    said = lali("restore", backup, fiji, **SET)
    assert said.returncode == 2
    assert "exists already" in said.stderr
    assert lali("verify", "--home", fiji).returncode == 0


@pytest.mark.parametrize("fault", ["passphrase", "byte", "end", "empty", "missing"])
def test_what_cannot_be_opened_leaves_nothing(backup, tmp_path, fault):
    damaged, data = tmp_path / "damaged.lali", bytearray(backup.read_bytes())
    if fault == "byte":
        data[len(data) // 2] ^= 1
    if fault in {"end", "empty"}:
        data = data[: len(data) // 2 if fault == "end" else 0]
    if fault != "missing":
        damaged.write_bytes(data)
    given = "another passphrase" if fault == "passphrase" else PASSPHRASE
    said = lali("restore", damaged, tmp_path / "node", LALI_BACKUP_PASSPHRASE=given)
    assert said.returncode == 2
    assert said.stderr.count("\n") == 1
    assert names(tmp_path) <= {"damaged.lali"}


def sealed_by_a_stranger(path, files):
    """A backup of any files, made as `lali backup` seals, with a passphrase that opens it."""
    inner, identity = io.BytesIO(), pyrage.x25519.Identity.generate()
    write_tar(inner, files)
    key = pyrage.passphrase.encrypt(str(identity).encode(), PASSPHRASE)
    with path.open("wb") as outer:
        write_tar(outer, {"key.age": key, "node.tar.age": pyrage.encrypt(inner.getvalue(), [identity.to_public()])})


def write_tar(file, files):
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))


@pytest.mark.parametrize(
    "files",
    [{"../out": b"x"}, {"/out": b"x"}, {"a": b"x", "manifest.sha256": b"one word\n\xff\n"}, {"a": b"x"}, {}],
    ids=["up", "from the root", "a manifest that is none", "no manifest", "nothing"],
)
def test_a_strangers_backup_that_is_none_leaves_nothing(tmp_path, files):
    sealed_by_a_stranger(tmp_path / "strange.lali", files)
    said = lali("restore", tmp_path / "strange.lali", tmp_path / "in" / "back", **SET)
    assert said.returncode == 2
    assert said.stderr.count("\n") == 1
    assert [*(tmp_path / "in").iterdir()] == []


def test_without_a_passphrase_nothing_begins(made_demo, tmp_path):
    target, fiji = tmp_path / "fiji.lali", made_demo.home / "fiji"
    for more in ({}, {"LALI_BACKUP_PASSPHRASE": "short"}):
        said = lali("backup", target, "--home", fiji, **more)
        assert said.returncode == 3
        assert said.stderr
    assert lali("restore", target, tmp_path / "node").returncode == 3
    assert names(tmp_path) == set()


def test_a_backup_that_is_killed_leaves_no_file_under_its_name_and_the_next_one_is_whole(copy_of, tmp_path):
    fiji, disk = copy_of("fiji"), tmp_path / "disk"
    disk.mkdir()
    command = [LALI, "backup", str(disk / "fiji.lali"), "--home", str(fiji)]
    process = subprocess.Popen(command, env=environment(**SET), start_new_session=True)
    while not list(fiji.glob("backup-*/node.tar.age")) and process.poll() is None:
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert names(disk) == set()
    (disk / "fiji.lali.partial").write_bytes(b"what a kill a moment later would have left" * 100_000)

    again = lali("backup", disk / "fiji.lali", "--home", fiji, **SET)
    assert (again.returncode, again.stderr) == (0, "")
    assert names(disk) == {"fiji.lali"}
    (room,) = fiji.glob("backup-*")
    assert str(room) in lali("doctor", "--home", fiji).stdout
