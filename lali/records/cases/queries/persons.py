"""Persons and organisations of a case, as they may be shown."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.audit.queries import entries_about
from lali.records.cases.access import cases_for
from lali.records.cases.models import Case, PersonInCase, PersonMerge
from lali.records.cases.queries.cases import may_lead, may_write
from lali.records.changes import Change, opened_changes
from lali.records.entities.facts import TELLING, Childhood, PersonFacts, childhood
from lali.records.entities.models import Person
from lali.records.entities.vocabulary import PersonKind, PersonRole

MOST_OF_HISTORY = 40


@dataclass(frozen=True, slots=True)
class PersonShown:
    """A person as the case shows them: `name` is the code name when they may be a victim.

    `ages` are the least and the greatest on `day`, the first day of the acts (or, where that is not known, the day
    the case was opened); `records` are the numbers of all records of this person that stand in the case.
    """

    id: int
    name: str
    is_code_name: bool
    can_be_revealed: bool
    places: tuple[PersonInCase, ...]
    kind: str
    is_shut: bool
    is_erased: bool
    day: date
    day_is_of_acts: bool
    ages: tuple[int, int] | None
    childhood: Childhood
    records: tuple[int, ...]

    @property
    def present(self) -> list[PersonInCase]:
        """The roles that stand now."""
        return [place for place in self.places if not place.until]

    @property
    def roles(self) -> set[str]:
        """The roles that stand now, by code."""
        return {place.role for place in self.present}

    @property
    def victim_place(self) -> PersonInCase | None:
        """The place as a possible victim that stands now."""
        return next((place for place in self.present if place.role == PersonRole.VICTIM), None)

    @property
    def was_suspect(self) -> bool:
        """Whether they are or were a suspect, and may be a victim: what they are charged with is looked at again."""
        return self.is_shut and any(place.role == PersonRole.SUSPECT for place in self.places)

    @property
    def is_organisation(self) -> bool:
        """Whether it is an organisation."""
        return self.kind == PersonKind.ORGANISATION

    @property
    def is_child(self) -> bool:
        """Whether they were surely a child on the first day of the acts; who may be one is `childhood` MAYBE."""
        return self.childhood == Childhood.CHILD


def persons_of(case: Case, *, role: str = "") -> list[PersonShown]:
    """Persons of a case that was opened through the door, each once, with present and past roles.

    Three queries and one opening for each person, however many there are. With `role` only who has it now.
    """
    groups: dict[int, list[PersonInCase]] = {}
    for place in case.persons.standing().select_related("person"):
        groups.setdefault(place.person.root_id, []).append(place)
    if role:
        groups = {root: places for root, places in groups.items() if role in {p.role for p in places if not p.until}}
    shut = shut_roots(groups)
    return [_shown(case, places, shut=root in shut) for root, places in groups.items()]


def names_of(case: Case) -> dict[int, str]:
    """How the case calls each of its persons, by every number under which they stand."""
    return {number: person.name for person in persons_of(case) for number in person.records}


def shut_roots(roots: Iterable[int]) -> set[int]:
    """Those of whom some record, in whatever case, is or was of a possible victim."""
    records = Person.objects.filter(Q(pk__in=roots) | Q(merged_into__in=roots))  # apart: an index for each of the two
    found = PersonInCase.objects.victims().filter(person__in=records.values("pk"))
    found = found.values_list("person_id", "person__merged_into_id")
    return {merged_into or number for number, merged_into in found}


def _shown(case: Case, places: list[PersonInCase], *, shut: bool) -> PersonShown:
    persons = _each_once(place.person for place in places)
    person = persons[0]
    known = [one.opened_facts() for one in persons]
    name = "" if shut else next((facts.main_name for facts in known if facts.main_name), "")
    day, of_acts = _day_of_acts(case, places)
    birth = next((facts.birth for facts in known if facts.birth), None)
    born = birth if person.kind == PersonKind.PERSON else None
    return PersonShown(
        id=person.pk,
        name=name or person.code_name,
        is_code_name=not name,
        can_be_revealed=shut and may_lead(case) and any(one.wrapped_key for one in persons),
        places=tuple(places),
        kind=person.kind,
        is_shut=shut,
        is_erased=_is_erased(person),
        day=day,
        day_is_of_acts=of_acts,
        ages=born.ages_on(day) if born else None,
        childhood=childhood(born, day),
        records=tuple(one.pk for one in persons),
    )


def _each_once(persons: Iterable[Person]) -> list[Person]:
    """Each record once: first the one that was kept, where it stands among them."""
    return sorted({person.pk: person for person in persons}.values(), key=lambda one: (one.merged_into_id or 0, one.pk))


def _is_erased(person: Person) -> bool:
    return person.version > 1 and not person.wrapped_key


def _day_of_acts(case: Case, places: Iterable[PersonInCase]) -> tuple[date, bool]:
    """The first day of the acts that any role speaks of; else the day the case was opened: acts came before it."""
    days = [place.acts_from for place in places if place.acts_from]
    return (min(days), True) if days else (timezone.localtime(case.opened_at).date(), False)


# -- one person's page -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """One record of the person: its facts, what tells who they are left out where the name is shut."""

    id: int
    code_name: str
    version: int
    facts: PersonFacts
    kind: str
    is_shut: bool
    is_erased: bool

    @property
    def is_organisation(self) -> bool:
        """Whether it is an organisation."""
        return self.kind == PersonKind.ORGANISATION


@dataclass(frozen=True, slots=True)
class MergeShown:
    """A merge that stands, and the two records of it by name and case; empty where a name is not shown here."""

    merge: PersonMerge
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    """All that a person's page shows. `elsewhere`: places of the same person in other cases that the member sees."""

    shown: PersonShown
    records: tuple[PersonRecord, ...]
    elsewhere: tuple[PersonInCase, ...]
    merges: tuple[MergeShown, ...]

    @property
    def record(self) -> PersonRecord:
        """The record that is described."""
        return self.records[0]


def read_person(member: Member, case: Case, person_id: int) -> PersonPage:
    """One person of a case that was opened through the door: journalled. Http404 when nobody of that number stands."""
    places = _places_together(case, person_id)
    shut = bool(shut_roots({places[0].person.root_id}))
    shown = _shown(case, places, shut=shut)
    record(by=member, verb="person.read", subject=f"{case.subject}/person:{shown.id}", reading=True)
    persons = _each_once(place.person for place in places)
    return PersonPage(
        shown=shown,
        records=tuple(_record(person, shut=shut) for person in persons),
        elsewhere=_elsewhere(member, case, persons[0]),
        merges=_merges_seen(member, case, persons[0], shut=shut),
    )


def _places_together(case: Case, person_id: int) -> list[PersonInCase]:
    same = Person.objects.together([person_id])
    places = list(case.persons.standing().filter(person__in=same).select_related("person"))
    if not places:
        raise Http404
    return places


def _record(person: Person, *, shut: bool, telling: bool = False) -> PersonRecord:
    facts = person.opened_facts()
    if shut and not telling:
        facts = without_telling(facts)
    return PersonRecord(person.pk, person.code_name, person.version, facts, person.kind, shut, _is_erased(person))


def without_telling(facts: PersonFacts) -> PersonFacts:
    """The facts without what tells who somebody is."""
    return replace(facts, **{name: type(getattr(facts, name))() for name in TELLING})


def _elsewhere(member: Member, case: Case, person: Person) -> tuple[PersonInCase, ...]:
    places = PersonInCase.objects.standing().filter(person__in=Person.objects.together([person.pk]))
    return tuple(places.filter(case__in=cases_for(member)).exclude(case=case.pk).select_related("case", "person"))


def _merges_seen(member: Member, case: Case, person: Person, *, shut: bool) -> tuple[MergeShown, ...]:
    """Merges that stand, of records that the member sees in some case; a name read in another case is journalled."""
    merges = PersonMerge.objects.filter(undone_at__isnull=True, keep=person.root_id)
    places = PersonInCase.objects.standing().filter(case__in=cases_for(member))
    seen = places.values("person")
    found = list(merges.filter(other__in=seen, keep__in=seen).select_related("keep", "other", "merged_by"))
    if shut or not may_write(case):  # who does not write parts nobody
        return tuple(MergeShown(merge, "", "") for merge in found)
    ends = {end.pk: end for merge in found for end in (merge.keep, merge.other)}
    stands = {place.person_id: place.case for place in places.filter(person__in=ends).select_related("case")}
    stands |= dict.fromkeys(case.persons.standing().filter(person__in=ends).values_list("person", flat=True), case)
    for number, where in stands.items():
        if where != case:
            record(by=member, verb="person.read", subject=f"{where.subject}/person:{number}", reading=True)
    names = {number: end.opened_facts().main_name for number, end in ends.items()}
    told = {number: f"{name} ({stands[number].ref})" if name else "" for number, name in names.items()}
    return tuple(MergeShown(merge, told[merge.keep_id], told[merge.other_id]) for merge in found)


def facts_to_describe(member: Member, case: Case, person_id: int, *, telling: bool = False) -> PersonRecord:
    """The facts of one person for a form. `telling` gives a lead also what tells who a possible victim is."""
    person = _each_once(place.person for place in _places_together(case, person_id))[0]
    shut = bool(shut_roots({person.root_id}))
    if telling and shut and not may_lead(case):
        raise PermissionDenied
    record(by=member, verb="person.read", subject=f"{case.subject}/person:{person.pk}", reading=True)
    return _record(person, shut=shut, telling=telling)


# -- what happened to the record -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PersonChange:
    """One line of a person's history: who did what when; `values` of a change, None where erased or shut."""

    at: datetime
    by: str
    verb: str
    values: tuple[Change, ...]
    shut: frozenset[str]


def person_changes(case: Case, shown: PersonShown) -> list[PersonChange]:
    """What was done to a person of an opened case, newest first, with old and new values where they may be read."""
    persons = {person.pk: person for person in Person.objects.filter(pk__in=shown.records)}
    entries = [
        (entry, persons[number])
        for number in shown.records
        for entry in entries_about(f"{case.subject}/person:{number}").exclude(verb="person.read")[:MOST_OF_HISTORY]
    ]
    entries.sort(key=lambda pair: -pair[0].index)
    return [
        PersonChange(entry.at, entry.by, entry.verb, *_values(entry.facts.get("changed"), person, shut=shown.is_shut))
        for entry, person in entries[:MOST_OF_HISTORY]
    ]


def _values(changed: object, person: Person, *, shut: bool) -> tuple[tuple[Change, ...], frozenset[str]]:
    opened = opened_changes(changed, key=person.opened_key()) if changed else []
    closed = frozenset(TELLING) if shut else frozenset()
    kept = (Change(one.field, None, None) if one.field.partition(".")[0] in closed else one for one in opened)
    return tuple(kept), closed
