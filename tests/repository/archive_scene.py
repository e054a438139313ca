"""What the addresses of archives need: one that waits, one that is approved, one that came."""

from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile

from lali.records.transfers import actions
from tests.archives import foreign_archive, incoming

PASSPHRASE = "correct horse lali"
LEAVING = {"to": "passphrase", "passphrase": PASSPHRASE, "again": PASSPHRASE, "reason": "We move", "names_leave": "on"}


@dataclass
class Archives:
    arguments: dict[str, dict[str, object]]
    forms: dict[str, dict[str, object]]


def build_archives(case, came, lead, boss, supervisor, neighbour) -> Archives:
    """`case` leaves twice; `came` is sent back by the neighbour as a case of theirs."""
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
            "workspace:archive_file": {"number": approved.pk},
            **{f"workspace:arrival{what}": {"number": arrival.pk} for what in ("", "_take_in", "_let_go")},
        },
        forms={
            "workspace:archive_new": LEAVING,
            "workspace:archive_look": {"file": lambda: SimpleUploadedFile("file", another)},
            "workspace:arrival_take_in": {},
        },
    )
