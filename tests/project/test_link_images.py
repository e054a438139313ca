"""`lali link images`: a folder, a zip or a list; an answer that is whole or not there."""

import csv
import json
import os
import random
import re
import signal
import struct
import subprocess
import time
import zipfile
import zlib

import pytest
from PIL import Image

from bench.drawn import CHANGES, drawn
from lali.project.commands.link_folders import pictures_in
from lali.project.commands.link_looks import looks_beside
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


def test_a_killed_run_leaves_what_was_there_and_goes_on(tmp_path):
    pipe = tmp_path / "pictures"
    pipe.mkdir()
    for number in range(30):
        drawn(number).save(pipe / f"{number}.png")
    out, kept, whole = tmp_path / "o.csv", tmp_path / ".o.csv.looks", tmp_path / "whole.csv"
    out.write_text("as it was")
    running = subprocess.Popen(
        [LALI, "link", "images", pipe, "--out", out], env=environment(), stdout=subprocess.DEVNULL
    )
    until = time.monotonic() + 60
    while not (kept.exists() and kept.stat().st_size > 9_000 * 5) and time.monotonic() < until:
        time.sleep(0.01)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    if not kept.exists():  # it was quicker
        assert len(answers(out)) == 30
        return
    assert out.read_text() == "as it was"
    with kept.open("r+b") as file:  # the machine went down in the middle of a record
        file.truncate(kept.stat().st_size - 100)
    said = lali("link", "images", pipe, "--out", out)
    assert re.search(r"Going on: \d+ files were looked at before", said.stderr)
    assert not kept.exists()
    assert lali("link", "images", pipe, "--out", whole).returncode == 0
    assert sorted(out.read_text().splitlines()) == sorted(whole.read_text().splitlines())


@pytest.mark.parametrize(
    ("bound", "word"), [(("--gigabytes", "0.000001"), "gigabytes"), (("--hours", "1e-9"), "hours")]
)
def test_a_run_ends_at_its_bound_says_so_and_the_next_goes_on(folder, tmp_path, bound, word):
    out = tmp_path / "o.csv"
    said = lali("link", "images", folder, "--out", out, *bound)
    assert said.returncode == 2
    assert f"used up its {word}" in said.stderr
    assert "give the same command again" in said.stderr
    assert not out.exists()
    assert lali("link", "images", folder, "--out", out).returncode == 0
    assert len(answers(out)) == 5
    assert not list(tmp_path.glob(".o.csv*"))
    assert "give --out" in lali("link", "images", folder, *bound).stderr


@pytest.mark.slow
@pytest.mark.parametrize("said", ["0", "-1", "nan", "inf", "long"])
def test_a_bound_is_a_number_more_than_nothing(folder, said):
    assert lali("link", "images", folder, "--hours", said).returncode == 2


@pytest.mark.slow
def test_what_was_kept_by_others_or_another_release_is_let_go(folder, tmp_path):
    out, kept = tmp_path / "o.csv", tmp_path / ".o.csv.looks"
    for nonsense in (b"", b"lali looks 0\n" + b"?" * 900, b"lali looks 1\n" + b"\0" * 900, b"?"):
        kept.write_bytes(nonsense)
        assert lali("link", "images", folder, "--out", out).returncode == 0
        assert len(answers(out)) == 5
    kept.symlink_to(tmp_path / "elsewhere")
    assert lali("link", "images", folder, "--out", out).returncode == 2
    assert not (tmp_path / "elsewhere").exists()


def test_two_runs_do_not_write_one_answer(folder, tmp_path):
    out = tmp_path / "o.csv"
    with looks_beside(out):
        said = lali("link", "images", folder, "--out", out)
    assert said.returncode == 2
    assert "Another run is at work" in said.stderr


def test_hostile_pictures_are_named_and_the_others_go_on(folder):
    Image.new("1", (30_000, 30_000)).save(folder / "wide.png")
    Image.new("RGB", (30_000, 200)).save(folder / "long.png")
    Image.new("RGB", (64, 64)).save(
        folder / "moves.gif", save_all=True, append_images=[Image.new("RGB", (64, 64), "red")]
    )
    (folder / "cut.png").write_bytes((folder / "0.png").read_bytes()[:900])
    packed = zlib.compress(b"\0" * (200 << 20), 9)
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", 100, 100, 8, 2, 0, 0, 0)), (b"IDAT", packed), (b"IEND", b""))
    parts = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks)
    (folder / "bomb.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(parts))
    told = json.loads(lali("link", "images", folder, "--json").stdout)
    skipped = {one["name"]: one["why"] for one in told["skipped"]}
    assert skipped["wide.png"] == "too_large"
    assert skipped["moves.gif"] == "several_frames"
    assert skipped["cut.png"] == "damaged"
    assert told["families"] == 1
