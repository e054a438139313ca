"""Whatever bytes a reader is given: it says something of the right shape, or that it cannot. In one process, for speed."""

import io
import struct
import warnings
from importlib import import_module

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lali.engines.viewing import Seen
from lali.engines.viewing.described import seen_from
from lali.engines.viewing.reading import Cannot, Order
from lali.engines.viewing.recognising import HEAD, recognise
from lali.engines.viewing.worker import READERS
from lali.engines.viewing.zips import reader_of
from tests.engines.viewing.files import ole_file, pdf_file, photograph
from tests.engines.viewing.test_archives import FILES, tarred, zipped
from tests.engines.viewing.test_mails import mailbox, message
from tests.engines.viewing.test_office_and_databases import ODS, workbook
from tests.engines.viewing.test_recordings_and_captures import capture, film, outlook, sound, wacz

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
SEEDS = {
    "jpeg": photograph,
    "png": lambda: photograph("PNG"),
    "pdf": pdf_file,
    "zip": lambda: zipped(FILES),
    "tar": lambda: tarred(FILES),
    "tar.gz": lambda: tarred(FILES, "w:gz"),
    "mail": lambda: message().as_bytes(),
    "mbox": lambda: mailbox(3),
    "xlsx": workbook,
    "ods": lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": ODS}),
    "csv": lambda: b"a;b;c\n1;2;3\n4;5;6\n",
    "mp4": film,
    "wav": sound,
    "warc": lambda: capture(gzip=False),
    "warc.gz": capture,
    "wacz": wacz,
    "msg": outlook,
    "doc": lambda: ole_file({"WordDocument": bytes(600)}),
    "text": "Où est l’agent ?\u202e".encode,
}
_made = {}


def seed(name):
    if name not in _made:
        _made[name] = SEEDS[name]()
    return _made[name]


def damaged(name, changes, cut):
    data = bytearray(seed(name))
    for place, byte in changes:
        data[place % len(data)] = byte
    return bytes(data[: len(data) - cut % len(data)])


def answers(data, page=1, part=0, member=1):
    """What the process would do with these bytes, without the process: as the worker's own frame does it."""
    found = recognise(data[:HEAD], len(data))
    limits = {"seconds": 20, "memory": 2**30, "most": 2**24}
    order = Order(job="look", name="a.jpg", size=len(data), page=page, part=part, member=member, found=found, **limits)
    name = reader_of(io.BytesIO(data)) if found.family == "zip" else READERS[found.family]
    reader = import_module(f"lali.engines.viewing.{name}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for job in ("prepare", "look", "picture", "member"):
            _one(reader, job, io.BytesIO(data), order)


def _one(reader, job, file, order):
    if not hasattr(reader, job):
        return
    try:
        made = reader.prepare(file) if job == "prepare" else getattr(reader, job)(file, order)
        if job == "member":
            for _piece, _n in zip(made, range(40), strict=False):
                pass
    except (Cannot, MemoryError, RecursionError):
        return
    except Exception as why:  # noqa: BLE001
        # the frame says "damaged" of these; what would be our own fault is not among them
        assert not isinstance(why, NameError | ImportError | AssertionError | UnboundLocalError), repr(why)  # noqa: PT017
        return
    if job == "look":
        assert isinstance(seen_from(made.as_json()), Seen)


STARTS = [
    b"", b"PK\x03\x04", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"SQLite format 3\0", b"WARC/1.0\r\n", b"\x1f\x8b",
    b"From: a\nTo: b\nSubject: c\n", b"RIFF" + struct.pack("<I", 9) + b"WEBP", b"ID3\x04\0\0\0\0\x0f\x76", b"OggS", b"II*\0",
]  # fmt: skip
CHANGES = st.lists(st.tuples(st.integers(0, 2**20), st.integers(0, 255)), max_size=12)


@pytest.mark.parametrize("name", SEEDS)
def test_files_as_they_are_are_read(name):
    answers(seed(name))


@pytest.mark.slow
@pytest.mark.parametrize("name", SEEDS)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    changes=CHANGES, cut=st.integers(0, 2000), page=st.integers(1, 3), part=st.integers(0, 2), member=st.integers(1, 4)
)
def test_damaged_files_are_answered(name, changes, cut, page, part, member):
    answers(damaged(name, changes, cut if cut % 3 == 0 else 0), page, part, member)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    start=st.sampled_from(STARTS),
    rest=st.binary(max_size=600),
)
def test_any_bytes_are_answered(start, rest):
    answers(start + rest)
