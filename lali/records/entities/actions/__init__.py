"""Noting identifiers and persons."""

from lali.records.entities.actions.identifiers import MAX_RAW, NotAnIdentifier, note_identifiers, note_typed_identifier
from lali.records.entities.actions.persons import (
    PersonHasMoved,
    TooMuchOfAKind,
    erase_person,
    keep_facts,
    note_person,
)
from lali.records.entities.actions.tags import NotATag, tag_identifier, untag_identifier
from lali.records.entities.actions.watches import (
    OverAlready,
    TooManyWatches,
    WhyWatched,
    begin_watch,
    end_watch,
    keep_watch,
    let_watch_go,
    watch_typed,
)

__all__ = [
    "MAX_RAW",
    "NotATag",
    "NotAnIdentifier",
    "OverAlready",
    "PersonHasMoved",
    "TooManyWatches",
    "TooMuchOfAKind",
    "WhyWatched",
    "begin_watch",
    "end_watch",
    "erase_person",
    "keep_facts",
    "keep_watch",
    "let_watch_go",
    "note_identifiers",
    "note_person",
    "note_typed_identifier",
    "tag_identifier",
    "untag_identifier",
    "watch_typed",
]
