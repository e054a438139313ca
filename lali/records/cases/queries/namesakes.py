"""Who of a case is called like a colleague, for whoever may set walls around it."""

from collections.abc import Iterable

from lali.records.agencies.models import Member
from lali.records.cases.access import may_set_walls
from lali.records.cases.models import Case, NamesakePutAside
from lali.records.cases.namesakes import Namesake, named, namesakes_among
from lali.records.cases.queries.persons import PersonRecord, PersonShown


def namesakes_in(member: Member, case: Case, persons: Iterable[PersonShown]) -> list[Namesake]:
    """Colleagues after whom one of these persons of an opened case is called; nothing for who may not set walls.

    Never about `member`, and of nobody whose name is shut: the hint would tell it.
    """
    if not may_set_walls(member, case):
        return []
    open_ones = [one for one in persons if not (one.is_shut or one.is_organisation or one.is_erased)]
    return namesakes_among(member, case, [named(one.id, one.name, _facts(one)) for one in open_ones])


def _facts(person: PersonShown) -> Iterable[object]:
    records = {place.person_id: place.person for place in person.places}
    return (record.opened_facts() for record in records.values())


def namesakes_of_open_name(member: Member, case: Case, record: PersonRecord) -> list[Namesake]:
    """The same for one possible victim, for a lead who has the name open: `record` holds what tells who they are."""
    return namesakes_among(member, case, [named(record.id, record.code_name, [record.facts])])


def namesakes_put_aside(member: Member, case: Case, persons: Iterable[PersonShown]) -> list[NamesakePutAside]:
    """What was put aside about these persons, for whoever may set walls.

    Never about `member`, and of nobody whose name is shut or erased.
    """
    if not may_set_walls(member, case):
        return []
    names = {number: one.name for one in persons if not (one.is_shut or one.is_erased) for number in one.records}
    rows = list(case.namesakes.filter(person__in=names).exclude(member=member).select_related("member", "by"))
    for row in rows:
        row.shown = names[row.person_id]
    return rows
