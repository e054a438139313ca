"""Possible victims whose names leave in no brief of their case, and what their names were when papers were made."""

import hmac
from dataclasses import dataclass
from hashlib import sha256

from lali.records.briefs.models import Brief
from lali.records.cases.queries import shut_roots
from lali.records.entities.models import Person

LETTERS = 32  # of a digest, in hexadecimal


@dataclass(frozen=True, slots=True)
class Shut:
    """A possible victim: the code name, and all names and numbers of documents that are known of them.

    `digests` are one for each name and number, keyed with the key of the person: nobody guesses a name from them, and
    they mean nothing any more once that key is erased.
    """

    code_name: str
    names: tuple[str, ...]
    documents: tuple[str, ...]
    digests: frozenset[str]


def shut_in(brief: Brief) -> list[Shut]:
    """Every possible victim of the case whose name was not released for the brief.

    Who was removed from the case by mistake is among them: the material speaks of them all the same.
    """
    in_case = {place.person_id: place.person for place in brief.case.persons.select_related("person")}
    released = {release.person.root_id for release in brief.releases.select_related("person")}
    roots = shut_roots({person.root_id for person in in_case.values()}) - released
    records: dict[int, list[Person]] = {}
    for person in Person.objects.together(roots).order_by("pk"):
        records.setdefault(person.root_id, []).append(person)
    return [_shut(group, in_case) for _root, group in sorted(records.items())]


def _shut(group: list[Person], in_case: dict[int, Person]) -> Shut:
    called = min((one for one in group if one.pk in in_case), key=lambda one: (one.merged_into_id or 0, one.pk))
    names: list[str] = []
    documents: list[str] = []
    digests: set[str] = set()
    for person in group:
        told = person.opened_facts()
        own = [name.full for name in told.names if name.full.strip()]
        numbers = [document.number for document in told.documents if document.number]
        names += own
        documents += numbers
        digests |= {_digest(person, one) for one in (*own, *numbers)}
    return Shut(called.code_name, tuple(dict.fromkeys(names)), tuple(dict.fromkeys(documents)), frozenset(digests))


def _digest(person: Person, spelt: str) -> str:
    words = " ".join(spelt.casefold().split())
    return hmac.new(person.opened_key() or b"", f"lali/brief-shield {words}".encode(), sha256).hexdigest()[:LETTERS]


def shield_digests(brief: Brief) -> list[str]:
    """What is kept with papers when they are made: what their shield knew."""
    return sorted({digest for one in shut_in(brief) for digest in one.digests})


def not_yet_shut(brief: Brief, *kept: object) -> list[bool]:
    """For each list of digests that was kept: whether a name is shut now that was not then.

    A list may come from another node in a whole case: one that is none knows no name.
    """
    now = set(shield_digests(brief)) if kept else set()
    return [bool(now.difference(map(str, then if isinstance(then, list) else ()))) for then in kept]
