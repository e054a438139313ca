"""Noting persons and organisations, keeping what is known of them, and erasing it."""

import secrets
from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lali.records.audit.actions import record
from lali.records.changes import changed_values
from lali.records.classified import VICTIM
from lali.records.entities.facts import Name, PersonFacts, facts_to_text, written_out
from lali.records.entities.findable import take_out_name
from lali.records.entities.likeness import keep_blind_words
from lali.records.entities.models import FACTS, NAME, Person
from lali.records.entities.vocabulary import CODE_NAMES, PersonKind
from lali.records.keyring import new_wrapped_key, seal_words, unwrapped
from lali.records.refusals import Refused

MOST_OF_A_KIND = 40  # names, documents of one person


class PersonHasMoved(Refused):
    """A colleague changed what is known of the person while this member was writing."""

    sentence = _(
        "A colleague changed this page while you were writing. Your text is kept below; compare and save again."
    )


class TooMuchOfAKind(Refused):
    """More names or documents than anybody has."""

    sentence = _("This is more than one person's page can hold. Please enter the important ones.")


@transaction.atomic
def note_person(*, by: object, name: str, about: str, kind: str = PersonKind.PERSON) -> Person:
    """Note a person for the record `about`; the name, if known, is sealed at once under a key of its own."""
    person = Person(code_name=unused_code_name(), kind=kind)
    known = PersonFacts(names=(Name(name),) if name else ())
    if name:
        _seal(person, known)
    person.save()
    keep_blind_words(person, known)
    facts = {"person": person.pk, "named": bool(name)}
    record(by=by, verb="person.noted", subject=f"{about}/person:{person.pk}", facts=facts)
    return person


def unused_code_name() -> str:
    """A code name that nobody has here."""
    while True:
        code_name = f"{secrets.choice(CODE_NAMES)}-{secrets.randbelow(9000) + 1000}"
        if not Person.objects.filter(code_name=code_name).exists():
            return code_name


def _seal(person: Person, facts: PersonFacts) -> bytes:
    """Seal `facts` under the person's own key, which is made when it is first needed; gives the key."""
    person.wrapped_key = person.wrapped_key or new_wrapped_key()
    key = unwrapped(person.wrapped_key)
    person.sealed_name = seal_words(facts.main_name, key=key, about=NAME) if facts.main_name else b""
    person.sealed_facts = seal_words(facts_to_text(facts), key=key, about=FACTS)
    return key


@transaction.atomic
def keep_facts(*, by: object, person: Person, version: int, facts: Mapping[str, object], about: str) -> Person:
    """Change fields of what is known of a person; the journal keeps old and new values sealed under the person's key.

    PersonHasMoved when `version` is not the one that stands. Callers have checked that `by` may.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.version != version:
        raise PersonHasMoved
    old = person.opened_facts()
    new = replace(old, **facts)
    if max(len(new.names), len(new.documents)) > MOST_OF_A_KIND:
        raise TooMuchOfAKind
    if new == old:
        return person
    key = _seal(person, new)
    person.version += 1
    person.save(update_fields=["wrapped_key", "sealed_name", "sealed_facts", "version"])
    keep_blind_words(person, new)
    before, after = written_out(old), written_out(new)
    after = dict.fromkeys(before, "") | after  # an answer that was taken away is a change, too
    before = dict.fromkeys(after, "") | before
    changed = changed_values(dict.fromkeys(after, VICTIM), before, after, key=key)
    record(by=by, verb="person.described", subject=f"{about}/person:{person.pk}", facts={"changed": changed})
    return person


@transaction.atomic
def erase_person(*, by: object, person: Person, about: str) -> Person:
    """Erase all that is known of a person for good, by erasing the key that it and its journal values are under."""
    person.wrapped_key = person.sealed_name = person.sealed_facts = b""
    person.version += 1
    person.save(update_fields=["wrapped_key", "sealed_name", "sealed_facts", "version"])
    person.tokens.all().delete()
    record(by=by, verb="person.erased", subject=f"{about}/person:{person.pk}", facts={"person": person.pk})
    take_out_name(person)
    return person
