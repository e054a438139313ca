"""Whether words that somebody writes in a case name a possible victim of it."""

from lali.engines.documents import places_of
from lali.records.cases.models import Case
from lali.records.cases.queries.persons import persons_of
from lali.records.entities.models import Person
from lali.records.entities.queries import spellings


def victims_named_in(case: Case, text: str) -> list[str]:
    """Code names of the possible victims of an opened case whom these words name, wholly or in part.

    All names that are known of them count, in every record that was found to be of the same person.
    """
    if not text.strip():
        return []
    shut = [one for one in persons_of(case) if one.is_shut]
    roots = {place.person.root_id: one.name for one in shut for place in one.places}
    named = {
        roots[person.root_id]
        for person in Person.objects.together(number for one in shut for number in one.records)
        if any(places_of(spellings(name.full), text) for name in person.opened_facts().names)
    }
    return sorted(named)
