"""Persons of a member's cases who may be one, whichever case they stand in: for the one place where links wait."""

from collections.abc import Iterable
from dataclasses import dataclass

from lali.engines.matching import Known, Reason
from lali.records.agencies.models import Member
from lali.records.cases.access import is_open_to
from lali.records.cases.models import Case, PersonInCase
from lali.records.cases.queries.cases import may_lead, may_write
from lali.records.cases.queries.likeness import cases_by_person, compared, pairs_by_words, unjudged
from lali.records.cases.queries.persons import shut_roots
from lali.records.entities.models import Person

MOST_PERSONS = 2_000  # of the member's cases, the newest first
MOST_ACROSS = 10  # pairs shown at one time; judged ones make room for more


@dataclass(frozen=True, slots=True)
class PersonEnd:
    """One of two persons: by name, or by code name where somebody of theirs may be a victim; and their case."""

    id: int
    name: str
    case: Case


@dataclass(frozen=True, slots=True)
class Alike:
    """Two persons who may be one, what speaks for it and against, and whether the reader may judge."""

    one: PersonEnd
    other: PersonEnd
    score: int
    reasons: tuple[Reason, ...]
    writes: bool


def alike_across(member: Member, *, ref: str = "") -> list[Alike]:
    """Pairs of persons in two cases of the member's that may be one, the likeliest first; of the case `ref`, if given.

    Pairs that were judged or merged are left out. Where one of the two is shut, only who leads the case in which that
    one stands is asked: the other's name would tell theirs.
    """
    numbers = _persons(member, ref)
    pairs = unjudged(pairs_by_words(member, numbers))
    found_in = cases_by_person(member, {number for pair in pairs for number in pair})
    records = Person.objects.in_bulk(list(found_in))
    shut = shut_roots({record.root_id for record in records.values()})
    known: dict[int, Known] = {}
    found = []
    for one, other in pairs:
        if one not in found_in or other not in found_in or found_in[one].pk == found_in[other].pk:
            continue
        if records[one].root_id == records[other].root_id:
            continue
        if not all(may_lead(found_in[number]) for number in (one, other) if records[number].root_id in shut):
            continue
        comparison = compared(records[one], records[other], known)
        if comparison.is_worth_asking:
            found.append((comparison, one, other))
    found.sort(key=lambda pair: (-pair[0].score, *pair[1:]))
    return [
        Alike(
            *(person_end(records[number], found_in[number], shut) for number in (one, other)),
            comparison.score,
            comparison.reasons,
            all(may_write(found_in[number]) for number in (one, other)),
        )
        for comparison, one, other in found[:MOST_ACROSS]
    ]


def _persons(member: Member, ref: str) -> set[int]:
    places = PersonInCase.objects.standing().filter(is_open_to(member, "case"))
    places = places.filter(case__ref=ref) if ref else places
    return set(places.order_by("-pk").values_list("person_id", flat=True)[:MOST_PERSONS])


def person_end(record: Person, case: Case, shut: Iterable[int]) -> PersonEnd:
    """A person as they may be named in a case that the reader opened; `shut` are the roots of who may be a victim."""
    name = "" if record.root_id in shut else record.opened_facts().main_name
    return PersonEnd(record.pk, name or record.code_name, case)
