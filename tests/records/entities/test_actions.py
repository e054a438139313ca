"""One number is one row; a name is sealed under its own key."""

import pytest
from django.db import IntegrityError, connection, transaction

from lali.records.entities.actions import (
    NotAnIdentifier,
    erase_person,
    note_identifiers,
    note_person,
    note_typed_identifier,
)
from lali.records.entities.models import Identifier, Mention, Person

NAME = "Sailosi Quartzfinder"

pytestmark = pytest.mark.usefixtures("agency")


def typed(text, about="case:1", kind="phone"):
    return note_typed_identifier(by="node", kind=kind, typed=text, country="FJ", about=about)


@pytest.mark.parametrize("spelling", ["410 0142", "(679) 410-0142", "+6794100142", "00679 410 0142"])
def test_however_written_one_number_is_one_row(spelling):
    typed("+679 410 0142", about="case:1")
    assert typed(spelling, about="case:2").value == "+6794100142"
    assert Identifier.objects.count() == 1
    assert Mention.objects.count() == 2


def test_a_record_mentions_an_identifier_once():
    first = typed("4100142")
    assert typed("410 0142") == first
    assert Mention.objects.get().raw == "4100142"


@pytest.mark.parametrize(("kind", "text"), [("phone", "twelve"), ("email", "nobody"), ("tron", "T123"), ("phone", "")])
def test_what_is_none_of_that_kind_is_refused(kind, text):
    with pytest.raises(NotAnIdentifier, match="kind you chose"):
        typed(text, kind=kind)
    assert not Identifier.objects.exists()


def test_nothing_found_is_not_journalled(scan):
    before = scan()
    assert note_identifiers(by="node", found=[], about="case:1") == []
    assert scan() == before


def test_the_database_holds_an_identifier_once():
    typed("4100142")
    with pytest.raises(IntegrityError), transaction.atomic():
        Identifier.objects.create(kind="phone", value="+6794100142")


def test_a_name_is_sealed_at_once_and_opens_with_the_key():
    person = note_person(by="node", name=NAME, about="case:1")
    person.refresh_from_db()
    assert person.opened_name() == NAME
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM entities_person")
        held = b"".join(bytes(v) if isinstance(v, memoryview | bytes) else str(v).encode() for v in cursor.fetchone())
    assert b"Quartzfinder" not in held


def test_each_person_has_a_key_of_their_own():
    one, two = (note_person(by="node", name=NAME, about="case:1") for _ in range(2))
    assert bytes(one.wrapped_key) != bytes(two.wrapped_key)
    assert bytes(one.sealed_name) != bytes(two.sealed_name)


def test_an_erased_name_is_gone_for_good():
    person = note_person(by="node", name=NAME, about="case:1")
    sealed = bytes(person.sealed_name)
    erase_person(by="node", person=person, about="case:1")
    person.refresh_from_db()
    assert person.opened_name() == ""
    assert person.code_name
    person.sealed_name = sealed  # from an old copy of the table: without the key it stays shut
    assert person.opened_name() == ""


def test_somebody_without_a_name_has_no_key():
    person = note_person(by="node", name="", about="case:1")
    assert (bytes(person.wrapped_key), bytes(person.sealed_name), person.opened_name()) == (b"", b"", "")


def test_no_two_persons_share_a_code_name():
    names = [note_person(by="node", name="", about="case:1").code_name for _ in range(30)]
    assert len(set(names)) == 30
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(code_name=names[0])


def test_the_journal_holds_references_only(scan):
    note_person(by="node", name=NAME, about="case:1")
    typed("410 0142")
    said = scan()
    assert "person.noted" in said
    assert "identifiers.noted" in said
    for secret in ("Quartzfinder", "4100142", "410 0142"):
        assert secret not in said
