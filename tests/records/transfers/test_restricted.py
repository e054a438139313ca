"""A restricted exhibit of a case that is handed over: sealed on its way, and restricted at the other node too."""

import io

import pytest

from lali.records.evidence import actions as evidence
from lali.records.evidence.models import Exhibit

CANARY = "canary-of-a-file-name"


@pytest.fixture
def arrived(lead, case, exhibits, sealed, look, take):
    evidence.take_in_exhibit(
        by=lead, ref=case.ref, file_name=f"{CANARY}.jpg", source=io.BytesIO(b"invented"),
        acquisition=evidence.Acquisition(title=CANARY), restricted=True,
    )  # fmt: skip
    data = sealed(case.ref)
    assert CANARY.encode() not in data
    return take(look(data))


def test_it_stays_restricted_there_and_its_leads_read_what_it_is_called(arrived, receiving, there):
    came = arrived.case.exhibits.get(sha256=Exhibit.objects.order_by("pk").first().sha256)
    assert came.restricted_at
    assert came.file_name == "restricted"
    with there():
        with pytest.raises(evidence.IsRestricted):
            evidence.copy_out(by=receiving, ref=arrived.case.ref, number=came.number)
        assert evidence.is_whole(came)
        assert came.restrictions.get(lifted_at__isnull=True).details()["title"] == CANARY
    assert not came.openings.exists()
