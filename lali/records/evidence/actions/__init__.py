"""Everything that happens to exhibits, statements and passages."""

from lali.records.evidence.actions.exhibits import (
    Acquisition,
    Begun,
    IntakeIsOver,
    begin_intake,
    bundle_for_court,
    check_exhibit,
    copy_out,
    describe_exhibit,
    destroy_exhibits,
    give_up_intake,
    is_whole,
    note_copied,
    receive_exhibit,
    seal_exhibit,
    take_in_exhibit,
)
from lali.records.evidence.actions.from_tips import take_in_file_of_tip
from lali.records.evidence.actions.opening import ExhibitIsGone, SealIsBroken, open_original
from lali.records.evidence.actions.passages import NotInTheSource, WhereIsNeeded, cite_passage, withdraw_passage
from lali.records.evidence.actions.statements import (
    NothingCorrected,
    Said,
    StatementHasMoved,
    correct_statement,
    take_statement,
)

__all__ = [
    "Acquisition",
    "Begun",
    "ExhibitIsGone",
    "IntakeIsOver",
    "NotInTheSource",
    "NothingCorrected",
    "Said",
    "SealIsBroken",
    "StatementHasMoved",
    "WhereIsNeeded",
    "begin_intake",
    "bundle_for_court",
    "check_exhibit",
    "cite_passage",
    "copy_out",
    "correct_statement",
    "describe_exhibit",
    "destroy_exhibits",
    "give_up_intake",
    "is_whole",
    "note_copied",
    "open_original",
    "receive_exhibit",
    "seal_exhibit",
    "take_in_exhibit",
    "take_in_file_of_tip",
    "take_statement",
    "withdraw_passage",
]
