"""Exporting a case in the forms that others read, handing it over whole, and taking one in."""

from lali.records.transfers.actions.archives import (
    ArchiveIsOver,
    CannotLeave,
    CaseMovedOn,
    NotApproved,
    OwnArchive,
    approve_archive,
    clear_archives,
    let_archive_go,
    prepare_archive,
    take_out_archive,
)
from lali.records.transfers.actions.arrivals import (
    ArchiveNotTaken,
    CameBefore,
    NoRoom,
    NotWaiting,
    WalledOffHere,
    let_arrival_go,
    look_at_archive,
    take_case_in,
)
from lali.records.transfers.actions.erasing import carry_out_disposal, erase_person
from lali.records.transfers.actions.htcds import NobodyToReport, NotByTheStandard, export_htcds

__all__ = [
    "ArchiveIsOver",
    "ArchiveNotTaken",
    "CameBefore",
    "CannotLeave",
    "CaseMovedOn",
    "NoRoom",
    "NobodyToReport",
    "NotApproved",
    "NotByTheStandard",
    "NotWaiting",
    "OwnArchive",
    "WalledOffHere",
    "approve_archive",
    "carry_out_disposal",
    "clear_archives",
    "erase_person",
    "export_htcds",
    "let_archive_go",
    "let_arrival_go",
    "look_at_archive",
    "prepare_archive",
    "take_case_in",
    "take_out_archive",
]
