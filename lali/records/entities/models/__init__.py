"""Identifiers with their mentions, and persons."""

from lali.records.entities.models.identifiers import LONGEST_TAG, Identifier, IdentifierTag, Mention, Watch
from lali.records.entities.models.persons import FACTS, NAME, Person, PersonToken

__all__ = ["FACTS", "LONGEST_TAG", "NAME", "Identifier", "IdentifierTag", "Mention", "Person", "PersonToken", "Watch"]
