"""What screens ask about evidence."""

from lali.records.evidence.queries.custody import derived_of, hand_overs_to, read_for_paper, things_of, under_way_of
from lali.records.evidence.queries.exhibits import (
    EvidenceCounts,
    all_exhibits,
    broken_exhibits,
    destroyed_but_there,
    evidence_counts,
    exhibits_of,
    read_exhibit,
    sealed_without_exhibit,
)
from lali.records.evidence.queries.intake import intakes_cut_off, left_of_no_intake, unfinished_intakes
from lali.records.evidence.queries.known import KnownListShown, known_lists, lists_naming, lists_shown
from lali.records.evidence.queries.passages import PassageShown, Source, passages_of, sources_in
from lali.records.evidence.queries.restricted import RestrictedShown, openings_for, openings_that_wait, restricted_shown
from lali.records.evidence.queries.statements import (
    StatementShown,
    read_statement,
    statements_of,
    versions_of_statement,
)

__all__ = [
    "EvidenceCounts",
    "KnownListShown",
    "PassageShown",
    "RestrictedShown",
    "Source",
    "StatementShown",
    "all_exhibits",
    "broken_exhibits",
    "derived_of",
    "destroyed_but_there",
    "evidence_counts",
    "exhibits_of",
    "hand_overs_to",
    "intakes_cut_off",
    "known_lists",
    "left_of_no_intake",
    "lists_naming",
    "lists_shown",
    "openings_for",
    "openings_that_wait",
    "passages_of",
    "read_exhibit",
    "read_for_paper",
    "read_statement",
    "restricted_shown",
    "sealed_without_exhibit",
    "sources_in",
    "statements_of",
    "things_of",
    "under_way_of",
    "unfinished_intakes",
    "versions_of_statement",
]
