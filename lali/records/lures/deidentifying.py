"""What in the words of a lure could lead to somebody."""

import re
from collections.abc import Iterator

from lali.engines.documents import places_of
from lali.engines.identifiers import find
from lali.engines.names import firms_in
from lali.records.cases.models import Case
from lali.records.cases.queries import victims_named_in
from lali.records.cases.queries.persons import persons_of
from lali.records.entities.queries import spellings

_NUMBERS = frozenset(["phone", "bank", "passport"])  # kinds that a sum of money or a year can be taken for
LONG_NUMBER = 6  # digits from which such a number is no sum of money

_LIKE_AN_ADDRESS = re.compile(r"\S*(?:@\w|://|\bwww\.)\S*")  # also where no such country or ending exists


def leads_to_somebody(words: str, *, country: str, case: Case | None) -> list[str]:
    """What was found, as it stands there: contacts, links, wallets, papers, firms; names of the case's persons.

    A possible victim is told by the code name, for the name is not for every reader of the case.
    """
    return list(dict.fromkeys([*_contacts(words, country), *firms_in(words), *_persons(words, case)]))


def _contacts(words: str, country: str) -> Iterator[str]:
    for one in find(words, country=country):
        if not one.weak or one.kind not in _NUMBERS or sum(sign.isdigit() for sign in one.raw) >= LONG_NUMBER:
            yield one.raw
    yield from _LIKE_AN_ADDRESS.findall(words)


def _persons(words: str, case: Case | None) -> Iterator[str]:
    if case is None:
        return
    for person in persons_of(case):
        if not person.is_shut and person.name and places_of(spellings(person.name), words):
            yield person.name
    yield from victims_named_in(case, words)
