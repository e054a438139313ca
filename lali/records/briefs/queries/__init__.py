"""What screens ask about briefs."""

from lali.records.briefs.queries.briefs import (
    BriefStanding,
    Changed,
    Chosen,
    all_kept_files,
    briefs_of,
    choices_in,
    page_of_brief,
    read_brief,
    standing_of,
    unlisted_files,
)
from lali.records.briefs.queries.items import ItemShown, page_of_item, read_item

__all__ = [
    "BriefStanding",
    "Changed",
    "Chosen",
    "ItemShown",
    "all_kept_files",
    "briefs_of",
    "choices_in",
    "page_of_brief",
    "page_of_item",
    "read_brief",
    "read_item",
    "standing_of",
    "unlisted_files",
]
