"""Building the index anew from the records, and asking whether it is as they are."""

from collections.abc import Callable, Iterator

from django.db import transaction

from lali.records.audit.actions import record
from lali.records.cases.findable import of_case, of_identifier, of_persons, of_task, shut_names
from lali.records.cases.models import Case, CaseTip, PersonInCase, Task
from lali.records.chronology.findable import of_event
from lali.records.chronology.models import Event
from lali.records.entities.models import Mention
from lali.records.evidence.findable import of_exhibit, of_statement
from lali.records.evidence.models import Exhibit, Statement
from lali.records.imports.findable import of_reference
from lali.records.imports.models import ExternalReference
from lali.records.search.index import build_anew, is_empty
from lali.records.search.terms import Entry
from lali.records.tips.findable import of_tips
from lali.records.tips.models import Tip

_BATCH = 500


def all_entries() -> Iterator[Entry]:
    """What every record would put into the index now."""
    yield from _tips()
    yield from map(of_case, Case.objects.iterator())
    yield from map(of_task, Task.objects.standing().select_related("case").iterator())
    yield from map(of_event, Event.objects.standing().select_related("case").iterator())
    yield from of_persons(_places(), shut_names())
    yield from _identifiers()
    yield from map(of_exhibit, Exhibit.objects.select_related("case").iterator())
    yield from map(of_reference, ExternalReference.objects.select_related("case", "tip__agency").iterator())
    yield from map(of_statement, Statement.objects.select_related("case", "current").iterator())


def _places() -> Iterator[PersonInCase]:
    return PersonInCase.objects.standing().select_related("case", "person").order_by("pk").iterator()


def _tips() -> Iterator[Entry]:
    doors = {tip: f"case:{ref}" for tip, ref in CaseTip.objects.values_list("tip", "case__ref").iterator()}
    last = 0
    while tips := list(_tips_after(last)):
        yield from of_tips(tips, doors)
        last = tips[-1].pk


def _tips_after(last: int) -> Iterator[Tip]:
    after = Tip.objects.filter(pk__gt=last).order_by("pk")
    return iter(after.select_related("agency").prefetch_related("letters")[:_BATCH])


def _identifiers() -> Iterator[Entry]:
    cases = {case.subject: case for case in Case.objects.only("ref").iterator()}
    mentions = Mention.objects.standing().filter(record__startswith="case:").select_related("identifier")
    for mention in mentions.iterator():
        if case := cases.get(mention.record):
            yield of_identifier(case, mention.identifier)


def how_many() -> int:
    """Roughly how many entries there are, for a progress bar."""
    counted = (Tip, Case, Task, Event, Exhibit, Statement)
    mentions = Mention.objects.standing().filter(record__startswith="case:").count()
    return sum(model.objects.count() for model in counted) + mentions + 2 * PersonInCase.objects.count()


def nothing_can_be_found() -> bool:
    """Whether the index is empty though there are records: after an upgrade from before there was one."""
    return is_empty() and (Tip.objects.exists() or Case.objects.exists())


@transaction.atomic
def rebuild(*, by: object, on_progress: Callable[[int], None] | None = None) -> int:
    """Build the index anew from all records, all or nothing, journalled. Returns how many records can be found."""
    done = build_anew(all_entries(), on_progress)
    record(by=by, verb="search.rebuilt", subject="search", facts={"records": done})
    return done
