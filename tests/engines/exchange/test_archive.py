import io
import tarfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lali.engines.exchange import Malformed, archive

NAMES = ("a.json", "b.txt")
FILES = st.fixed_dictionaries({name: st.binary(max_size=2000) for name in NAMES})


def tar_of(*members: tuple[tarfile.TarInfo, bytes], form=tarfile.USTAR_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as tar:
        for header, content in members:
            header.size = len(content)
            tar.addfile(header, io.BytesIO(content))
    return out.getvalue()


def member(name: str, content: bytes = b"x", **changes) -> tuple[tarfile.TarInfo, bytes]:
    header = tarfile.TarInfo(name)
    for key, value in changes.items():
        setattr(header, key, value)
    return header, content


@given(FILES)
def test_files_come_back_and_the_bytes_are_always_the_same(files):
    packed = archive.pack(files)
    assert archive.unpack(packed, names=NAMES) == files
    assert archive.pack(dict(reversed(files.items()))) == packed


@given(FILES)
def test_python_reads_it_as_an_ordinary_tar(files):
    with tarfile.open(fileobj=io.BytesIO(archive.pack(files))) as tar:
        assert {m.name: tar.extractfile(m).read() for m in tar} == files
        assert {(m.mtime, m.uid, m.gid, m.mode) for m in tar} == {(0, 0, 0, 0o644)}


def test_an_ordinary_tar_with_other_moments_is_read():
    data = tar_of(member("b.txt", b"2", mtime=1), member("a.json", b"1", mode=0o600, uid=1000))
    assert archive.unpack(data, names=NAMES) == {"a.json": b"1", "b.txt": b"2"}


@pytest.mark.parametrize(
    "third",
    [
        member("../a.json"),
        member("/a.json"),
        member("./a.json"),
        member("dir/a.json"),
        member("c.txt"),
        member("b.txt", b"", type=tarfile.SYMTYPE, linkname="/etc/passwd"),
        member("b.txt", b"", type=tarfile.LNKTYPE, linkname="a.json"),
        member("b.txt", b"", type=tarfile.DIRTYPE),
        member("b.txt", b"", type=tarfile.CHRTYPE),
        member("b.txt", b"", type=tarfile.FIFOTYPE),
    ],
)
def test_anything_but_the_plain_expected_files_is_refused(third):
    with pytest.raises(Malformed):
        archive.unpack(tar_of(member("a.json"), third), names=NAMES)


def test_a_name_that_comes_twice_is_refused():
    with pytest.raises(Malformed):
        archive.unpack(tar_of(member("a.json"), member("b.txt"), member("a.json", b"2")), names=NAMES)


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_long_names_and_extended_headers_are_refused(form):
    with pytest.raises(Malformed):
        archive.unpack(tar_of(member("x" * 300), form=form), names=NAMES)


def test_a_missing_cut_or_trailing_part_is_refused():
    whole = archive.pack({"a.json": b"1" * 600, "b.txt": b"2"})
    for data in (archive.pack({"a.json": b"1"}), whole[:700], whole[:-1] + b"x", b"", bytes(10240)):
        with pytest.raises(Malformed):
            archive.unpack(data, names=NAMES)


def test_a_negative_or_endless_size_is_refused():
    for size in (-512, -1, 2**62, 8**11 - 1):
        header = tarfile.TarInfo("a.json")
        header.size = size
        with pytest.raises(Malformed):
            archive.unpack(header.tobuf(tarfile.GNU_FORMAT) + bytes(1024), names=NAMES)


@given(st.binary(max_size=3000))
def test_noise_is_refused(noise):
    with pytest.raises(Malformed):
        archive.unpack(noise, names=NAMES)


@given(st.integers(0, 10239), st.integers(1, 255))
def test_a_changed_byte_is_refused_or_only_changes_what_it_says(place, change):
    data = bytearray(archive.pack({"a.json": b"1" * 600, "b.txt": b"2"}))
    data[place] ^= change
    try:
        files = archive.unpack(bytes(data), names=NAMES)
    except Malformed:
        return
    assert files.keys() == set(NAMES)
