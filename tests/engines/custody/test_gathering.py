"""A folder as one original: the same bytes each time, its size known before, nothing followed, nothing lost unnamed."""

import io
import os
import zipfile
from hashlib import sha256

import pytest

from lali.engines.custody.gathering import MANIFEST, FolderChanged, Gathered


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "Telegram export"
    (folder / "photos" / "empty").mkdir(parents=True)
    (folder / "result.json").write_bytes(b"{}" * 50_000)
    (folder / "photos" / "a.jpg").write_bytes(os.urandom(3_000_000))
    (folder / "photos" / "ünï.txt").write_text("bula")
    (folder / "nothing").touch()
    (folder / "out").symlink_to("/etc/passwd")
    os.mkfifo(folder / "pipe")
    os.utime(folder / "nothing", (1, 1))  # before a ZIP can say
    (folder / os.fsdecode(b"\xff\n.bin")).write_bytes(b"odd")
    return folder


def read(folder):
    gathered = Gathered(folder)
    return gathered, io.BufferedReader(gathered).read()


def test_the_size_is_known_before_and_the_bytes_are_the_same_each_time(folder):
    gathered, data = read(folder)
    assert len(data) == gathered.size
    assert read(folder)[1] == data


def test_each_file_is_in_it_with_its_digest(folder):
    _gathered, data = read(folder)
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert archive.testzip() is None
    names = [name for name in archive.namelist() if name != MANIFEST]
    assert len(names) == 5
    lines = archive.read(MANIFEST).decode().splitlines()
    digests = {line.split("\t")[3]: line.split("\t")[0] for line in lines[1:] if not line.startswith("#")}
    assert digests == {name: sha256(archive.read(name)).hexdigest() for name in names}
    assert archive.read("Telegram export/photos/a.jpg") == (folder / "photos" / "a.jpg").read_bytes()
    assert "Telegram export/\\xff\\n.bin" in names


def test_links_and_pipes_are_left_out_by_name(folder):
    gathered, data = read(folder)
    assert [(one.path, one.kind) for one in gathered.left_out] == [
        ("Telegram export/out", "a link"),
        ("Telegram export/pipe", "a pipe"),
    ]
    assert b"root:" not in data
    manifest = zipfile.ZipFile(io.BytesIO(data)).read(MANIFEST).decode()
    assert "# left out\ta link\tTelegram export/out" in manifest


def test_a_folder_larger_than_four_gib_is_planned_right(folder, monkeypatch):
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 100_000)
    gathered, data = read(folder)
    assert len(data) == gathered.size


def test_a_file_that_grows_meanwhile_is_noticed(folder):
    gathered = Gathered(folder)
    with (folder / "result.json").open("ab") as file:
        file.write(b"more")
    with pytest.raises(FolderChanged, match=r"result\.json was changed"):
        io.BufferedReader(gathered).read()


def test_an_empty_folder_is_a_manifest(tmp_path):
    gathered, data = read(tmp_path)
    assert len(data) == gathered.size
    assert zipfile.ZipFile(io.BytesIO(data)).namelist() == [MANIFEST]
