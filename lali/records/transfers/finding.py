"""Putting a whole case into the search index at once, as each of its actions would have done bit by bit."""

from collections.abc import Iterator

from django.db.models import QuerySet

from lali.records.cases.findable import of_case, of_identifier, of_persons, of_task, shut_names
from lali.records.cases.models import Case, PersonInCase
from lali.records.chronology.findable import of_event
from lali.records.elements.findable import of_offences
from lali.records.entities.models import Mention
from lali.records.evidence.findable import of_exhibit, of_passage, of_statement
from lali.records.evidence.models import Passage
from lali.records.imports.findable import of_reference
from lali.records.imports.models import ExternalReference
from lali.records.search.index import put_new
from lali.records.search.terms import Entry
from lali.records.tips.findable import of_tips


def put_whole_case(case: Case) -> None:
    """Put a case that was just taken in, and all that can be found of it, into the index. Part of an action."""
    put_new(_entries(case))


def _entries(case: Case) -> Iterator[Entry]:
    yield of_case(case)
    yield from map(of_task, case.tasks.standing().select_related("case"))
    yield from map(of_event, case.events.standing().select_related("case"))
    places = PersonInCase.objects.standing().filter(case=case).select_related("case", "person").order_by("pk")
    yield from of_persons(places, shut_names(places.values_list("person", flat=True)))
    for mention in Mention.objects.standing().filter(record=case.subject).select_related("identifier"):
        yield of_identifier(case, mention.identifier)
    yield from map(of_exhibit, case.exhibits.select_related("case"))
    yield from map(of_statement, case.statements.select_related("case", "current"))
    yield from map(of_passage, _passages(case))
    yield from of_offences(case.suspected_offences.select_related("case").prefetch_related("proofs"))
    tips = list(case.tips.select_related("agency").prefetch_related("letters"))
    yield from of_tips(tips, {tip.pk: case.subject for tip in tips})
    references = ExternalReference.objects.filter(case=case) | ExternalReference.objects.filter(tip__in=tips)
    for one in references.select_related("case", "tip__agency"):
        yield of_reference(one, case.subject if one.tip_id else "")


def _passages(case: Case) -> QuerySet[Passage]:
    standing = case.passages.filter(withdrawn_at__isnull=True).exclude(exhibit__restricted_at__isnull=False)
    return standing.select_related("case", "exhibit")
