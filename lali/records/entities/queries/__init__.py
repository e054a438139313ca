"""What other records ask about identifiers and persons."""

from lali.records.entities.queries.identifiers import identifiers_of, records_sharing, tags_of, watches_of

__all__ = ["identifiers_of", "records_sharing", "tags_of", "watches_of"]
