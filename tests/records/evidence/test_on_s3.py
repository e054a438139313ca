"""Exhibits in a bucket of a real S3 server: written once, read from any place, checked, destroyed.

A server that is away makes no exhibit broken.
"""

import io
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lali.engines.custody import NotInStore, Unsealed
from lali.records.evidence.actions import check_exhibit, copy_out, destroy_exhibits, is_whole
from lali.records.evidence.listing import NotAList, bucket_list, compare_list
from lali.records.evidence.storage import PART, SentBytesChanged, StoreIsAway, exhibit_bucket, exhibit_store
from lali.records.keyring import keys

pytestmark = pytest.mark.slow
KEY, SECRET = "fictional-key", "fictional-secret"
WEED = Path(sys.executable).with_name("weed")
LARGE = 2 * PART + 100_000


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """SeaweedFS, on ports of its own; gives its address."""
    folder = tmp_path_factory.mktemp("s3")
    who = {
        "name": "lali",
        "credentials": [{"accessKey": KEY, "secretKey": SECRET}],
        "actions": ["Admin", "Read", "Write", "List"],
    }
    (folder / "s3.json").write_text(json.dumps({"identities": [who]}))
    (folder / "data").mkdir()
    ports = {name: free_port() for name in ("s3.port", "master.port", "volume.port", "filer.port")}
    ports |= {f"{name}.grpc": free_port() for name in ("s3.port", "master.port", "volume.port", "filer.port")}
    command = [WEED, "server", "-dir=data", "-ip=127.0.0.1", "-s3", "-s3.config=s3.json", "-volume.max=5"]
    command += ["-s3.port.iceberg=0", "-s3.port.lance=0"]  # else at fixed ports
    command += ["-master.volumeSizeLimitMB=64", *(f"-{name}={port}" for name, port in ports.items())]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    yield f"http://127.0.0.1:{ports['s3.port']}"
    process.kill()
    process.wait()
    shutil.rmtree(folder)


@pytest.fixture
def bucket(settings, server, exhibits, monkeypatch):
    from lali.records.evidence import storage

    monkeypatch.setattr(storage, "RETRY", {"max_retries": 0})
    settings.EXHIBITS, settings.S3_ENDPOINT = f"s3://lali/{os.urandom(4).hex()}", server
    settings.S3_KEYS = (KEY, SECRET, "us-east-1")
    ends = time.monotonic() + 60
    while True:
        try:
            with exhibit_store().intake(kek=keys().kek) as intake:
                intake.finish()
            break
        except (StoreIsAway, SentBytesChanged):
            if time.monotonic() > ends:
                raise
            time.sleep(0.5)
    return exhibit_store()


@pytest.fixture
def big():
    return os.urandom(LARGE)


def test_a_small_and_a_large_exhibit_are_kept_there_and_nothing_stays_here(bucket, take_in, exhibits, big, lead, case):
    for data in (b"bula", big):
        exhibit = take_in(data)
        assert exhibit_store().holds(exhibit.address)
        assert b"".join(copy_out(by=lead, ref=case.ref, number=exhibit.number)[1]) == data
        assert check_exhibit(by=lead, ref=case.ref, number=exhibit.number)
        assert exhibit.address in list(exhibit_store().addresses())
    assert [path for path in exhibits.rglob("*") if path.is_file()] == []


def test_it_is_read_from_any_place(bucket, take_in, big):
    exhibit = take_in(big)
    original = io.BufferedReader(Unsealed(exhibit_store().open(exhibit.address), kek=keys().kek))
    for at in (LARGE - 10, 0, PART - 3, 262_140):
        original.seek(at)
        assert original.read(20) == big[at : at + 20]


def test_nothing_is_ever_replaced(bucket, take_in, tmp_path):
    exhibit = take_in(b"first")
    other = tmp_path / "other"
    other.write_bytes(b"not what was sealed")
    exhibit_store()._home.keep(other, exhibit.address)  # what stands there is whole: it stays, and counts
    assert is_whole(exhibit)
    with pytest.raises(SentBytesChanged):
        exhibit_store()._home.keep(other, "ab" * 32)


def test_a_changed_object_is_found(bucket, take_in, lead, case):
    import obstore

    exhibit = take_in(b"bula" * 1000)
    home = exhibit_store()._home
    name = f"{exhibit.address[:2]}/{exhibit.address[2:]}"
    data = bytearray(bytes(obstore.get(home._store, name).bytes()))
    data[-5] ^= 1
    obstore.put(home._store, name, bytes(data))
    assert not is_whole(exhibit)


def test_what_is_destroyed_is_gone(bucket, take_in, lead, case, django_capture_on_commit_callbacks):
    exhibit = take_in(b"bula")
    with django_capture_on_commit_callbacks(execute=True):
        destroy_exhibits(by=lead, case=case, reason="D-001")
    assert not exhibit_store().holds(exhibit.address)
    with pytest.raises(NotInStore):
        exhibit_store().open(exhibit.address)


def test_a_store_that_is_away_is_no_broken_exhibit(bucket, take_in, settings):
    exhibit = take_in(b"bula")
    settings.S3_ENDPOINT = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(StoreIsAway):
        is_whole(exhibit)


def test_a_list_of_the_bucket_says_later_what_is_gone_and_what_has_another_size(bucket, take_in, big):
    import obstore

    first, second, third = take_in(b"bula"), take_in(big), take_in(b"vinaka")
    listed = bucket_list().decode()
    assert f"{first.address}\t" in listed
    assert f"\t{second.sha256}\t{second.blake3}\n" in listed
    assert first.file_name not in listed
    assert compare_list(listed).holds
    home = exhibit_bucket()._store
    obstore.delete(home, f"{first.address[:2]}/{first.address[2:]}")
    obstore.put(home, f"{third.address[:2]}/{third.address[2:]}", b"longer than it was, or shorter")
    found = compare_list(listed)
    assert (found.gone, found.changed, found.holds) == ((first.address,), (third.address,), False)
    for text in ("", "lali bucket 9\ts3://x", listed + "a line\n"):
        with pytest.raises(NotAList):
            compare_list(text)


def test_on_a_disk_there_is_no_list(exhibits):
    assert bucket_list() == b""
    with pytest.raises(NotAList):
        compare_list("lali bucket 1\ts3://x\n")
