"""An exhibit to look at."""

import io
from datetime import UTC, datetime

import pytest

ORIGINAL = b"chat with GL Careers\n" * 60_000  # a little over one chunk


@pytest.fixture
def original():
    return ORIGINAL


@pytest.fixture
def take_in(exhibits, case, lead):
    """Take in bytes as an exhibit: `take_in(data)`."""
    from lali.records.evidence.actions import Acquisition, take_in_exhibit

    def take_in(data=ORIGINAL, *, by=lead, ref=case.ref, file_name="chat.txt"):
        acquisition = Acquisition(
            title="Chat with the recruiter",
            acquired_at=datetime(2026, 11, 20, 3, 0, tzinfo=UTC),
            acquired_by="Litia Coralgarden",
            acquired_where="Labasa (fictional)",
            acquired_how="Exported in the owner's presence",
        )
        return take_in_exhibit(by=by, ref=ref, file_name=file_name, source=io.BytesIO(data), acquisition=acquisition)

    return take_in


@pytest.fixture
def exhibit(take_in):
    return take_in()


@pytest.fixture
def flip(exhibits):
    """Change one byte of what is stored of an exhibit."""

    def flip(exhibit, place=-20):
        path = exhibits / exhibit.address[:2] / exhibit.address[2:]
        path.chmod(0o600)
        data = bytearray(path.read_bytes())
        data[place] ^= 1
        path.write_bytes(data)

    return flip
