"""Passages as they may be shown, and what can be cited."""

from dataclasses import dataclass
from datetime import datetime

from lali.records.cases.models import Case
from lali.records.evidence.models import Passage


@dataclass(frozen=True, slots=True)
class PassageShown:
    """A cited piece. `source_ref` is `E-003`, `S-001` or `T-0042`; `source_version` counts for a statement, else 0.

    Of a restricted exhibit its words are blank: where in it, what it says, what was noted, why withdrawn is "–".
    `start` and `end` are bytes of the source (half-open) or None; `source_sha256` is its digest at the time of citing.
    """

    id: int
    number: int
    ref: str
    source_ref: str
    source_kind: str  # exhibit | statement | tip
    source_number: int
    source_version: int
    locator: str
    start: int | None
    end: int | None
    quote: str
    note: str
    source_sha256: str
    cited_at: datetime
    cited_by: str
    withdrawn_why: str


@dataclass(frozen=True, slots=True)
class Source:
    """Something that can be cited: `ref` is what `cite_passage` takes."""

    ref: str
    words: str


def passages_of(case: Case, *, withdrawn: bool = False) -> list[PassageShown]:
    """Passages of a case that was opened through the door, in order of number. One query."""
    passages = case.passages.select_related("exhibit", "statement__statement", "tip", "cited_by").order_by("number")
    if not withdrawn:
        passages = passages.filter(withdrawn_at__isnull=True)
    return [_shown(passage) for passage in passages]


def _shown(passage: Passage) -> PassageShown:
    kind, number, version = _source_of(passage)
    shut = passage.is_restricted
    return PassageShown(
        id=passage.pk,
        number=passage.number,
        ref=passage.ref,
        source_ref=passage.source_ref,
        source_kind=kind,
        source_number=number,
        source_version=version,
        locator="" if shut else passage.locator,
        start=passage.start,
        end=passage.end,
        quote="" if shut else passage.quote,
        note="" if shut else passage.note,
        source_sha256=passage.source_sha256,
        cited_at=passage.cited_at,
        cited_by=passage.cited_by.name,
        withdrawn_why="–" if shut and passage.withdrawn_why else passage.withdrawn_why,
    )


def _source_of(passage: Passage) -> tuple[str, int, int]:
    if passage.exhibit_id:
        return "exhibit", passage.exhibit.number, 0
    if passage.statement_id:
        return "statement", passage.statement.statement.number, passage.statement.number
    return "tip", passage.tip.number, 0


def sources_in(case: Case) -> list[Source]:
    """What can be cited in an opened case: exhibits, statements, tips, each with a few words to know it by."""
    exhibits = case.exhibits.order_by("number").only("case", "number", "title", "file_name", "restricted_at")
    statements = case.statements.order_by("number").only("case", "number")
    return [
        *(Source(one.ref, one.called) for one in exhibits),
        *(Source(one.ref, "") for one in statements),
        *(Source(one.ref, "") for one in case.tips.order_by("number").only("number")),
    ]
