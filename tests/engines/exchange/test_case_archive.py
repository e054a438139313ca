"""A case archive: what is written is read; whatever else is refused, in bounded time and memory, with one sentence."""

import io
import json
import tarfile
import uuid
from datetime import UTC, datetime

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lali.engines.custody.keys import load_signing_key
from lali.engines.exchange import (
    ArchiveHeader,
    ArchiveNotWritten,
    ArchiveReason,
    ArchiveRefused,
    Part,
    asks_for_passphrase,
    line_parts,
    make_card,
    new_packet_keys,
    part_name,
    read_archive,
    read_card,
    write_archive,
)
from lali.engines.exchange.archive_reading import DEEPEST, read_record
from lali.engines.exchange.case_archive import LONGEST_LINE, PART, _append_file
from lali.engines.exchange.documents import Malformed

NOW = datetime(2026, 11, 22, tzinfo=UTC)
THEIRS, OURS = new_packet_keys(), new_packet_keys()
CARD = make_card(agency="TCU (fictional)", country="VU", node="vu-tcu", issued=NOW, keys=THEIRS)


def header(**other):
    card = read_card(CARD)
    facts = {
        "id": uuid.UUID(int=7),
        "created": NOW,
        "sender": card.node,
        "sender_name": card.agency,
        "fingerprint": card.fingerprint,
        "to": OURS.recipient,
        "case_reference": "VU-2026-00001",
        "purpose": "They prosecute",
    }
    return ArchiveHeader(**(facts | other))


def usual_parts(file=b"bytes of an original"):
    yield from line_parts("records", [b'{"t":"case","n":1,"f":{}}'])
    yield from line_parts("journal", [b'{"head":"..."}'])
    yield Part("files/00001", len(file), (file[:3], file[3:]))


def written(parts=None, passphrase="", **other):
    out, head = io.BytesIO(), header(**({"to": ""} if passphrase else {}) | other)
    how = {"recipient": head.to or OURS.recipient} if not passphrase else {"passphrase": passphrase}
    parts = usual_parts() if parts is None else parts
    made = write_archive(out, header=head, card=CARD, parts=parts, signing_key=THEIRS.signing_key, **how)
    assert made.size == len(out.getvalue())
    return out.getvalue()


class Kept:
    """A sink that keeps everything."""

    def __init__(self):
        self.records, self.lines, self.files, self.digests = [], b"", {}, {}

    def begin(self, header, card):
        self.header, self.card = header, card

    def record(self, record):
        self.records.append(record)

    def journal(self, data):
        self.lines += data

    def file(self, number, size):
        self.files[number] = bytearray()
        return self.files[number].extend

    def file_ends(self, number, sha256):
        self.digests[number] = sha256


def read(data, keys=OURS, **how):
    sink = Kept()
    found = read_archive(io.BytesIO(data), sink, identity=keys.identity, recipient=keys.recipient, **how)
    return sink, found


def refused(data, reason, **how):
    with pytest.raises(ArchiveRefused) as why:
        read(data, **how)
    assert why.value.reason == reason, why.value
    return str(why.value)


def test_what_is_written_is_read():
    sink, checked = read(written())
    assert checked.header == header()
    assert checked.card.node == "vu-tcu"
    assert sink.records == [{"t": "case", "n": 1, "f": {}}]
    assert sink.files[1] == b"bytes of an original"
    sink, checked = read(written(), only_records=True)
    assert (len(sink.records), sink.files, checked) == (1, {}, None)


@pytest.mark.slow
def test_a_passphrase_opens_it_and_another_does_not():
    data = written(passphrase="correct horse lali")
    assert asks_for_passphrase(io.BytesIO(data))
    assert read(data, passphrase="correct horse lali")[1].header.to == ""
    refused(data, ArchiveReason.WRONG_PASSPHRASE, passphrase="wrong")
    refused(data, ArchiveReason.NEEDS_PASSPHRASE)


def test_it_opens_for_its_receiver_only():
    refused(written(), ArchiveReason.NOT_FOR_US, keys=new_packet_keys())
    passed_on = written(to=THEIRS.recipient)
    refused(passed_on, ArchiveReason.NOT_FOR_US)
    out = io.BytesIO()  # sealed for us by somebody, though it names another
    write_archive(
        out, header=header(to=THEIRS.recipient), card=CARD, parts=usual_parts(), signing_key=THEIRS.signing_key,
        recipient=OURS.recipient,
    )  # fmt: skip
    refused(out.getvalue(), ArchiveReason.NOT_FOR_US)


def test_tools_open_it(tmp_path):
    with tarfile.open(fileobj=io.BytesIO(written())) as outside:
        assert outside.getnames() == ["key.age", "case.tar.age"]
        identity = pyrage.x25519.Identity.from_str(OURS.identity.decode().strip())
        once = pyrage.decrypt(outside.extractfile("key.age").read(), [identity]).decode().strip()
        body = outside.extractfile("case.tar.age").read()
    plain = pyrage.decrypt(body, [pyrage.x25519.Identity.from_str(once)])
    with tarfile.open(fileobj=io.BytesIO(plain)) as inside:
        names = inside.getnames()
        key = load_signing_key(THEIRS.signing_key).public_key()
        key.verify(inside.extractfile("manifest.sig").read(), inside.extractfile("manifest.sha256").read())
    assert names[0] == "archive.json"
    assert names[-2:] == ["manifest.sha256", "manifest.sig"]


def test_memory_is_flat_whatever_the_size():
    tracemalloc = pytest.importorskip("tracemalloc")
    size = 48 * 1024 * 1024
    parts = [*line_parts("records", [b"{}"]), Part("files/00001", size, (bytes(PART) for _ in range(size // PART)))]

    class Nothing(Kept):
        def file(self, number, size):
            return lambda _data: None

    out = io.BytesIO()
    tracemalloc.start()
    write_archive(
        out, header=header(), card=CARD, parts=parts, signing_key=THEIRS.signing_key, recipient=OURS.recipient
    )
    written_with = tracemalloc.get_traced_memory()[1] - len(out.getvalue())
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    read_archive(out, Nothing(), identity=OURS.identity, recipient=OURS.recipient)
    read_with = tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()
    assert written_with < 24 * PART  # what the buffer of this test grows by, and little else
    assert read_with < 8 * PART


# -- hostile -----------------------------------------------------------------------------------------------------------


def sealed_tar(entries, keys=OURS):
    """An archive whose inside is whatever a hostile sender wants; sealed as it should be."""
    inside = io.BytesIO()
    with tarfile.open(fileobj=inside, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, data, *kind in entries:
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            entry.type = kind[0] if kind else tarfile.REGTYPE
            tar.addfile(entry, io.BytesIO(data))
    return sealed_bytes(inside.getvalue(), keys)


def sealed_bytes(inside, keys=OURS):
    once, out = pyrage.x25519.Identity.generate(), io.BytesIO()
    key = pyrage.encrypt(f"{once}\n".encode(), [pyrage.x25519.Recipient.from_str(keys.recipient)])
    _append_file(out, "key.age", key)
    _append_file(out, "case.tar.age", pyrage.encrypt(inside, [once.to_public()]))
    out.write(bytes(1024))
    return out.getvalue()


def inside_of(data):
    with tarfile.open(fileobj=io.BytesIO(data)) as outside:
        identity = pyrage.x25519.Identity.from_str(OURS.identity.decode().strip())
        once = pyrage.decrypt(outside.extractfile("key.age").read(), [identity]).decode().strip()
        return pyrage.decrypt(outside.extractfile("case.tar.age").read(), [pyrage.x25519.Identity.from_str(once)])


def entries_of(data):
    with tarfile.open(fileobj=io.BytesIO(inside_of(data))) as tar:
        return [(entry.name, tar.extractfile(entry).read()) for entry in tar]


def test_any_other_order_name_or_kind_is_refused():
    good = entries_of(written())
    read(sealed_tar(good))
    for place, (name, data) in enumerate(good):
        without = good[:place] + good[place + 1 :]
        with pytest.raises(ArchiveRefused):
            read(sealed_tar(without))
        for other in ("../../etc/passwd", "/etc/passwd", name + "x", "records/00000.jsonl", good[0][0]):
            if other != name:
                with pytest.raises(ArchiveRefused):
                    read(sealed_tar([*good[:place], (other, data), *good[place + 1 :]]))
        with pytest.raises(ArchiveRefused):
            read(sealed_tar([*good[: place + 1], (name, data), *good[place + 1 :]]))
        with pytest.raises(ArchiveRefused):
            read(sealed_tar([*good[:place], (name, b"", tarfile.SYMTYPE), *good[place + 1 :]]))
        if name != "manifest.sig":
            with pytest.raises(ArchiveRefused):
                read(sealed_tar([*good[:place], (name, data + b" \n"), *good[place + 1 :]]))
    refused(sealed_tar([*good, ("more", b"")]), ArchiveReason.MALFORMED)


def test_a_header_that_lies_about_a_size_is_refused():
    entry = tarfile.TarInfo("archive.json")
    entry.size = 10**15
    refused(sealed_bytes(entry.tobuf(tarfile.GNU_FORMAT) + b"x"), ArchiveReason.MALFORMED)
    good = inside_of(written())
    for end in (0, 1, 512, 700, len(good) // 2, len(good) - 1100):
        refused(sealed_bytes(good[:end]), ArchiveReason.TAMPERED)


def test_somebody_elses_signature_or_card_is_refused():
    good = dict(entries_of(written()))
    other = new_packet_keys()
    forged = load_signing_key(other.signing_key).sign(good["manifest.sha256"])
    refused(sealed_tar([*list(good.items())[:-1], ("manifest.sig", forged)]), ArchiveReason.TAMPERED)
    card = make_card(agency="TCU (fictional)", country="VU", node="vu-tcu", issued=NOW, keys=other)
    swapped = [(name, card if name == "card.json" else data) for name, data in good.items()]
    refused(sealed_tar(swapped), ArchiveReason.MALFORMED)


def test_a_newer_format_says_so():
    good = entries_of(written())
    newer = json.dumps(json.loads(good[0][1]) | {"format": "lali-case-2", "more": 1}).encode()
    assert "newer Lali" in refused(sealed_tar([("archive.json", newer), *good[1:]]), ArchiveReason.NEWER)
    for form in ("lali-packet-1", "lali-case-x", 7, None, ["lali-case-2"]):
        odd = json.dumps({"format": form}).encode()
        refused(sealed_tar([("archive.json", odd), *good[1:]]), ArchiveReason.MALFORMED)


@pytest.mark.parametrize("line", [
    b"", b"[]", b"nothing", b'{"a":NaN}', b'{"a":Infinity}', b'{"a":1e999}', b'{"a":1,"a":2}', b"\xff",
    b'{"a":' + b"[" * 100_000, b'{"a":' + b"[" * (DEEPEST + 2) + b"]" * (DEEPEST + 2) + b"}",
    b'{"a":' + b"9" * 5000 + b"}", b'{"a":"\\ud800', b'"text"', b"7",
])  # fmt: skip
def test_a_line_that_is_no_record_is_refused(line):
    with pytest.raises(Malformed):
        read_record(line, "records/00001.jsonl, line 1")
    sentence = refused(written([Part("records/00001.jsonl", len(line) + 1, (line + b"\n",))]), ArchiveReason.MALFORMED)
    assert sentence.count("\n") == 0


def test_parts_that_are_too_large_are_refused():
    with pytest.raises(ArchiveNotWritten):
        list(line_parts("records", [b"x" * LONGEST_LINE]))
    with pytest.raises(ArchiveNotWritten):
        part_name("files", 100_000)
    large = bytes(PART + LONGEST_LINE + 1)
    refused(written([Part("records/00001.jsonl", len(large), (large,))]), ArchiveReason.MALFORMED)


def test_what_is_not_as_long_as_it_was_said_is_not_written():
    with pytest.raises(ArchiveNotWritten):
        written([Part("files/00001", 5, (b"four",))])

    def broken():
        yield b"so far"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        written([Part("files/00001", 10, broken())])
    for bad in ("age1nobody", "", "nothing"):
        with pytest.raises(ArchiveNotWritten):
            write_archive(
                io.BytesIO(), header=header(), card=CARD, parts=[], signing_key=THEIRS.signing_key, recipient=bad
            )
    with pytest.raises(ArchiveNotWritten):
        write_archive(
            io.BytesIO(), header=header(), card=CARD, parts=[], signing_key=OURS.signing_key, recipient=OURS.recipient
        )


GOOD = written()


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255), st.booleans())
def test_no_changed_byte_and_no_cut_passes(at, change, cut):
    data = bytearray(GOOD)
    if cut:
        del data[at:]
    else:
        data[at] ^= change
    try:
        sink, checked = read(bytes(data))
    except ArchiveRefused:
        return
    assert checked.header == header()  # the change fell where tar fills up, or on what it says of no importance
    assert sink.files[1] == b"bytes of an original"


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=3000))
def test_bytes_of_nothing_are_refused(data):
    with pytest.raises(ArchiveRefused):
        read(data)
    with pytest.raises(ArchiveRefused):
        read(sealed_bytes(data))


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from([name for name, _data in entries_of(GOOD)] + ["x"]), st.binary(max_size=600)))
)
def test_parts_of_nothing_are_refused(entries):
    with pytest.raises(ArchiveRefused):
        read(sealed_tar(entries))
