"""Identifiers with their mentions, and persons."""

from lali.records.entities.models.identifiers import Identifier, Mention
from lali.records.entities.models.persons import NAME, Person

__all__ = ["NAME", "Identifier", "Mention", "Person"]
