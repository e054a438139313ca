"""Which persons may be one: proposed with reasons to who contributes to both cases, never decided."""

from collections import Counter, OrderedDict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import combinations

from django.db.models import Exists, OuterRef

from lali.engines.matching import Comparison, Known, Reason, compare
from lali.records.agencies.models import Member
from lali.records.cases.access import cases_for, is_open_to
from lali.records.cases.models import Case, PersonInCase, PersonJudgement
from lali.records.cases.queries.cases import may_lead
from lali.records.cases.queries.persons import PersonShown, shut_roots
from lali.records.entities.likeness import known_of
from lali.records.entities.models import Person, PersonToken

MOST_MET = 20_000  # blind words looked at
MOST_PAIRS = 200  # compared at one time, those with most in common first
MOST_SHOWN = 20
MOST_KEPT = 20_000  # comparisons remembered
COMMON = 60  # persons; a word that more of them share finds nobody


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two persons who may be one. `other` stands in `other_case`, which the member may open; None: in this case."""

    person: PersonShown
    other_id: int
    other_name: str
    other_case: Case | None
    score: int
    reasons: tuple[Reason, ...]


def proposals_for(member: Member, case: Case, persons: Iterable[PersonShown]) -> list[Proposal]:
    """Pairs of a person of the case and another of the member's cases that may be one, the likeliest first.

    Candidates share a blind word; at most MOST_PAIRS are opened and compared. Pairs that were judged, or are merged,
    are left out. Of somebody in another case only the code name is given. Where one of the two is shut, only who
    leads the case they stand in is asked: the other's name would tell theirs.
    """
    shown = {number: person for person in persons for number in person.records}
    pairs = unjudged(pairs_by_words(member, shown))
    records = Person.objects.in_bulk({number for pair in pairs for number in pair})
    shut = shut_roots({record.root_id for record in records.values()})
    elsewhere = cases_by_person(member, {other for _one, other in pairs} - shown.keys())
    known: dict[int, Known] = {}
    found = []
    for one, other in pairs:
        place = case if other in shown else elsewhere.get(other)
        closed = [where for number, where in ((one, case), (other, place)) if records[number].root_id in shut]
        if place is None or not all(where and may_lead(where) for where in closed):
            continue
        comparison = compared(records[one], records[other], known)
        if comparison.is_worth_asking and records[one].root_id != records[other].root_id:
            name = shown[other].name if other in shown else records[other].code_name
            where = None if other in shown else place
            found.append(Proposal(shown[one], other, name, where, comparison.score, comparison.reasons))
    return sorted(found, key=lambda one: (-one.score, one.person.id, one.other_id))[:MOST_SHOWN]


_compared: OrderedDict[tuple[bytes, bytes], Comparison] = OrderedDict()  # of this process, and never on the disk


def compared(one: Person, other: Person, known: dict[int, Known]) -> Comparison:
    """Compare two records, each opened once; not opened again while neither has changed.

    Kept are reasons and points, in the memory of this process and under digests of what is sealed: no name, and nothing
    that outlives it. What is sealed anew has another digest, and what was erased too.
    """
    key = (_digest(one), _digest(other))
    if (found := _compared.get(key)) is None:
        found = _compared[key] = compare(*(_known_once(record, known) for record in (one, other)))
        if len(_compared) > MOST_KEPT:
            _compared.popitem(last=False)
    return found


def _digest(record: Person) -> bytes:
    sealed = (bytes(part) for part in (record.wrapped_key, record.sealed_name, record.sealed_facts))
    return blake2b(b"\0".join((record.kind.encode(), *sealed)), digest_size=16).digest()


def _known_once(record: Person, known: dict[int, Known]) -> Known:
    if record.pk not in known:
        known[record.pk] = known_of(record.kind, record.opened_facts())
    return known[record.pk]


def pairs_by_words(member: Member, shown: Collection[int]) -> list[tuple[int, int]]:
    """Pairs that share a blind word which is enough for one of them, those with most in common first."""
    reachable = PersonInCase.objects.standing().filter(is_open_to(member, "case"), person=OuterRef("person"))
    own = PersonToken.objects.filter(person__in=list(shown)).values("token")
    met = PersonToken.objects.filter(Exists(reachable), token__in=own).values_list("token", "person_id", "alone")
    holders: dict[bytes, list[tuple[int, bool]]] = {}
    for word, number, alone in met.order_by("token", "person_id")[:MOST_MET]:
        holders.setdefault(bytes(word), []).append((number, alone))
    shared = Counter(pair for having in holders.values() if len(having) <= COMMON for pair in _pairs(having, shown))
    return [pair for pair, _times in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:MOST_PAIRS]]


def _pairs(having: Iterable[tuple[int, bool]], shown: Collection[int]) -> Iterator[tuple[int, int]]:
    """Pairs among those who have one word; somebody of the case comes first."""
    for (one, one_alone), (other, other_alone) in combinations(having, 2):
        if (one_alone or other_alone) and (one in shown or other in shown):
            yield (one, other) if one in shown else (other, one)


def unjudged(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pairs of which no judgement stands."""
    lesser = {min(pair) for pair in pairs}  # with the other end too, an index of both looks up each two of them
    judged = PersonJudgement.objects.standing().filter(one__in=lesser).order_by()
    known = set(judged.values_list("one_id", "other_id"))
    return [pair for pair in pairs if (min(pair), max(pair)) not in known]


def cases_by_person(member: Member, numbers: set[int]) -> dict[int, Case]:
    """For each person one case of the member's in which they stand, with the member's level there."""
    places = PersonInCase.objects.standing().filter(is_open_to(member, "case"), person__in=numbers)
    by_person = dict(places.order_by("person_id", "-case_id").values_list("person_id", "case_id"))
    cases = cases_for(member).annotate_level(member.pk).in_bulk(set(by_person.values()))
    return {number: cases[case] for number, case in by_person.items() if case in cases}
