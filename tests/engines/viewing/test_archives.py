"""Archives are listed without unpacking them, and what is wrong with them is named."""

import gzip
import io
import stat
import tarfile
import zipfile

import pytest

from lali.engines.viewing import Beware, CannotLook, Kind, taken
from tests.engines.viewing.files import codes, looked, looked_or_damaged, photograph


def zipped(files, **more):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, **more) as parts:
        for name, data in files.items():
            parts.writestr(name, data)
    return written.getvalue()


def tarred(files, mode="w"):
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode=mode) as parts:
        for name, data in files.items():
            one = tarfile.TarInfo(name)
            one.size = len(data)
            parts.addfile(one, io.BytesIO(data))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        parts.addfile(link)
        device = tarfile.TarInfo("disk")
        device.type = tarfile.BLKTYPE
        parts.addfile(device)
    return written.getvalue()


FILES = {"chat/a.txt": b"Bula", "../../evil.exe": b"MZ", "photo.jpg": photograph()}


@pytest.mark.parametrize(
    "pack", [zipped, tarred, lambda files: tarred(files, "w:gz"), lambda files: tarred(files, "w:xz")]
)
def test_what_lies_in_an_archive(pack):
    data = pack(FILES)
    seen = looked(data, "a.zip")
    assert seen.kind == Kind.ARCHIVE
    assert [one.name for one in seen.members[:3]] == list(FILES)
    assert [one.size for one in seen.members[:3]] == [len(one) for one in FILES.values()]
    assert set(seen.members[1].cautions) == {Beware.TRAVERSAL, Beware.PROGRAM}
    assert {Beware.TRAVERSAL, Beware.PROGRAM} <= codes(seen)
    assert b"".join(taken(io.BytesIO(data), inside=(1,))) == b"Bula"
    inside = looked(data, inside=(3,))
    assert (inside.kind, inside.format) == (Kind.PICTURE, "JPEG")
    with pytest.raises(CannotLook, match="no_such_part"):
        list(taken(io.BytesIO(data), inside=(99,)))
    if pack is not zipped:
        link, device = seen.members[3:]
        assert (link.name, link.opens, Beware.LINK in link.cautions) == ("link → /etc/passwd", False, True)
        assert Beware.DEVICE_FILE in device.cautions


def test_a_link_in_a_zip_a_password_and_one_name_twice():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as parts:
        link = zipfile.ZipInfo("link")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        parts.writestr(link, "/etc/passwd")
        parts.writestr("a", "1")
        with pytest.warns(UserWarning, match="Duplicate"):
            parts.writestr("a", "2")
    data = bytearray(written.getvalue())
    seen = looked(bytes(data), "a.zip")
    assert {Beware.LINK, Beware.SAME_NAME} <= codes(seen)
    at = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    data[at + 8] |= 1  # the second one is encrypted
    seen = looked(bytes(data), "a.zip")
    assert Beware.ENCRYPTED in codes(seen)
    assert not seen.members[1].opens
    with pytest.raises(CannotLook, match="encrypted"):
        list(taken(io.BytesIO(bytes(data)), inside=(2,)))


@pytest.mark.slow
def test_a_bomb_is_named_and_not_unpacked():
    data = zipped({"zeros": bytes(200_000_000)})
    seen = looked(data, "a.zip")
    assert Beware.UNPACKS_LARGE in codes(seen)
    assert Beware.UNPACKS_LARGE in seen.members[0].cautions
    with pytest.raises(CannotLook, match="too_large"):
        looked(data, inside=(1,))


def test_what_unpacks_to_more_than_it_says_is_stopped():
    data = bytearray(zipped({"a": bytes(3_000_000)}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    with pytest.raises(CannotLook, match=r"too_large|damaged"):
        list(taken(io.BytesIO(bytes(data)), inside=(1,)))


@pytest.mark.slow
def test_files_inside_files_end_somewhere():
    data = b"words"
    for _ in range(6):
        data = zipped({"next.zip": data})
    assert looked(data, inside=(1, 1, 1, 1)).kind == Kind.ARCHIVE
    with pytest.raises(CannotLook, match="no_such_part"):
        looked(data, inside=(1,) * 5)


@pytest.mark.slow
def test_a_long_list_has_pages():
    data = zipped({f"{number}.txt": b"x" for number in range(450)})
    seen = looked(data, page=3)
    assert (seen.pages, seen.total, len(seen.members)) == (3, 450, 50)
    assert seen.members[0].name == "400.txt"
    assert looked(data, inside=(450,)).text == "x"


def test_one_packed_file_and_what_is_only_named():
    seen = looked(gzip.compress(b"words"), "log.txt.gz")
    assert [one.name for one in seen.members] == ["log.txt"]
    assert looked(gzip.compress(b"words"), inside=(1,)).text == "words"
    for data, form in ((b"7z\xbc\xaf\x27\x1c" + bytes(50), "7z"), (b"Rar!\x1a\x07\x01\0" + bytes(50), "RAR")):
        seen = looked(data)
        assert (seen.format, codes(seen)) == (form, {Beware.NOT_LISTED})


@pytest.mark.parametrize("data", [b"PK\x03\x04garbage", b"\x1f\x8bgarbage", zipped(FILES)[:-30], tarred(FILES)[:700]])
def test_what_is_damaged_gives_a_word(data):
    seen = looked_or_damaged(data)
    assert seen is None or Beware.DAMAGED in codes(seen) or seen.members
