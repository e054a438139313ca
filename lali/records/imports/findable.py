"""The number that a register gives to a record: found whole."""

from lali.records.imports.models import ExternalReference
from lali.records.search.terms import Entry
from lali.records.search.vocabulary import FoundKind
from lali.records.tips.findable import triage_door


def of_reference(reference: ExternalReference, door: str = "") -> Entry:
    """A register's number of a case or a tip; `door`: where the tip lies when a case took it."""
    kept, kind = (reference.case, FoundKind.CASE) if reference.case else (reference.tip, FoundKind.TIP)
    door = kept.subject if reference.case else door or triage_door(kept.agency.slug)
    return Entry(record=f"{kept.subject}/reference:{reference.pk}", door=door, kind=kind, refs=[reference.number])
