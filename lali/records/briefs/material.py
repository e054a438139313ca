"""What a case holds that a brief can speak of, in one form whatever it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from lali.records.briefs.models import Brief
from lali.records.briefs.vocabulary import ItemKind
from lali.records.cases.models import Case
from lali.records.evidence.models import Exhibit
from lali.records.evidence.queries import passages_of, statements_of


@dataclass(frozen=True, slots=True)
class Material:
    """Something of a case. `source` names it within the case (`E-001`, `event:12`, `T-0003`) and never changes."""

    source: str
    kind: ItemKind
    title: str
    text: str = ""
    citation: str = ""
    exhibit: Exhibit | None = None
    at: datetime | None = None

    @property
    def is_exhibit(self) -> bool:
        """Whether it is an original."""
        return self.kind == ItemKind.EXHIBIT


def material_of(case: Case) -> list[Material]:
    """Everything of an opened case that a brief can speak of: exhibits first. A constant number of queries."""
    return [*_exhibits(case), *_statements(case), *_passages(case), *_events(case), *_tips(case)]


def _exhibits(case: Case) -> Iterator[Material]:
    for exhibit in case.exhibits.select_related("case").order_by("number"):
        yield Material(exhibit.ref, ItemKind.EXHIBIT, exhibit.title or exhibit.file_name, exhibit=exhibit)


def _statements(case: Case) -> Iterator[Material]:
    for one in statements_of(case):
        said = (one.taken_by, one.taken_where, one.language, one.interpreter)
        citation = ", ".join(part for part in said if part)
        yield Material(one.ref, ItemKind.STATEMENT, one.of_whom, one.words, citation, at=one.taken_at)


def _passages(case: Case) -> Iterator[Material]:
    for one in passages_of(case):
        citation = ", ".join(part for part in (one.source_ref, one.locator) if part)
        yield Material(one.ref, ItemKind.PASSAGE, "", one.quote or one.note, citation)


def _events(case: Case) -> Iterator[Material]:
    for event in case.events.standing().order_by("at", "pk"):
        yield Material(f"event:{event.pk}", ItemKind.EVENT, "", event.text, event.source, at=event.at)


def _tips(case: Case) -> Iterator[Material]:
    for tip in case.tips.order_by("number"):
        known = timezone.localtime(tip.received_at).date().isoformat() if tip.received_day_only else ""
        yield Material(tip.ref, ItemKind.TEXT, known, tip.text, "", at=None if known else tip.received_at)


def undecided_in(brief: Brief) -> list[Material]:
    """Exhibits of the case about which the brief has not decided: before these, no disclosure bundle is put up."""
    decided = set(brief.items.filter(exhibit__isnull=False).values_list("exhibit_id", flat=True))
    exhibits = _exhibits(brief.case)
    return [one for one in exhibits if one.exhibit and one.exhibit.pk not in decided]
