"""`lali link images`: a folder, a zip or a list; an answer that is whole or not there."""

import csv
import json
import os
import random
import signal
import subprocess
import time
import zipfile

import pytest

from bench.drawn import CHANGES, drawn
from lali.project.commands.link_folders import pictures_in
from tests.project.command_line import LALI, environment, lali
from tests.project.test_link_texts import answers


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "pictures"
    (folder / "inside").mkdir(parents=True)
    for number in range(3):
        drawn(number).save(folder / f"{number}.png")
    CHANGES["turned"](drawn(1), random.Random(1)).save(folder / "inside" / "turned.png")
    CHANGES["packed again"](drawn(1), random.Random(1)).save(folder / "=packed.jpg")
    (folder / "bad.jpg").write_bytes(b"\xff\xd8\xff" + b"?" * 99)
    (folder / "words.txt").write_text("no picture")
    (folder / "elsewhere.png").symlink_to("/dev/zero")
    return folder


def zipped(folder, path):
    with zipfile.ZipFile(path, "w") as packed:
        for one in sorted(folder.rglob("*")):
            if one.is_file() and not one.is_symlink():
                packed.write(one, one.relative_to(folder))
    return path


def listed(folder, path):
    with path.open("w", newline="") as file:
        rows = [(one.name, one.relative_to(path.parent)) for one in sorted(folder.rglob("*")) if not one.is_dir()]
        csv.writer(file).writerows([("id", "file"), *rows, ("gone", "nowhere.png"), ("device", "/dev/zero")])
    return path


def test_copies_of_a_picture_are_one_family(folder, tmp_path):
    out = tmp_path / "out.csv"
    said = lali("link", "images", folder, "--out", out)
    assert said.returncode == 0, said.stderr
    assert "5 pictures: 3 in 1 family, 2 alone, 2 not compared." in said.stdout
    assert "not compared: bad.jpg: a picture that does not open" in said.stdout
    rows = {row["name"]: row for row in answers(out)}
    assert list(rows) == list(rows)
    assert list(rows["0.png"]) == ["name", "family", "distance", "score"]
    families = {name: row["family"] for name, row in rows.items()}
    assert families["1.png"] == families["inside/turned.png"] == families["'=packed.jpg"] != families["2.png"]


@pytest.mark.parametrize("source", ["folder", "zip", "list"])
def test_a_folder_a_zip_and_a_list_give_the_same(folder, tmp_path, source):
    given = {"zip": lambda: zipped(folder, tmp_path / "a.zip"), "list": lambda: listed(folder, tmp_path / "a.csv")}
    said = lali("link", "images", given.get(source, lambda: folder)(), "--json")
    told = json.loads(said.stdout)
    assert (told["pictures"], told["families"], told["alone"]) == (5, 1, 2)
    skipped = {one["name"]: one["why"] for one in told["skipped"]}
    expected = {"bad.jpg": "damaged", "words.txt": "other"}
    if source == "list":
        expected |= dict.fromkeys(("gone", "device", "elsewhere.png"), "unreadable")
    assert skipped == expected


def test_a_zip_that_lies_or_is_shut_leaves_nothing_behind(folder, tmp_path):
    packed = zipped(folder, tmp_path / "a.zip")
    data = bytearray(packed.read_bytes())
    at = data.find(b"IDAT") + 40
    data[at : at + 20] = b"?" * 20
    packed.write_bytes(data)
    told = json.loads(lali("link", "images", packed, "--json").stdout)
    assert {"name": "0.png", "why": "unreadable"} in told["skipped"] or len(told["skipped"]) == 3
    packed.write_bytes(data[: len(data) // 2])
    said = lali("link", "images", packed, "--out", tmp_path / "o.csv")
    assert said.returncode == 2
    assert not (tmp_path / "o.csv").exists()


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_a_few_bytes_may_unpack_to_gigabytes_is_not_unpacked(tmp_path, packing):
    source = tmp_path / "a.zip"
    with zipfile.ZipFile(source, "w", packing) as packed, packed.open("a.png", "w") as file:
        for _ in range(70):  # more than is taken of one file
            file.write(b"\0" * (1 << 20))
    assert list(pictures_in(source)) == [("a.png", "unreadable")]


def test_a_zip_of_a_later_version_is_one_sentence(folder, tmp_path):
    packed = zipped(folder, tmp_path / "a.zip")
    data = bytearray(packed.read_bytes())
    data[data.find(b"PK\x01\x02") + 6] = 99
    packed.write_bytes(data)
    said = lali("link", "images", packed)
    assert said.returncode == 2
    assert len(said.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("source", ["nowhere", "ads.csv"])
def test_what_cannot_be_read_is_one_sentence(tmp_path, source):
    (tmp_path / "ads.csv").write_text("id,text\n1,words\n")
    said = lali("link", "images", tmp_path / source)
    assert said.returncode == 2
    assert len(said.stderr.strip().splitlines()) == 1


def test_a_killed_run_leaves_what_was_there(tmp_path):
    pipe = tmp_path / "pictures"
    pipe.mkdir()
    for number in range(30):
        drawn(number).save(pipe / f"{number}.png")
    out = tmp_path / "o.csv"
    out.write_text("as it was")
    running = subprocess.Popen(
        [LALI, "link", "images", pipe, "--out", out], env=environment(), stdout=subprocess.DEVNULL
    )
    time.sleep(0.4)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    assert out.read_text() == "as it was" or len(answers(out)) == 30
