"""What screens ask about archives."""

from dataclasses import dataclass
from typing import BinaryIO

from django.apps import apps
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from lali.engines.exchange import ArchiveRefused, asks_for_passphrase
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record
from lali.records.cases.access import case_for, cases_for
from lali.records.cases.models import Case
from lali.records.cases.queries import persons_of
from lali.records.cases.vocabulary import Level
from lali.records.cooperation.identity import partner_cards
from lali.records.transfers import storage
from lali.records.transfers.access import archive_for, archives_for, arrival_for, arrivals_for
from lali.records.transfers.carried import BY_LABEL
from lali.records.transfers.models import ArrivedCase, CaseArchive
from lali.records.transfers.vocabulary import ArchiveState
from lali.records.transfers.writing import Going

SHOWN = (  # kinds of record that a page counts, in the order of a case
    *("entities.person", "entities.identifier", "tips.tip", "cases.task", "cases.deadline", "chronology.event"),
    *("evidence.exhibit", "evidence.statement", "evidence.passage", "elements.suspectedoffence", "briefs.brief"),
)


@dataclass(frozen=True, slots=True)
class Leaving:
    """What would leave with a case, before an archive of it is made."""

    case: Case
    counts: list[tuple[str, int]]
    victims: int
    bytes: int


def what_would_leave(member: Member, ref: str) -> Leaving:
    """What would leave with a case, for its lead; journalled."""
    case = case_for(member, ref, Level.LEAD)
    record(by=member, verb="case.read", subject=case.subject, facts={"part": "archive"}, reading=True)
    going = Going(case, "")
    counts = {label: BY_LABEL[label].rows_of(going).count() for label in SHOWN}
    return Leaving(case, counted(counts), going.victims, sum(file.size for file in going.files()))


def counted(counts: dict[str, int]) -> list[tuple[str, int]]:
    """Counts of an archive in words, kinds that a page shows only."""
    return [
        (capfirst(str(apps.get_model(label)._meta.verbose_name_plural)), counts[label])  # noqa: SLF001 - its own words
        for label in SHOWN
        if counts.get(label)
    ]


def archives_of(member: Member) -> QuerySet[CaseArchive]:
    """Archives that leave and that the member may see, newest first."""
    return archives_for(member)


def archives_to_approve(member: Member) -> QuerySet[CaseArchive]:
    """Archives that wait for this member's approval: those of colleagues, not the member's own."""
    if not member.may(Permission.APPROVE_PACKET):
        return CaseArchive.objects.none()
    return archives_for(member).filter(state=ArchiveState.DRAFT).exclude(prepared_by=member)


def contents_for(member: Member, archive: CaseArchive) -> list[tuple[str, str]]:
    """What is in an archive in words; persons also by name for who is on the team, if the case shows them by name."""
    contents = dict(archive.contents)
    if contents.get("persons") and is_on_team_of(member, archive):
        named = {
            place.person.code_name: shown.name
            for shown in persons_of(case_for(member, archive.case.ref))
            for place in shown.places
            if not shown.is_code_name
        }
        contents["persons"] = [f"{code} ({named[code]})" if code in named else code for code in contents["persons"]]
    return contents_in_words(contents)


def contents_in_words(contents: dict[str, list[str]]) -> list[tuple[str, str]]:
    """The names of what is in an archive, kind by kind; kinds of which there is nothing are left out."""
    kinds = {"persons": _("Persons"), "exhibits": _("Exhibits"), "statements": _("Statements"), "tips": _("Tips")}
    return [(words, ", ".join(contents[kind])) for kind, words in kinds.items() if contents.get(kind)]


def read_archive_of(member: Member, number: int) -> CaseArchive:
    """One archive that leaves, journalled."""
    archive = archive_for(member, number)
    facts = {"archive": archive.ref}
    record(by=member, verb="archive.read", subject=archive.case.subject, facts=facts, reading=True)
    return archive


def is_on_team_of(member: Member, archive: CaseArchive) -> bool:
    """Whether the member may open the case that leaves."""
    return cases_for(member).filter(pk=archive.case_id).exists()


def leads_case_of(member: Member, archive: CaseArchive) -> bool:
    """Whether the member leads the case that leaves, and so may take the file out."""
    return cases_for(member).annotate_level(member.pk).filter(pk=archive.case_id, my_level=Level.LEAD).exists()


def arrivals_of(member: Member) -> QuerySet[ArrivedCase]:
    """Archives that came, newest first; none for who may not take them in."""
    return arrivals_for(member) if member.may(Permission.IMPORT) else ArrivedCase.objects.none()


def read_arrival(member: Member, number: int) -> ArrivedCase:
    """One archive that came, journalled. `is_partner`: whether whoever signed it is a partner now.

    Once it is a case here, what it says of anybody is for who may open that case.
    """
    arrival = arrival_for(member, number)
    record(by=member, verb="archive.read", subject=arrival.subject, reading=True)
    arrival.is_partner = arrival.fingerprint in partner_cards()
    if arrival.case_id and not cases_for(member).filter(pk=arrival.case_id).exists():
        arrival.forget()
    return arrival


def arrival_of(case: Case) -> ArrivedCase | None:
    """How an opened case came here from another node; None for one that was opened here."""
    return ArrivedCase.objects.filter(case=case).select_related("case", "taken_in_by").first()


def needs_passphrase(file: BinaryIO) -> bool:
    """Whether an archive is sealed to a passphrase; False for what is no archive, which looking at it will say."""
    try:
        return asks_for_passphrase(file)
    except ArchiveRefused:
        return False


def left_by_killed_processes() -> list[str]:
    """Files and folders of archives that nobody finishes or needs: for `lali doctor`."""
    return [f"{path.parent.name}/{path.name}" for path in storage.leftovers()]


def originals_on_their_way_in() -> set[str]:
    """Addresses of the originals of cases that are, or were, being taken in: they have no row, and need no intake."""
    return storage.addresses_arriving()
