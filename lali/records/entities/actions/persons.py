"""Noting persons, and erasing their names."""

import os
import secrets

from cryptography.hazmat.primitives.keywrap import aes_key_wrap
from django.db import transaction

from lali.records.audit.actions import record
from lali.records.entities.models import NAME, Person
from lali.records.entities.vocabulary import CODE_NAMES
from lali.records.keyring import keys, seal_words


@transaction.atomic
def note_person(*, by: object, name: str, about: str) -> Person:
    """Note a person for the record `about`; the name, if known, is sealed at once under a key of its own."""
    person = Person(code_name=_unused_code_name())
    if name:
        key = os.urandom(32)
        person.wrapped_key = aes_key_wrap(keys().kek, key)
        person.sealed_name = seal_words(name, key=key, about=NAME)
    person.save()
    record(by=by, verb="person.noted", subject=about, facts={"person": person.pk, "named": bool(name)})
    return person


def _unused_code_name() -> str:
    while True:
        code_name = f"{secrets.choice(CODE_NAMES)}-{secrets.randbelow(9000) + 1000}"
        if not Person.objects.filter(code_name=code_name).exists():
            return code_name


@transaction.atomic
def erase_name(*, by: object, person: Person, about: str) -> Person:
    """Erase a person's name for good by erasing the key it is sealed under."""
    person.wrapped_key = b""
    person.sealed_name = b""
    person.save(update_fields=["wrapped_key", "sealed_name"])
    record(by=by, verb="person.name_erased", subject=about, facts={"person": person.pk})
    return person
