"""Looking at a register, taking its rows in, taking it back."""

from lali.records.imports.actions.looking import (
    MappingIsWrong,
    NotOnlyLookedAt,
    UnknownRegister,
    discard_import,
    forget_looks,
    preview_import,
)
from lali.records.imports.actions.references import note_reference
from lali.records.imports.actions.taking_back import undo_import
from lali.records.imports.actions.taking_in import AnotherFile, ImportIsDiscarded, apply_import
from lali.records.imports.actions.writing import ImportIsUndone, RoleNotChosen

__all__ = [
    "AnotherFile",
    "ImportIsDiscarded",
    "ImportIsUndone",
    "MappingIsWrong",
    "NotOnlyLookedAt",
    "RoleNotChosen",
    "UnknownRegister",
    "apply_import",
    "discard_import",
    "forget_looks",
    "note_reference",
    "preview_import",
    "undo_import",
]
