"""How many elements still have nothing that supports them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from lali.records.cases.models import Case
from lali.records.elements.models import Proof, SuspectedOffence
from lali.records.elements.queries.board import OffenceOnBoard, elements_table
from lali.records.elements.queries.states import Needed, needed, state_by
from lali.records.elements.vocabulary import OffenceState
from lali.records.law.models import Element


@dataclass(frozen=True, slots=True)
class Gaps:
    """Over the offences of a case that were not dropped: elements needed, those open, those disputed."""

    offences: int
    needed: int
    open: int
    disputed: int


def gaps_of(case: Case, board: Iterable[OffenceOnBoard] | None = None) -> Gaps:
    """The gaps of a case that was opened through the door; give `board` where it was read already."""
    rows = [one for one in (elements_table(case) if board is None else board) if one.state != OffenceState.DROPPED]
    return _together((one.count for one in rows), len(rows))


def _together(counts: Iterable[Needed], offences: int) -> Gaps:
    counts = list(counts)
    return Gaps(
        offences,
        sum(one.needed for one in counts),
        sum(one.open for one in counts),
        sum(one.disputed for one in counts),
    )


def gaps_in(case_ids: Iterable[int]) -> dict[int, Gaps]:
    """The gaps of many cases for a supervisor's board, in three queries. The caller has checked who may ask.

    Without looking at persons: an element that is not needed because the victim is a child counts as needed here.
    """
    elements = Prefetch("offence__elements", queryset=Element.objects.order_by("place"))
    standing = Prefetch("proofs", queryset=Proof.objects.filter(withdrawn_at__isnull=True).order_by("pk"))
    rows = SuspectedOffence.objects.filter(case__in=list(case_ids)).exclude(state=OffenceState.DROPPED)
    found = defaultdict(list)
    for suspected in rows.select_related("offence").prefetch_related(elements, standing):
        states = state_by(suspected.offence.elements.all(), suspected.proofs.all())
        found[suspected.case_id].append(
            needed((one.one_of, states[one.pk]) for one in suspected.offence.elements.all())
        )
    return {case: _together(counts, len(counts)) for case, counts in found.items()}
