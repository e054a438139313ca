"""What screens ask about briefs."""

from lali.records.briefs.access import briefs_to_fix
from lali.records.briefs.queries.briefs import (
    BriefStanding,
    Changed,
    Chosen,
    all_kept_files,
    briefs_of,
    choices_in,
    needs_a_second_lead,
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
    "briefs_to_fix",
    "choices_in",
    "needs_a_second_lead",
    "page_of_brief",
    "page_of_item",
    "read_brief",
    "read_item",
    "standing_of",
    "unlisted_files",
]
