"""What of a person or an organisation is put into the index, wherever they stand; and how a name leaves it."""

from lali.records.entities.models import Person
from lali.records.entities.vocabulary import PersonKind
from lali.records.search.index import records_of_part, take_out
from lali.records.search.terms import Entry
from lali.records.search.vocabulary import FoundKind


def of_person(person: Person, *, record: str, door: str, name_door: str) -> list[Entry]:
    """A person in a record: by code name behind its door; by names and documents behind `name_door`."""
    kind = FoundKind.ORGANISATION if person.kind == PersonKind.ORGANISATION else FoundKind.PERSON
    facts = person.opened_facts()
    known = Entry(record=record, door=door, kind=kind, title=person.code_name, refs=[person.code_name])
    named = Entry(
        record=f"{record}/name",
        door=name_door,
        kind=kind,
        names=[name.full for name in facts.names],
        documents=[*(document.number for document in facts.documents), *filter(None, [facts.registration])],
    )
    return [known, named] if facts.names or facts.documents or facts.registration else [known]


def take_out_name(person: Person) -> None:
    """Take what tells who a person is out of the index wherever it stands; the code name stays."""
    for record in records_of_part(f"person:{person.pk}/name"):
        take_out(record)
