"""What screens ask about exhibits."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.access import case_for
from lali.records.cases.models import Case
from lali.records.evidence.access import exhibit_for
from lali.records.evidence.models import Exhibit, Passage, Statement
from lali.records.evidence.storage import exhibit_store


def exhibits_of(member: Member, ref: str) -> QuerySet[Exhibit]:
    """Exhibits of a case, in order of number."""
    return case_for(member, ref).exhibits.select_related("sealed_by")


def read_exhibit(member: Member, ref: str, number: int) -> Exhibit:
    """One exhibit with its chain of custody, journalled."""
    exhibit = exhibit_for(member, ref, number)
    record(by=member, verb="exhibit.read", subject=exhibit.subject, reading=True)
    return exhibit


def all_exhibits() -> QuerySet[Exhibit]:
    """Every exhibit of the node: for `lali verify`, which reads no content."""
    return Exhibit.objects.select_related("case").order_by("pk")


def broken_exhibits() -> QuerySet[Exhibit]:
    """Exhibits that were not what was sealed when they were last read back: for `lali doctor`."""
    return Exhibit.objects.filter(broken_at__isnull=False, destroyed_at__isnull=True).select_related("case")


def sealed_without_exhibit() -> list[str]:
    """Addresses in the store that belong to no exhibit: the node stopped between sealing and entering them."""
    known = set(Exhibit.objects.values_list("address", flat=True))
    return [address for address in exhibit_store().addresses() if address not in known]


def destroyed_but_there() -> list[str]:
    """Addresses of destroyed exhibits whose sealed file still lies in the store: a stop came before it went."""
    store = exhibit_store()
    destroyed = Exhibit.objects.filter(destroyed_at__isnull=False).values_list("address", flat=True)
    return [address for address in destroyed.iterator() if store.holds(address)]


@dataclass(frozen=True, slots=True)
class EvidenceCounts:
    """How much evidence a case has."""

    exhibits: int
    statements: int
    passages: int


def evidence_counts(case: Case) -> EvidenceCounts:
    """How many exhibits, statements and standing passages a case has that was opened through the door. One query."""

    def number_of(rows: QuerySet) -> Coalesce:
        counted = rows.filter(case=OuterRef("pk")).order_by().values("case").annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(counted), 0)

    counts = {
        "number_of_exhibits": number_of(Exhibit.objects.all()),
        "number_of_statements": number_of(Statement.objects.all()),
        "number_of_passages": number_of(Passage.objects.filter(withdrawn_at__isnull=True)),
    }
    return EvidenceCounts(*Case.objects.filter(pk=case.pk).annotate(**counts).values_list(*counts).get())
