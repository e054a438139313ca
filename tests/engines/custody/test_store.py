import fcntl
import io
import os
import resource
import signal
import subprocess
import sys

import pytest
from blake3 import blake3
from hypothesis import given, settings
from hypothesis import strategies as st

from lali.engines.custody.incoming import StoreIsFull
from lali.engines.custody.keys import NotAKey, new_kek
from lali.engines.custody.sealing import CHUNK, unseal
from lali.engines.custody.store import NotInStore, SealedBytesChanged, Store

KEK = new_kek()
PLAIN = b"what the screen showed " * 30_000  # more than two chunks


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "exhibits")


def kept(store, plain=PLAIN):
    return store.put(io.BytesIO(plain), kek=KEK)


def files_in(store):
    return [path for path in store.root.rglob("*") if path.is_file()]


def opened(store, address):
    with store.open(address) as sealed:
        return b"".join(unseal(sealed, kek=KEK))


def test_what_was_put_is_found_under_the_digest_of_its_sealed_bytes(store):
    sealed = kept(store)
    path = store.root / sealed.address[:2] / sealed.address[2:]
    assert blake3(path.read_bytes()).hexdigest() == sealed.address
    assert path.stat().st_size == sealed.sealed_size
    assert path.stat().st_mode & 0o777 == 0o400
    assert path.stat().st_nlink == 1
    assert opened(store, sealed.address) == PLAIN
    assert list(store.addresses()) == [sealed.address]
    assert store.unfinished() == []
    store.check(sealed.address)


def test_pushing_keeps_the_same_as_putting(store):
    heard = []
    with store.intake(kek=KEK, on_progress=heard.append) as intake:
        for at in range(0, len(PLAIN), 65_536):
            intake.write(PLAIN[at : at + 65_536])
        sealed = intake.finish()
    assert opened(store, sealed.address) == PLAIN
    assert heard == [CHUNK, 2 * CHUNK, len(PLAIN)]


def test_one_original_twice_stands_twice_and_tells_nobody(store):
    first, second = kept(store), kept(store)
    assert first.sha256 == second.sha256
    assert first.address != second.address
    assert sorted(store.addresses()) == sorted([first.address, second.address])


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_a_changed_byte_is_named_without_a_key(tmp_path_factory, data):
    store = Store(tmp_path_factory.mktemp("store"))
    address = kept(store).address
    path = store.root / address[:2] / address[2:]
    content = bytearray(path.read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    path.chmod(0o600)
    path.write_bytes(content)
    with pytest.raises(SealedBytesChanged, match="changed after it was kept"):
        store.check(address)


def test_checking_tells_how_far_it_is(store):
    sealed, heard = kept(store), []
    store.check(sealed.address, on_progress=heard.append)
    assert heard[-1] == sealed.sealed_size


@pytest.mark.parametrize(
    "address", ["", "0" * 63, "0" * 64, "../../etc/passwd", "A" * 64, "0" * 64 + "\n", "\x00" * 64]
)
def test_what_is_not_there_is_named(store, address):
    for ask in (store.open, store.check):
        with pytest.raises(NotInStore):
            ask(address)


def test_leaving_without_finishing_leaves_nothing(store):
    with store.intake(kek=KEK) as intake:
        intake.write(PLAIN)
    assert files_in(store) == []
    with pytest.raises(ValueError, match="finished"):
        intake.write(b"more")


def test_a_failing_source_leaves_nothing(store):
    class Broken(io.BytesIO):
        def read(self, size=-1):
            return super().read(size) or self.fail()

        def fail(self):
            raise ConnectionResetError("the line broke")

    with pytest.raises(ConnectionResetError):
        store.put(Broken(PLAIN), kek=KEK)
    assert files_in(store) == []


def test_a_wrong_key_leaves_nothing(store):
    with pytest.raises(NotAKey):
        store.intake(kek=b"short")
    assert files_in(store) == []


def test_a_large_original_comes_back(store):
    """Large enough that part of it goes to the disk before the end."""
    plain = blake3(b"large").digest(length=9 * 1024 * 1024)
    assert opened(store, kept(store, plain).address) == plain


def test_an_incoming_file_that_a_cleaner_took_is_made_again(store, monkeypatch):
    """Between making the file and locking it a cleaner may hold the lock, and delete."""
    real, taken = fcntl.flock, []

    def late(file, how):
        if not taken:
            taken.extend((store.root / "incoming").iterdir())
            taken[0].unlink()
        real(file, how)

    monkeypatch.setattr(fcntl, "flock", late)
    assert opened(store, kept(store).address) == PLAIN
    assert len(taken) == 1


def test_a_failing_disk_leaves_nothing(store, monkeypatch):
    def fail(_descriptor):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="Input/output"):
        kept(store)
    assert files_in(store) == []


def test_a_living_intake_is_neither_listed_nor_discarded(store):
    with store.intake(kek=KEK) as intake:
        intake.write(PLAIN)
        assert store.unfinished() == []
        assert store.discard_unfinished() == 0
        sealed = intake.finish()
    assert opened(store, sealed.address) == PLAIN


def test_nothing_is_ever_replaced(store):
    """Should the address be taken, the intake fails and what stands there stays."""
    taken = "ab" * 32
    (store.root / taken[:2]).mkdir()
    (store.root / taken[:2] / taken[2:]).write_bytes(b"first")
    with store.intake(kek=KEK) as intake, pytest.raises(FileExistsError):
        intake._place(taken)
    assert (store.root / taken[:2] / taken[2:]).read_bytes() == b"first"


# -- a full disk ---------------------------------------------------------------------------------------------------


@pytest.fixture
def room():
    """Lets files grow to a limit only, as the system does it."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize("size", [0, 10, 67, CHUNK, CHUNK + 100, len(PLAIN) + 67])
def test_a_full_disk_is_named_and_nothing_half_written_stays(store, room, size):
    room(size)
    with pytest.raises(StoreIsFull, match="disk is full"):
        kept(store)
    assert files_in(store) == []
    room(10 * len(PLAIN))
    assert opened(store, kept(store).address) == PLAIN


def test_a_disk_that_fills_while_syncing_is_named(store, monkeypatch):
    def refuse(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(StoreIsFull):
        kept(store)
    assert files_in(store) == []


# -- killed in the middle ------------------------------------------------------------------------------------------

CHILD = """
import os, sys
from pathlib import Path
from lali.engines.custody.store import Store

root, stage, kek = Path(sys.argv[1]), sys.argv[2], bytes.fromhex(sys.argv[3])

def here(name):
    if name == stage:
        print("here", flush=True)
        sys.stdin.read()

def around(module, name):
    real = getattr(module, name)
    def call(*args, **kwargs):
        here("before " + name)
        result = real(*args, **kwargs)
        here("after " + name)
        return result
    setattr(module, name, call)

around(os, "fchmod")
around(Path, "hardlink_to")
around(os, "fsync")
intake = Store(root).intake(kek=kek)
here("begun")
intake.write(bytes(700_000))
here("written")
print(intake.finish().address, flush=True)
"""
STAGES = ["begun", "written", "before fchmod", "before fsync", "after fsync", "before hardlink_to", "after hardlink_to"]


def killed_at(store, stage):
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(store.root), stage, KEK.hex()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with child:
        said = child.stdout.readline().strip()
        running = store.unfinished()
        child.send_signal(signal.SIGKILL)
    return said, running


@pytest.mark.parametrize("stage", STAGES)
def test_killed_in_the_middle_it_stands_whole_or_is_listed(store, stage):
    said, running = killed_at(store, stage)
    assert said == "here"
    assert running == []  # while the process lived, it was at work
    if stage == "after hardlink_to":
        (address,) = store.addresses()
        assert opened(store, address) == bytes(700_000)
        assert store.unfinished() == []
    else:
        assert list(store.addresses()) == []
        (left,) = store.unfinished()
        assert left.size <= 700_000 + 67 + 3 * 16
        assert left.written_at.tzinfo
    assert store.discard_unfinished() == (stage != "after hardlink_to")
    assert store.unfinished() == []
    assert not any((store.root / "incoming").iterdir())
    for address in store.addresses():
        store.check(address)
