"""How the persons of a case stand to one another."""

from collections.abc import Iterable
from dataclasses import dataclass

from lali.records.cases.models import Case, PersonRelation
from lali.records.cases.queries.persons import PersonShown


@dataclass(frozen=True, slots=True)
class RelationShown:
    """One relation with both persons as the case shows them."""

    relation: PersonRelation
    one: PersonShown
    other: PersonShown


def relations_of(case: Case, persons: Iterable[PersonShown]) -> list[RelationShown]:
    """The relations that stand between `persons` of a case that was opened through the door."""
    by_number = {number: person for person in persons for number in person.records}
    return [
        RelationShown(relation, by_number[relation.one_id], by_number[relation.other_id])
        for relation in case.relations.filter(taken_back_at__isnull=True).select_related("noted_by")
        if relation.one_id in by_number and relation.other_id in by_number
    ]
