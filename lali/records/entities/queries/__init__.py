"""What other records ask about identifiers and persons."""

from lali.records.entities.queries.identifiers import identifiers_of, records_sharing, tags_of, watches_of
from lali.records.entities.queries.spelling import spellings

__all__ = ["identifiers_of", "records_sharing", "spellings", "tags_of", "watches_of"]
