"""What screens, briefs and supervisors ask about suspected offences."""

from lali.records.elements.queries.board import (
    Cite,
    ElementOnBoard,
    OffenceOnBoard,
    PersonOnBoard,
    elements_table,
    proofs_withdrawn,
    read_board,
)
from lali.records.elements.queries.citing import Citable, what_can_be_cited
from lali.records.elements.queries.gaps import Gaps, gaps_in, gaps_of
from lali.records.elements.queries.suggestions import Suggestion, suggestions_for

__all__ = [
    "Citable",
    "Cite",
    "ElementOnBoard",
    "Gaps",
    "OffenceOnBoard",
    "PersonOnBoard",
    "Suggestion",
    "elements_table",
    "gaps_in",
    "gaps_of",
    "proofs_withdrawn",
    "read_board",
    "suggestions_for",
    "what_can_be_cited",
]
