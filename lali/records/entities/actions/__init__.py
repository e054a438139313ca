"""Noting identifiers and persons."""

from lali.records.entities.actions.identifiers import MAX_RAW, NotAnIdentifier, note_identifiers, note_typed_identifier
from lali.records.entities.actions.persons import (
    PersonHasMoved,
    TooMuchOfAKind,
    erase_person,
    keep_facts,
    note_person,
)

__all__ = [
    "MAX_RAW",
    "NotAnIdentifier",
    "PersonHasMoved",
    "TooMuchOfAKind",
    "erase_person",
    "keep_facts",
    "note_identifiers",
    "note_person",
    "note_typed_identifier",
]
