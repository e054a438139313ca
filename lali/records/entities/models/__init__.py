"""Identifiers with their mentions, and persons."""

from lali.records.entities.models.identifiers import Identifier, Mention
from lali.records.entities.models.persons import FACTS, NAME, Person, PersonToken

__all__ = ["FACTS", "NAME", "Identifier", "Mention", "Person", "PersonToken"]
