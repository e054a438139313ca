"""What the addresses of archives need: one that waits, one that is approved, one that came."""

import io
import json
import uuid
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile

from lali.records.cases import actions as cases
from lali.records.evidence.actions import Acquisition, take_in_exhibit
from lali.records.transfers import actions
from lali.records.transfers.models import ArrivedCase
from lali.records.transfers.vocabulary import ORIGIN_FILE
from tests.archives import foreign_archive, incoming

PASSPHRASE = "correct horse lali"
LEAVING = {"to": "passphrase", "passphrase": PASSPHRASE, "again": PASSPHRASE, "reason": "We move", "names_leave": "on"}


@dataclass
class Archives:
    arguments: dict[str, dict[str, object]]
    forms: dict[str, dict[str, object]]


def a_case_that_came(lead, reader, contributor):
    """A small case with a journal of origin, as if it had been taken in."""
    case = cases.open_case(by=lead, title="It came (invented)")
    for member, level in ((reader, "read"), (contributor, "contribute")):
        cases.put_on_team(by=lead, ref=case.ref, member=member, level=level)
    first = json.dumps({"case": "VU-2026-00079", "log": "vu", "key": "none", "head": "none"}).encode()
    exhibit = take_in_exhibit(
        by=lead, ref=case.ref, file_name=ORIGIN_FILE, source=io.BytesIO(first), acquisition=Acquisition()
    )
    ArrivedCase.objects.create(
        archive_id=uuid.uuid4(), sender="vu-tcu", sender_name="TCU (fictional)", fingerprint="f",
        reference="VU-2026-00079", by_passphrase=False, digest="0" * 64, size=1, looked_by=lead,
        state="taken_in", case=case, taken_in_at=exhibit.sealed_at, taken_in_by=lead,
    )  # fmt: skip
    return case


def build_archives(case, came, who, boss, neighbour) -> Archives:
    """`case` leaves twice; `came` is sent back by the neighbour as a case of theirs."""
    lead, supervisor = who["lead"], who["supervisor"]
    arrived = a_case_that_came(lead, who["reader"], who["contributor"])
    waits, approved = (
        actions.prepare_archive(by=lead, ref=case.ref, reason="We move", names_leave=True, passphrase=PASSPHRASE)
        for _ in range(2)
    )
    actions.approve_archive(by=boss, number=approved.pk)
    data = foreign_archive(neighbour, came)
    with incoming(data) as new:
        arrival = actions.look_at_archive(by=supervisor, new=new)
    another = foreign_archive(neighbour, came, case_reference="VU-2026-00078")
    return Archives(
        arguments={
            **{f"workspace:archive{what}": {"number": waits.pk} for what in ("", "_approve", "_let_go")},
            "workspace:case_origin": {"ref": arrived.ref},
            "workspace:archive_file": {"number": approved.pk},
            **{f"workspace:arrival{what}": {"number": arrival.pk} for what in ("", "_take_in", "_let_go")},
        },
        forms={
            "workspace:archive_new": LEAVING,
            "workspace:archive_look": {"file": lambda: SimpleUploadedFile("file", another)},
            "workspace:arrival_take_in": {},
        },
    )
