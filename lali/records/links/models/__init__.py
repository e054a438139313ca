"""Links between cases, and who an identifier is said to belong to."""

from lali.records.links.models.attributions import Attribution, IdentifierNote
from lali.records.links.models.case_links import CaseLink

__all__ = ["Attribution", "CaseLink", "IdentifierNote"]
