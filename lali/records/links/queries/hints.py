"""Hints: what of a record stands elsewhere, told so that nothing leaks."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.cases.access import case_for, cases_for
from lali.records.cases.models import Case
from lali.records.entities.models import Identifier
from lali.records.entities.queries import records_sharing
from lali.records.links.access import behind_walls
from lali.records.links.models import CaseLink
from lali.records.tips.access import tips_for
from lali.records.tips.models import Tip

MOST_NAMED = 8  # a wallet can stand in hundreds of cases; nobody reads hundreds of hints


@dataclass(frozen=True, slots=True)
class Hint:
    """Another case with the same identifiers, which the reader may open."""

    case: Case
    identifiers: tuple[Identifier, ...]
    linked: bool


@dataclass(frozen=True, slots=True)
class Hints:
    """What stands elsewhere: cases the reader may open, and only a number for the rest."""

    cases: tuple[Hint, ...]  # those that share most first; of unlinked ones MOST_NAMED
    unnamed: int  # further cases that the reader may open
    tips: tuple[Tip, ...]  # tips elsewhere that the reader may open, for triage; MOST_NAMED of them
    hidden: int  # records elsewhere (cases, tips, packets) that the reader may not open
    hidden_identifiers: tuple[Identifier, ...]

    @property
    def unlinked(self) -> tuple[Hint, ...]:
        """Those named that nobody has linked yet."""
        return tuple(hint for hint in self.cases if not hint.linked)

    @property
    def more_than_two(self) -> int:
        """How many cases a page that shows two of the unlinked leaves for later."""
        return max(0, len(self.unlinked) - 2) + self.unnamed


def hints_for(member: Member, ref: str) -> Hints:
    """What of a case's identifiers stands in other records."""
    case = case_for(member, ref)
    own_tips = {tip.subject for tip in case.tips.all()}
    by_record: dict[str, list[Identifier]] = {}
    for mention in records_sharing(case.subject):
        if mention.record not in own_tips:
            by_record.setdefault(mention.record, []).append(mention.identifier)
    open_refs = [subject.partition(":")[2] for subject in by_record if subject.startswith("case:")]
    seen = {found.subject: found for found in cases_for(member).filter(ref__in=open_refs)}
    tied = _linked_ids(case)
    hints = [
        Hint(seen[subject], tuple(found), seen[subject].pk in tied)
        for subject, found in by_record.items()
        if subject in seen
    ]
    open_hints = sorted((hint for hint in hints if not hint.linked), key=lambda hint: -len(hint.identifiers))
    named = (*open_hints[:MOST_NAMED], *(hint for hint in hints if hint.linked))
    walled = set(behind_walls(member))
    within = {
        tip.subject for tip in Tip.objects.filter(cases__in=seen.values()).only("pk")
    }  # tips of cases the reader may open
    tips = _open_tips(member, by_record.keys() - within)
    named_tips = {tip.subject for tip in tips}
    hidden = [subject for subject in by_record if subject not in seen and subject not in within | walled | named_tips]
    unseen = {identifier.pk: identifier for subject in hidden for identifier in by_record[subject]}
    return Hints(named, len(hints) - len(named), tips[:MOST_NAMED], len(hidden), tuple(unseen.values()))


def _open_tips(member: Member, subjects: Iterable[str]) -> tuple[Tip, ...]:
    """Those of these records that are tips which the member may open, newest first."""
    if not member.may(Permission.TRIAGE):
        return ()
    numbers = [subject.removeprefix("tip:") for subject in subjects if subject.startswith("tip:")]
    return tuple(tips_for(member).filter(pk__in=numbers).order_by("-number"))


def links_of(member: Member, ref: str) -> list[CaseLink]:
    """Confirmed links of a case to cases that the member may open as well."""
    case = case_for(member, ref)
    links = list(_links(case).select_related("first", "second", "linked_by"))
    ends = {number for link in links for number in (link.first_id, link.second_id)}
    mine = set(cases_for(member).filter(pk__in=ends).values_list("pk", flat=True))
    return [link for link in links if {link.first_id, link.second_id} <= mine]


def _links(case: Case) -> QuerySet[CaseLink]:
    return CaseLink.objects.standing().filter(Q(first=case) | Q(second=case))


def _linked_ids(case: Case) -> set[int]:
    pairs = _links(case).values_list("first_id", "second_id")
    return {number for pair in pairs for number in pair} - {case.pk}
