"""Hints: what of a record stands elsewhere, told so that nothing leaks."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.cases.access import case_for, cases_for
from lali.records.cases.models import Case, CaseTip
from lali.records.entities.models import Identifier
from lali.records.entities.queries import records_sharing
from lali.records.links.access import behind_walls
from lali.records.links.models import CaseLink
from lali.records.links.queries.proposals import judged_apart
from lali.records.tips.access import tips_for
from lali.records.tips.models import Tip

MOST_NAMED = 8  # a wallet can stand in hundreds of cases; nobody reads hundreds of hints
NEWEST = 100  # records of one identifier that are looked at


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
    more: bool  # an identifier stands in more than NEWEST records: only its newest are counted here

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
    own_tips = {tip.subject for tip in case.tips.only("pk").order_by()}
    sharing, more = records_sharing(case.subject, newest=NEWEST, behind_walls=behind_walls(member))
    by_record: dict[str, list[int]] = {}
    for record, identifier in sharing:
        if record not in own_tips:
            by_record.setdefault(record, []).append(identifier)
    refs = [subject.partition(":")[2] for subject in by_record if subject.startswith("case:")]
    seen = {f"case:{found}": pk for found, pk in cases_for(member).filter(ref__in=refs).values_list("ref", "pk")}
    linked, apart = _linked_ids(case), judged_apart(case)
    others = sorted((subject for subject in by_record if subject in seen), key=lambda one: -len(by_record[one]))
    others = [subject for subject in others if seen[subject] not in apart or seen[subject] in linked]
    named = [subject for subject in others if seen[subject] not in linked][:MOST_NAMED]
    named += [subject for subject in others if seen[subject] in linked]
    tips, within = _tips(member, by_record, seen.values())
    known = {*seen, *within, *(tip.subject for tip in tips)}
    hidden = [subject for subject in by_record if subject not in known]
    cases = Case.objects.in_bulk([seen[subject] for subject in named])
    identifiers = Identifier.objects.in_bulk({one for subject in (*named, *hidden) for one in by_record[subject]})

    def standing_in(*subjects: str) -> tuple[Identifier, ...]:
        return tuple(identifiers[pk] for pk in dict.fromkeys(one for each in subjects for one in by_record[each]))

    hints = tuple(Hint(cases[seen[one]], standing_in(one), seen[one] in linked) for one in named)
    return Hints(hints, len(others) - len(named), tips[:MOST_NAMED], len(hidden), standing_in(*hidden), more)


def _tips(member: Member, subjects: Iterable[str], cases: Iterable[int]) -> tuple[tuple[Tip, ...], set[str]]:
    """Of these records the tips that the member may open for triage, newest first; and those of cases they may open."""
    numbers = [subject.removeprefix("tip:") for subject in subjects if subject.startswith("tip:")]
    of_cases = CaseTip.objects.filter(tip__in=numbers, case__in=cases).values_list("tip", flat=True)
    within = {f"tip:{number}" for number in of_cases}
    if not member.may(Permission.TRIAGE):
        return (), within
    found = tips_for(member).filter(pk__in=numbers).order_by("-number")
    return tuple(tip for tip in found if tip.subject not in within), within


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
