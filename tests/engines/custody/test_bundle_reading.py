"""Bundles that were never bundles: whatever stands there, the answer is a broken check with a sentence."""

import os
import random
import shutil
import struct
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lali.engines.custody.bundle import EVERY_FILE
from lali.engines.custody.verify import verify_bundle
from tests.engines.custody.bundles import KEY, resign, written


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    return written(tmp_path_factory.mktemp("good") / "bundle")


@pytest.fixture(scope="module")
def good_zip(tmp_path_factory):
    return written(tmp_path_factory.mktemp("good") / "bundle.zip", b"short")


@pytest.fixture
def bundle(good, tmp_path):
    return shutil.copytree(good, tmp_path / "bundle")


def sentence(path):
    report = verify_bundle(path, trusted=[KEY])
    assert not report.ok
    return report.first_broken.detail


def zipped(path, files, compression=zipfile.ZIP_STORED):
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return path


def test_nothing_there(tmp_path):
    assert sentence(tmp_path / "nothing") == "There is no folder and no zip at this path."
    assert sentence(tmp_path / "nul\x00") == "There is no folder and no zip at this path."
    assert sentence(tmp_path) == "original.bin is missing."


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip", b"PK\x05\x06" + bytes(17), b"PK\x05\x06" + b"\xff" * 18])
def test_a_file_that_is_no_zip(tmp_path, content):
    (tmp_path / "file").write_bytes(content)
    assert verify_bundle(tmp_path / "file").unreadable


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_zip_is_never_an_error(good_zip, tmp_path, data):
    """A changed byte in a zip is either noticed or stands where the zip keeps nothing of the bundle."""
    content = bytearray(good_zip.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "damaged.zip"
    path.write_bytes(content)
    report = verify_bundle(path, trusted=[KEY])
    assert report.ok or report.first_broken.detail


def test_a_cut_zip(good_zip, tmp_path):
    content = good_zip.read_bytes()
    for length in range(0, len(content), 97):
        (tmp_path / "cut.zip").write_bytes(content[:length])
        assert not verify_bundle(tmp_path / "cut.zip").ok


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(EVERY_FILE), st.binary(max_size=300), st.booleans())
def test_garbage_in_any_file_is_a_broken_check(good, tmp_path_factory, name, content, signed):
    folder = shutil.copytree(good, tmp_path_factory.mktemp("garbage") / "bundle")
    (folder / name).write_bytes(content)
    if signed:
        resign(folder)
        if name in ("README.txt", "verify.py", "keys.txt", "manifest.sha256", "manifest.note"):
            return  # free text, not asked for when a key is trusted, or written anew
    assert sentence(folder)


@pytest.mark.parametrize(
    "content",
    [
        "[" * 100_000, "{}", "[]", "null", '{"proofs":1}', '{"proofs":[1]}', '{"proofs":[{"entry":true,"path":[]}]}',
        '{"proofs":[{"entry":7,"path":["zz"]}]}', '{"proofs":[{"entry":7,"path":[7]}]}', '{"proofs":[{"entry":' + "9" * 5000 + "}]}",
        '{"proofs":[{"entry":-7,"path":[]},{"entry":1,"path":[]},{"entry":9,"path":[]}]}', '{"proofs":null}',
    ],
)  # fmt: skip
def test_proofs_of_any_other_kind(bundle, content):
    (bundle / "proofs.json").write_text(content)
    resign(bundle)
    first = verify_bundle(bundle, trusted=[KEY]).first_broken
    assert first.name == "proofs"


@pytest.mark.parametrize(
    "content", ["[" * 100_000, "[]", "7", "{}", '{"size":"5"}', '{"size":' + "9" * 5000 + "}", '{"size":1e999}']
)
def test_exhibits_of_any_other_kind(bundle, content):
    (bundle / "exhibit.json").write_text(content)
    resign(bundle)
    assert "exhibit.json" in sentence(bundle)


def test_links_pipes_and_folders_are_not_followed(bundle, tmp_path):
    original = bundle / "original.bin"
    secret = tmp_path / "elsewhere"
    shutil.move(original, secret)
    original.symlink_to(secret)
    assert sentence(bundle) == "original.bin is damaged and cannot be read."
    original.unlink()
    os.mkfifo(original)
    assert sentence(bundle) == "original.bin is not a file."
    original.unlink()
    original.mkdir()
    assert "original.bin" in sentence(bundle)


@pytest.mark.parametrize("line", ["../../etc/passwd", "/etc/passwd", "ORIGINAL.BIN", "original.bin\x00"])
def test_a_manifest_that_points_elsewhere(bundle, line):
    manifest = (bundle / "manifest.sha256").read_text()
    (bundle / "manifest.sha256").write_text(manifest.replace("original.bin", line))
    assert sentence(bundle) == "manifest.sha256 does not list the files of the bundle, each once."


@pytest.mark.parametrize("top", ["../", "/", "./", "a/../", "C:\\"])
def test_paths_in_a_zip_lead_nowhere(good, tmp_path, top):
    files = [(top + name, (good / name).read_bytes()) for name in EVERY_FILE]
    assert sentence(zipped(tmp_path / "tricky.zip", files)) == "original.bin is missing."


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_twice_in_a_zip(good, tmp_path):
    files = [(name, (good / name).read_bytes()) for name in EVERY_FILE]
    path = zipped(tmp_path / "twice.zip", [*files, ("original.bin", b"another")])
    assert sentence(path) == "original.bin does not belong to the bundle."


def test_a_zip_bomb_is_not_unpacked(good, tmp_path):
    files = [(name, (good / name).read_bytes()) for name in EVERY_FILE if name != "original.bin"]
    path = zipped(tmp_path / "bomb.zip", [*files, ("original.bin", bytes(70_000_000))], zipfile.ZIP_DEFLATED)
    heard = []
    report = verify_bundle(path, trusted=[KEY], on_progress=heard.append)
    assert "unpacks to very much more" in report.first_broken.detail
    assert heard == []


@pytest.mark.parametrize("way", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_uncommon_ways_to_pack_are_named(good, tmp_path, way):
    files = [(name, (good / name).read_bytes()) for name in EVERY_FILE]
    assert "packed in an uncommon way" in sentence(zipped(tmp_path / "packed.zip", files, way))


def test_a_listener_that_fails_is_not_taken_for_a_broken_bundle(good):
    def gone(_size):
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        verify_bundle(good, on_progress=gone)


def test_a_small_file_that_unpacks_large_is_read_up_to_a_limit(good, tmp_path):
    files = [(name, (good / name).read_bytes()) for name in EVERY_FILE if name != "head.txt"]
    path = zipped(tmp_path / "large.zip", [*files, ("head.txt", bytes(30_000_000))], zipfile.ZIP_DEFLATED)
    assert sentence(path) == "head.txt is longer than any bundle's."


def test_a_zip_with_a_password(good_zip, tmp_path):
    content = bytearray(good_zip.read_bytes())
    table = content.index(b"PK\x01\x02")
    content[6] |= 1
    content[table + 8] |= 1
    (tmp_path / "locked.zip").write_bytes(content)
    assert sentence(tmp_path / "locked.zip") == "original.bin is damaged and cannot be read."


def test_a_zip_of_very_many_files(tmp_path):
    path = zipped(tmp_path / "many.zip", [(f"{number}.txt", b"") for number in range(1_000)])
    assert sentence(path) == "The zip holds more files than any bundle."


def test_a_zip_whose_table_is_very_large(tmp_path):
    """The end record claims a table of 3 MB, which a plain reader would load."""
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 60_000, 60_000, 3_000_000, 0, 0)
    (tmp_path / "table.zip").write_bytes(random.Random(1).randbytes(3_000_000) + end)
    assert sentence(tmp_path / "table.zip") == "The zip's table of contents is larger than any bundle's."


def test_an_endless_original_is_read_no_further_than_recorded(bundle):
    os.truncate(bundle / "original.bin", 2**40)
    assert sentence(bundle) == "The original is longer than exhibit.json records."


def test_an_endless_text_is_read_up_to_a_limit(bundle):
    os.truncate(bundle / "custody.jsonl", 2**40)
    assert "custody.jsonl is longer" in sentence(bundle)
