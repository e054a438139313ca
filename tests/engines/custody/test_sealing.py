import io
import itertools
import tracemalloc
import zipfile
from hashlib import sha256

import pytest
from blake3 import blake3
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap
from hypothesis import given, settings
from hypothesis import strategies as st

from lali.engines.custody.keys import key_id, new_kek
from lali.engines.custody.sealing import (
    CHUNK,
    HEADER_SIZE,
    TAG,
    SealBroken,
    Sealer,
    WrongKey,
    seal,
    sealed_under,
    unseal,
)
from lali.engines.custody.unsealed import Unsealed

KEK = new_kek()
EDGES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK - 1, 2 * CHUNK, 2 * CHUNK + 1, 5 * CHUNK + 7]


def original(size):
    """Bytes in which no two chunks are alike."""
    return blake3(b"original").digest(length=size)


def sealed_bytes(plain, kek=KEK):
    target = io.BytesIO()
    return seal(io.BytesIO(plain), target, kek=kek), target.getvalue()


def read_range(sealed, offset, length):
    stream = Unsealed(sealed, kek=KEK)
    stream.seek(offset)
    return io.BufferedReader(stream).read(length)


def unsealed(sealed, kek=KEK):
    return b"".join(unseal(io.BytesIO(sealed), kek=kek))


THREE = original(2 * CHUNK + 100)
SEALED_THREE = sealed_bytes(THREE)[1]


@pytest.mark.parametrize("size", EDGES)
def test_what_was_sealed_unseals_the_same(size):
    plain = original(size)
    facts, sealed = sealed_bytes(plain)
    assert unsealed(sealed) == plain
    assert facts.size == size
    assert facts.sha256 == sha256(plain).hexdigest()
    assert facts.blake3 == blake3(plain).hexdigest()
    assert facts.sealed_size == len(sealed) == HEADER_SIZE + size + TAG * max(1, -(-size // CHUNK))
    assert facts.address == blake3(sealed).hexdigest()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 3 * CHUNK + 2), st.lists(st.integers(0, 2 * CHUNK), max_size=5))
def test_however_it_is_pushed_the_original_comes_back(size, pieces):
    plain = original(size)
    cuts = [0, *sorted(min(cut, size) for cut in itertools.accumulate(pieces)), size]
    target = io.BytesIO()
    with Sealer(target, kek=KEK) as sealer:
        for start, end in itertools.pairwise(cuts):
            sealer.write(plain[start:end])
        facts = sealer.finish()
    assert unsealed(target.getvalue()) == plain
    assert facts.sha256 == sha256(plain).hexdigest()


def test_the_file_is_the_published_construction():
    """A second reader, written from the format's description alone, opens it."""
    header, body = SEALED_THREE[:HEADER_SIZE], SEALED_THREE[HEADER_SIZE:]
    assert header[:12] == b"lali seal\x00\x00\x01"
    assert header[12:20] == key_id(KEK)
    cipher = AESGCM(aes_key_unwrap(KEK, header[27:67]))
    chunks = [body[at : at + CHUNK + 16] for at in range(0, len(body), CHUNK + 16)]
    plain = b"".join(
        cipher.decrypt(header[20:27] + number.to_bytes(4, "big") + bytes([number == 2]), chunk, header)
        for number, chunk in enumerate(chunks)
    )
    assert plain == THREE


def test_two_seals_of_one_original_have_nothing_in_common():
    first, second = sealed_bytes(b"same")[1], sealed_bytes(b"same")[1]
    assert first[20:] != second[20:]
    assert first[HEADER_SIZE:-TAG] != second[HEADER_SIZE:-TAG]
    assert b"same" not in first


def test_progress_counts_the_bytes_of_the_original():
    heard = []
    seal(io.BytesIO(THREE), io.BytesIO(), kek=KEK, on_progress=heard.append)
    assert heard == [CHUNK, 2 * CHUNK, len(THREE)]


def test_every_flipped_bit_of_a_small_seal_is_noticed():
    sealed = sealed_bytes(b"a message")[1]
    for at in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[at // 8] ^= 1 << at % 8
        with pytest.raises(SealBroken):
            unsealed(bytes(changed))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(SEALED_THREE) - 1), st.integers(1, 255))
def test_a_flipped_byte_anywhere_is_noticed(at, mask):
    changed = bytearray(SEALED_THREE)
    changed[at] ^= mask
    with pytest.raises(SealBroken):
        unsealed(bytes(changed))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(SEALED_THREE) - 1))
def test_a_cut_file_is_noticed(length):
    with pytest.raises(SealBroken):
        unsealed(SEALED_THREE[:length])


@pytest.mark.parametrize("chunks", [0, 1, 2])
def test_a_file_cut_between_chunks_is_noticed_even_by_a_range(chunks):
    cut = SEALED_THREE[: HEADER_SIZE + chunks * (CHUNK + TAG)]
    with pytest.raises(SealBroken):
        unsealed(cut)
    with pytest.raises(SealBroken):
        read_range(io.BytesIO(cut), 0, 10)


@pytest.mark.parametrize("extra", [b"x", bytes(TAG), SEALED_THREE[-(100 + TAG) :], SEALED_THREE[HEADER_SIZE:]])
def test_a_lengthened_file_is_noticed(extra):
    full = sealed_bytes(original(CHUNK))[1]
    for sealed in (SEALED_THREE, full):
        with pytest.raises(SealBroken):
            unsealed(sealed + extra)


def test_chunks_that_change_places_are_noticed():
    start, step = HEADER_SIZE, CHUNK + TAG
    first, second = SEALED_THREE[start : start + step], SEALED_THREE[start + step : start + 2 * step]
    with pytest.raises(SealBroken, match="part 1 of it"):
        unsealed(SEALED_THREE[:start] + second + first + SEALED_THREE[start + 2 * step :])


def test_a_header_of_another_file_is_noticed():
    other = sealed_bytes(THREE)[1]
    with pytest.raises(SealBroken):
        unsealed(other[:HEADER_SIZE] + SEALED_THREE[HEADER_SIZE:])


def test_another_key_is_named_as_such():
    with pytest.raises(WrongKey, match="another key"):
        unsealed(SEALED_THREE, kek=new_kek())
    assert sealed_under(io.BytesIO(SEALED_THREE)) == key_id(KEK)


@given(st.binary(max_size=200))
def test_what_was_never_sealed_is_refused(junk):
    with pytest.raises(SealBroken):
        unsealed(junk)
    with pytest.raises(SealBroken):
        read_range(io.BytesIO(junk), 0, 1)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(THREE) + 50), st.integers(0, len(THREE) + 50))
def test_a_range_equals_the_slice(offset, length):
    assert read_range(io.BytesIO(SEALED_THREE), offset, length) == THREE[offset : offset + length]


@pytest.mark.parametrize("size", EDGES)
def test_ranges_at_the_edges(size):
    plain = original(size)
    sealed = sealed_bytes(plain)[1]
    for offset in (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, size - 1, size, size + 1):
        if offset >= 0:
            assert read_range(io.BytesIO(sealed), offset, CHUNK) == plain[offset : offset + CHUNK]


def test_a_range_decrypts_only_what_it_needs():
    """Damage outside the range and outside the last chunk stays unseen by the range, and is seen by the whole."""
    changed = bytearray(SEALED_THREE)
    changed[HEADER_SIZE + 5] ^= 1
    assert read_range(io.BytesIO(changed), CHUNK, 10) == THREE[CHUNK : CHUNK + 10]
    with pytest.raises(SealBroken):
        read_range(io.BytesIO(changed), 0, 10)


def test_a_place_before_the_beginning_is_refused():
    with pytest.raises(ValueError, match="before the beginning"):
        read_range(io.BytesIO(SEALED_THREE), -1, 2)


def test_readers_of_archives_find_their_way_in_a_sealed_one():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("big.bin", THREE)
        archive.writestr("chat.txt", "Bula")
    sealed = io.BytesIO(sealed_bytes(target.getvalue())[1])
    with Unsealed(sealed, kek=KEK, name="export.zip") as stream, zipfile.ZipFile(stream) as archive:
        assert stream.size == len(target.getvalue())
        assert archive.read("chat.txt") == b"Bula"
        assert archive.read("big.bin") == THREE
    assert sealed.closed
    with pytest.raises(ValueError, match="closed"):
        stream.read(1)


def test_an_unsealed_stream_goes_from_anywhere_to_anywhere():
    stream = Unsealed(io.BytesIO(SEALED_THREE), kek=KEK)
    assert stream.seek(-5, io.SEEK_END) == len(THREE) - 5
    assert stream.read() == THREE[-5:]
    assert stream.read(1) == b""
    stream.seek(10)
    assert stream.seek(5, io.SEEK_CUR) == stream.tell() == 15
    assert stream.read(3) == THREE[15:18]


class Reluctant(io.RawIOBase):
    """A raw file that takes and gives only a few bytes at a time, and refuses after `room` bytes."""

    def __init__(self, content=b"", room=10**9):
        self.content, self.at, self.room = bytearray(content), 0, room

    def write(self, data):
        if len(self.content) >= self.room:
            raise OSError(28, "No space left on device")
        taken = bytes(data[:70_001])
        self.content += taken
        return len(taken)

    def read(self, size=-1):
        piece = bytes(self.content[self.at : self.at + min(size, 70_001)])
        self.at += len(piece)
        return piece


def test_a_raw_file_that_takes_little_at_a_time_loses_nothing():
    target = Reluctant()
    facts = seal(Reluctant(THREE), target, kek=KEK)
    assert facts.sealed_size == len(target.content)
    assert b"".join(unseal(Reluctant(target.content), kek=KEK)) == THREE


class Endless(io.RawIOBase):
    """Gives `size` bytes without ever holding them."""

    def __init__(self, size):
        self.left = size

    def read(self, size=-1):
        given = min(size, self.left)
        self.left -= given
        return bytes(given)


class Forgetful(io.RawIOBase):
    def write(self, data):
        return len(data)


def test_memory_stays_flat():
    tracemalloc.start()
    try:
        facts = seal(Endless(200 * CHUNK), Forgetful(), kek=KEK)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert facts.size == 200 * CHUNK
    assert peak < 16 * CHUNK


def test_after_a_refused_write_nothing_more_is_sealed():
    sealer = Sealer(Reluctant(room=CHUNK), kek=KEK)
    with pytest.raises(OSError, match="No space"):
        sealer.write(THREE)
    with pytest.raises(ValueError, match="finished"):
        sealer.finish()


def test_a_finished_sealer_takes_nothing_more():
    sealer = Sealer(io.BytesIO(), kek=KEK)
    sealer.finish()
    with pytest.raises(ValueError, match="never added to"):
        sealer.write(b"more")
    with pytest.raises(ValueError, match="already"):
        sealer.finish()
