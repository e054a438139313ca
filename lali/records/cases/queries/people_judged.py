"""What was said of two persons, by whoever said it, for who may open a case of each: so that it can be taken back."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet

from lali.records.agencies.models import Member
from lali.records.cases.access import person_judgements_seen
from lali.records.cases.models import Case, PersonInCase, PersonJudgement
from lali.records.cases.parting import what_stands_in_the_way
from lali.records.cases.queries.likeness import cases_by_person
from lali.records.cases.queries.likeness_across import PersonEnd, person_end
from lali.records.cases.queries.persons import shut_roots
from lali.records.entities.models import Person


@dataclass(frozen=True, slots=True)
class PeopleJudged:
    """One judgement on two persons. `stands_in_the_way`: why the reader cannot take it back, empty where they can.

    `are_one`: both are kept as one person now, by this judgement or by another.
    """

    said: PersonJudgement
    one: PersonEnd
    other: PersonEnd
    are_one: bool
    stands_in_the_way: str


def people_judged(member: Member, *, ref: str = "", page: object = 1, per_page: int = 20) -> Page:
    """A page of `PeopleJudged`, those taken back among them, the newest first; of the case `ref`, if given."""
    rows = _judged(member, ref).select_related("by", "undone_by", "one", "other", "merge")
    found = Paginator(rows.order_by("-at", "-pk"), per_page).get_page(page)
    found.object_list = _shown(member, list(found.object_list), ref)
    return found


def how_many_people_judged(member: Member, case: Case) -> int:
    """How many judgements on persons of a case stand, of those that the member may know of."""
    return _judged(member, case.ref).standing().order_by().count()


def _judged(member: Member, ref: str) -> QuerySet[PersonJudgement]:
    rows = person_judgements_seen(member)
    if not ref:
        return rows
    here = PersonInCase.objects.standing().filter(case__ref=ref)
    ends = [Exists(here.filter(person=OuterRef(end))) for end in ("one", "other")]
    return rows.filter(Q(ends[0]) | Q(ends[1]))


def _shown(member: Member, rows: list[PersonJudgement], ref: str) -> list[PeopleJudged]:
    persons: dict[int, Person] = {person.pk: person for row in rows for person in (row.one, row.other)}
    places = cases_by_person(member, set(persons))
    if ref:
        places |= _here(persons, places, ref)
    shut = shut_roots({person.root_id for person in persons.values()})
    standing = [row for row in rows if not row.undone_at]
    stopped = what_stands_in_the_way(member, standing)
    return [
        PeopleJudged(
            row,
            *(person_end(person, places[person.pk], shut) for person in (row.one, row.other)),
            row.one.root_id == row.other.root_id,
            str(stopped.get(row.pk) or ""),
        )
        for row in rows
    ]


def _here(persons: dict[int, Person], places: dict[int, Case], ref: str) -> dict[int, Case]:
    """The case that was asked for, for those who stand in it; the reader was found to see one of theirs."""
    there = PersonInCase.objects.standing().filter(case__ref=ref, person__in=list(persons))
    case = next((one for one in places.values() if one.ref == ref), None)
    return dict.fromkeys(there.values_list("person_id", flat=True), case) if case else {}
