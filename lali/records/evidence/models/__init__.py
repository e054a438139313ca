"""Exhibits and their custody, statements, passages: a file for each family of tables."""

from lali.records.evidence.models.custody import HandingOver
from lali.records.evidence.models.exhibits import CustodyEvent, Exhibit, ExhibitIsSealed, Intake
from lali.records.evidence.models.known import KnownBand, KnownHash, KnownList, KnownTo
from lali.records.evidence.models.passages import Passage
from lali.records.evidence.models.restricted import RestrictedOpening, Restriction
from lali.records.evidence.models.statements import Statement, StatementIsKept, StatementVersion

__all__ = [
    "CustodyEvent",
    "Exhibit",
    "ExhibitIsSealed",
    "HandingOver",
    "Intake",
    "KnownBand",
    "KnownHash",
    "KnownList",
    "KnownTo",
    "Passage",
    "RestrictedOpening",
    "Restriction",
    "Statement",
    "StatementIsKept",
    "StatementVersion",
]
