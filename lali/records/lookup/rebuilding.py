"""Building the index anew from the records, and asking whether it is as they are."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from lali.records.audit.actions import record
from lali.records.cases.findable import of_case, of_identifier, of_persons, of_task, shut_names
from lali.records.cases.models import Case, CaseTip, PersonInCase, Task
from lali.records.cases.vocabulary import CaseState
from lali.records.chronology.findable import of_event
from lali.records.chronology.models import Event
from lali.records.contents.findable import of_words
from lali.records.contents.models import FileWords
from lali.records.conversations.findable import of_messages
from lali.records.conversations.models import Conversation
from lali.records.conversations.vocabulary import ReadingState
from lali.records.elements.findable import of_offences
from lali.records.elements.models import SuspectedOffence
from lali.records.entities.models import Mention
from lali.records.evidence.findable import of_exhibit, of_passage, of_statement
from lali.records.evidence.models import Exhibit, Passage, Statement
from lali.records.imports.findable import of_reference
from lali.records.imports.models import ExternalReference
from lali.records.retention.models import Disposal
from lali.records.retention.vocabulary import DisposalState, RecordClass
from lali.records.search.index import build_anew, has_parts, is_empty
from lali.records.search.terms import Entry
from lali.records.tips.findable import of_tips
from lali.records.tips.models import Tip

_BATCH = 500


def all_entries() -> Iterator[Entry]:
    """What every record would put into the index now."""
    doors = {tip: f"case:{ref}" for tip, ref in CaseTip.objects.values_list("tip", "case__ref").iterator()}
    gone = _tips_disposed_of()
    yield from _tips(doors, gone)
    yield from map(of_case, Case.objects.exclude(state=CaseState.DISPOSED).iterator())
    yield from map(of_task, _in_cases(Task.objects.standing()))
    yield from map(of_event, _in_cases(Event.objects.standing()))
    yield from of_persons(_in_cases(PersonInCase.objects.standing(), "person"), shut_names())
    yield from _identifiers()
    yield from map(of_exhibit, _in_cases(Exhibit.objects))
    yield from map(of_statement, _in_cases(Statement.objects, "current"))
    yield from map(of_passage, _in_cases(_passages(), "exhibit"))
    yield from of_offences(_in_cases(SuspectedOffence.objects.prefetch_related("proofs")))
    yield from _references(doors, gone)
    for conversation in _in_cases(Conversation.objects, "exhibit"):
        yield from of_messages(conversation)
    kept = FileWords.objects.exclude(exhibit__case__state=CaseState.DISPOSED).select_related("exhibit__case")
    for words in kept.order_by("pk").iterator(chunk_size=_BATCH):
        yield from of_words(words)


def _passages() -> QuerySet[Passage]:
    standing = Passage.objects.filter(withdrawn_at__isnull=True)
    return standing.exclude(exhibit__restricted_at__isnull=False)


def _in_cases(rows: QuerySet, *also: str) -> Iterator[Any]:
    """Rows of cases that were not disposed of, with their case."""
    kept = rows.exclude(case__state=CaseState.DISPOSED)
    return kept.select_related("case", *also).order_by("pk").iterator(chunk_size=_BATCH)


def _tips_disposed_of() -> set[int]:
    """Tips of which nothing is left: disposed of, alone or with their case."""
    alone = Disposal.objects.filter(state=DisposalState.DONE, record_class=RecordClass.TIP)
    with_case = CaseTip.objects.filter(case__state=CaseState.DISPOSED)
    numbers = {int(subject.partition(":")[2]) for subject in alone.values_list("subject", flat=True)}
    return numbers | set(with_case.values_list("tip", flat=True))


def _tips(doors: dict[int, str], gone: set[int]) -> Iterator[Entry]:
    last = 0
    while tips := list(_tips_after(last)):
        yield from of_tips([tip for tip in tips if tip.pk not in gone], doors)
        last = tips[-1].pk


def _references(doors: dict[int, str], gone: set[int]) -> Iterator[Entry]:
    for one in ExternalReference.objects.standing().select_related("case", "tip__agency").iterator():
        disposed = one.case.state == CaseState.DISPOSED if one.case else one.tip_id in gone
        if not disposed:
            yield of_reference(one, doors.get(one.tip_id, ""))


def _tips_after(last: int) -> Iterator[Tip]:
    after = Tip.objects.filter(pk__gt=last).order_by("pk")
    return iter(after.select_related("agency").prefetch_related("letters")[:_BATCH])


def _identifiers() -> Iterator[Entry]:
    cases = {case.subject: case for case in Case.objects.exclude(state=CaseState.DISPOSED).only("ref").iterator()}
    mentions = Mention.objects.standing().filter(record__startswith="case:").select_related("identifier")
    for mention in mentions.iterator():
        if case := cases.get(mention.record):
            yield of_identifier(case, mention.identifier)


def how_many() -> int:
    """Roughly how many entries there are, for a progress bar."""
    counted = (Tip, Case, Task, Event, Exhibit, Statement, Passage, SuspectedOffence, ExternalReference)
    mentions = Mention.objects.standing().filter(record__startswith="case:").count()
    return sum(model.objects.count() for model in counted) + mentions + 2 * PersonInCase.objects.count()


def conversations_not_in_index() -> list[str]:
    """Conversations that were read, and no message of which can be found: read before words inside were looked for."""
    read = Conversation.objects.filter(state=ReadingState.READ, exhibit__restricted_at__isnull=True)
    read = read.exclude(case__state=CaseState.DISPOSED).select_related("case").order_by("pk")
    return [one.subject for one in read if one.total and not has_parts(one.subject)]


def nothing_can_be_found() -> bool:
    """Whether the index is empty though there are records: after an upgrade from before there was one."""
    return is_empty() and (Tip.objects.exists() or Case.objects.exists())


@transaction.atomic
def rebuild(*, by: object, on_progress: Callable[[int], None] | None = None) -> int:
    """Build the index anew from all records, all or nothing, journalled. Returns how many records can be found."""
    done = build_anew(all_entries(), on_progress)
    record(by=by, verb="search.rebuilt", subject="search", facts={"records": done})
    return done
