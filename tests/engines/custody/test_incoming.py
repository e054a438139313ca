"""An original that comes in with interruptions is the same original, and nothing is ever added that is not its own."""

import io
import os
import resource
import signal
import subprocess
import sys
from hashlib import sha256

import pytest
from blake3 import blake3
from hypothesis import given, settings
from hypothesis import strategies as st

from lali.engines.custody import (
    AnotherOriginal,
    GoesOnElsewhere,
    NothingStands,
    SealBroken,
    Store,
    StoreIsFull,
    WrongKey,
    new_kek,
    sum_of_pieces,
    unseal,
)
from lali.engines.custody.sealing import CHUNK, HEADER_SIZE, TAG

KEK = new_kek()
PLAIN = blake3(b"what the phone held").digest(length=3 * CHUNK + 1000)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "exhibits")


def pieces(plain):
    return [plain[at : at + CHUNK] for at in range(0, len(plain), CHUNK)]


def opened(store, address):
    with store.open(address) as sealed:
        return b"".join(unseal(sealed, kek=KEK))


def incoming(store, name):
    return store.root / "incoming" / name


def finished(store, name, rest=b""):
    with store.go_on(name, kek=KEK) as goes_on:
        goes_on.write(rest)
        return goes_on.finish()


@settings(max_examples=15, deadline=None)
@given(
    size=st.sampled_from([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, len(PLAIN)]),
    cuts=st.lists(st.integers(0, len(PLAIN)), max_size=6),
    says=st.lists(st.booleans(), min_size=7, max_size=7),
)
def test_however_it_is_cut_it_is_the_original(tmp_path_factory, size, cuts, says):
    """A cut that was noticed (`pause`) loses nothing; one that was not loses less than a chunk."""
    store, plain = Store(tmp_path_factory.mktemp("store")), PLAIN[:size]
    name = store.begin(kek=KEK)
    sent = 0
    for until, noticed in zip(sorted(min(cut, size) for cut in cuts), says, strict=False):
        with store.go_on(name, kek=KEK) as goes_on:
            assert sent - CHUNK <= goes_on.offset <= sent
            goes_on.write(plain[goes_on.offset : max(until, goes_on.offset)])
            sent = goes_on.offset
            if noticed:
                assert goes_on.pause() == sent
        if noticed:
            with store.go_on(name, kek=KEK) as goes_on:
                assert goes_on.offset == sent
    with store.go_on(name, kek=KEK) as goes_on:
        assert b"".join(goes_on.standing()) == plain[: goes_on.offset]
        goes_on.write(plain[goes_on.offset :])
        sealed = goes_on.finish(expected=sum_of_pieces(pieces(plain) or [b""]))
    assert (sealed.size, sealed.sha256, sealed.blake3) == (size, sha256(plain).hexdigest(), blake3(plain).hexdigest())
    assert opened(store, sealed.address) == plain
    store.check(sealed.address)
    assert sealed.sealed_size == (store._path(sealed.address)).stat().st_size
    assert store.let_go(name)
    assert list((store.root / "incoming").iterdir()) == []
    assert opened(store, sealed.address) == plain


def test_one_stream_that_broke_off_goes_on(store):
    with store.intake(kek=KEK, keeps=True) as intake:  # a stick that was pulled out
        intake.write(PLAIN[: 2 * CHUNK + 5])
    with store.go_on(intake.name, kek=KEK) as goes_on:
        assert goes_on.offset == 2 * CHUNK
        goes_on.write(PLAIN[2 * CHUNK :])
        sealed = goes_on.finish()
    assert opened(store, sealed.address) == PLAIN


def test_nothing_of_it_is_ever_in_clear(store):
    name = store.begin(kek=KEK)
    with store.go_on(name, kek=KEK) as goes_on:
        goes_on.write(b"GL Careers " * 30_000)
        goes_on.pause()
    files = [path for path in store.root.rglob("*") if path.is_file()]
    assert sorted(path.suffix for path in files) == ["", ".tail"]
    assert all(b"GL Careers" not in path.read_bytes() for path in files)


def cut_at(store, name, size):
    os.truncate(incoming(store, name), size)


def stands(store, plain):
    name = store.begin(kek=KEK)
    with store.go_on(name, kek=KEK) as goes_on:
        goes_on.write(plain)
    return name


@pytest.mark.parametrize("torn", [1, TAG, TAG + 1, CHUNK, CHUNK + TAG - 1])
def test_a_chunk_that_was_torn_is_written_again_only_with_the_same_bytes(store, torn):
    name = stands(store, PLAIN)
    cut_at(store, name, HEADER_SIZE + 2 * (CHUNK + TAG) + torn)
    before = incoming(store, name).read_bytes()
    with store.go_on(name, kek=KEK) as goes_on:
        assert goes_on.offset == 2 * CHUNK
        with pytest.raises(AnotherOriginal):
            goes_on.write(bytes(2 * CHUNK))
    assert incoming(store, name).read_bytes() == before
    sealed = finished(store, name, PLAIN[2 * CHUNK :])
    assert opened(store, sealed.address) == PLAIN


@pytest.mark.parametrize("size", [0, 5, CHUNK, CHUNK + 5])
def test_a_last_chunk_that_was_written_before_a_stop_is_taken_back(store, size):
    name = stands(store, PLAIN[:size])
    with store.go_on(name, kek=KEK) as goes_on:
        goes_on.write(PLAIN[goes_on.offset : size])
        goes_on._append(last=True)  # and then the power went
    with store.go_on(name, kek=KEK) as goes_on:
        assert goes_on.offset == size
        goes_on.pause()
    sealed = finished(store, name)
    assert opened(store, sealed.address) == PLAIN[:size]


def test_a_last_chunk_is_no_hindrance_when_there_is_more(store):
    name = stands(store, b"")
    with store.go_on(name, kek=KEK) as goes_on:
        goes_on.write(PLAIN[:CHUNK])
        goes_on._append(last=True)
    sealed = finished(store, name, PLAIN[CHUNK:])
    assert opened(store, sealed.address) == PLAIN


@pytest.mark.parametrize("where", [HEADER_SIZE + CHUNK + 30, 20, 50])
def test_nothing_is_added_to_what_was_changed(store, where):
    name = stands(store, PLAIN)
    cut_at(store, name, HEADER_SIZE + 2 * (CHUNK + TAG))
    content = bytearray(incoming(store, name).read_bytes())
    content[where] ^= 1
    incoming(store, name).write_bytes(content)
    with pytest.raises(SealBroken):
        store.go_on(name, kek=KEK)


def test_a_change_before_the_end_is_found_at_the_end(store):
    name = stands(store, PLAIN)
    content = bytearray(incoming(store, name).read_bytes())
    content[HEADER_SIZE + 30] ^= 1
    incoming(store, name).write_bytes(content)
    with store.go_on(name, kek=KEK) as goes_on:
        goes_on.write(PLAIN[goes_on.offset :])
        with pytest.raises(SealBroken):
            goes_on.finish()
    assert list(store.addresses()) == []


def test_under_another_key_nothing_goes_on(store):
    with pytest.raises(WrongKey):
        store.go_on(stands(store, PLAIN), kek=new_kek())


def test_of_two_at_once_one_writes_nothing(store):
    name = store.begin(kek=KEK)
    with store.go_on(name, kek=KEK) as old, store.go_on(name, kek=KEK) as new:
        old.write(PLAIN[:CHUNK])
        new.write(PLAIN[: 2 * CHUNK])
        with pytest.raises(GoesOnElsewhere):
            old.write(b"something else altogether")
        old.pause()
        new.pause()
    with store.go_on(name, kek=KEK) as goes_on:
        assert goes_on.offset == 2 * CHUNK
    assert opened(store, finished(store, name, PLAIN[2 * CHUNK :]).address) == PLAIN


def test_an_old_line_that_ends_late_takes_nothing_back(store):
    name = store.begin(kek=KEK)
    with store.go_on(name, kek=KEK) as old, store.go_on(name, kek=KEK) as new:
        old.write(PLAIN[:100])
        new.write(PLAIN[:5000])
        assert new.pause() == 5000
        old.pause()
    with store.go_on(name, kek=KEK) as goes_on:
        assert goes_on.offset == 5000


def test_a_tail_of_another_place_or_torn_is_passed_over(store):
    name = store.begin(kek=KEK)
    with store.go_on(name, kek=KEK) as goes_on:
        goes_on.write(PLAIN[: CHUNK + 7])
        goes_on.pause()
    tail = incoming(store, name).with_suffix(".tail")
    kept = tail.read_bytes()
    with store.go_on(name, kek=KEK) as goes_on:
        goes_on.write(PLAIN[CHUNK + 7 : 2 * CHUNK + 9])  # killed before it paused
    tail.write_bytes(kept)
    with store.go_on(name, kek=KEK) as goes_on:
        assert goes_on.offset == 2 * CHUNK
    tail.write_bytes(kept[:20])
    assert opened(store, finished(store, name, PLAIN[2 * CHUNK :]).address) == PLAIN


def test_finishing_again_changes_nothing(store):
    name = stands(store, PLAIN)
    first = finished(store, name, PLAIN[3 * CHUNK :])
    with store.go_on(name, kek=KEK) as goes_on:
        assert (goes_on.is_whole, goes_on.offset) == (True, len(PLAIN))
        with pytest.raises(AnotherOriginal):
            goes_on.write(b"more")
        assert goes_on.finish() == first
    assert list(store.addresses()) == [first.address]


def test_the_whole_is_compared_before_it_is_kept(store):
    name = stands(store, PLAIN)
    with store.go_on(name, kek=KEK) as goes_on:
        goes_on.write(PLAIN[goes_on.offset :])
        with pytest.raises(AnotherOriginal):
            goes_on.finish(expected=sum_of_pieces(pieces(PLAIN[:-1] + b"?")))
        assert list(store.addresses()) == []
        goes_on.finish(expected=sum_of_pieces(pieces(PLAIN)))


def test_how_much_came_is_told_without_a_key(store):
    name = store.begin(kek=KEK)
    assert store.came(name) == 0
    with store.go_on(name, kek=KEK) as goes_on:
        goes_on.write(PLAIN[: CHUNK + 77])
        goes_on.pause()
    assert store.came(name) == CHUNK + 77
    assert store.came("0" * 32) == 0


@pytest.mark.parametrize("name", ["0" * 32, "", "../../etc/passwd", "A" * 32])
def test_what_never_began_does_not_go_on(store, name):
    with pytest.raises(NothingStands):
        store.go_on(name, kek=KEK)


def test_what_is_given_up_is_gone_without_its_key(store):
    name = stands(store, PLAIN)
    held = incoming(store, name).open("rb")
    assert store.let_go(name)
    assert not held.read(HEADER_SIZE).startswith(b"lali seal")
    held.close()
    assert not store.let_go(name)
    assert list((store.root / "incoming").iterdir()) == []


def test_a_full_disk_keeps_what_came(store):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    name = store.begin(kek=KEK)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 * CHUNK, before[1]))
    try:
        with store.go_on(name, kek=KEK) as goes_on, pytest.raises(StoreIsFull):
            goes_on.write(PLAIN)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    with store.go_on(name, kek=KEK) as goes_on:
        assert goes_on.offset == CHUNK
        goes_on.write(PLAIN[CHUNK:])
        sealed = goes_on.finish()
    assert opened(store, sealed.address) == PLAIN


# -- killed ---------------------------------------------------------------------------------------------------------

CHILD = """
import os, sys
from pathlib import Path
from lali.engines.custody import Store
from lali.engines.custody import incoming

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

plain = bytes(700_000)
store = Store(root)
(name,) = [path.name for path in (root / "incoming").iterdir()]
here("begun")
goes_on = store.go_on(name, kek=kek)
goes_on.write(plain[:300_000])
here("written")
goes_on.pause()
goes_on.close()
here("paused")
goes_on = store.go_on(name, kek=kek)
goes_on.write(plain[goes_on.offset:])
for module, what in ((os, "fsync"), (os, "fchmod"), (Path, "hardlink_to")):
    around(module, what)
goes_on.finish()
here("finished")
"""


@pytest.mark.parametrize(
    "stage",
    ["begun", "written", "paused", "before fsync", "after fsync", "after fchmod", "before hardlink_to", "finished"],
)
def test_killed_at_any_stage_it_goes_on_and_is_whole(store, stage):
    name, plain = store.begin(kek=KEK), bytes(700_000)
    command = [sys.executable, "-c", CHILD, str(store.root), stage, KEK.hex()]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout.readline().strip() == "here"
        child.send_signal(signal.SIGKILL)
    with store.go_on(name, kek=KEK) as goes_on:
        assert b"".join(goes_on.standing()) == plain[: goes_on.offset]
        if goes_on.offset < len(plain):
            goes_on.write(plain[goes_on.offset :])
        sealed = goes_on.finish()
    assert opened(store, sealed.address) == plain
    assert list(store.addresses()) == [sealed.address]


def test_memory_and_time_do_not_grow_with_what_stands(store):
    """Going on reads the end of what stands, not all of it."""
    name = stands(store, PLAIN)
    read = []
    goes_on = store.go_on(name, kek=KEK)
    real = goes_on._file
    goes_on._file = io.BufferedReader(real)
    goes_on._file.read = lambda size: (read.append(size), real.read(size))[1]
    goes_on._look()
    real.close()
    assert sum(read) < 3 * (CHUNK + TAG)
